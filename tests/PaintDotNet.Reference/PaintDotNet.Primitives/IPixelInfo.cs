namespace PaintDotNet.Imaging;

public interface IPixelInfo : IInternalImpl
{
    PixelFormat PixelFormat { get; }

    PixelFormatNumericRepresentation NumericRepresentation { get; }

    bool SupportsTransparency { get; }

    int BitsPerPixel { get; }

    int ChannelCount { get; }
}
