namespace PaintDotNet.Imaging;

public interface INaturalPixelInfo : IPixelInfo, IInternalImpl
{
    int BytesPerPixel { get; }
}
