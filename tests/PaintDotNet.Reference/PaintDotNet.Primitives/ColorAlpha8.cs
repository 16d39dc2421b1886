namespace PaintDotNet.Imaging;

public struct ColorAlpha8(byte a) : INaturalPixelInfo<ColorAlpha8>, INaturalPixelInfo, IPixelInfo, IInternalImpl, IEquatable<ColorAlpha8>
{
    public byte A { readonly get; set; } = a;

    readonly PixelFormat IPixelInfo.PixelFormat => PixelFormats.Alpha8;

    readonly PixelFormatNumericRepresentation IPixelInfo.NumericRepresentation => PixelFormatNumericRepresentation.UnsignedInteger;

    readonly bool IPixelInfo.SupportsTransparency => true;

    readonly int IPixelInfo.BitsPerPixel => 8;

    readonly int IPixelInfo.ChannelCount => 1;

    readonly int INaturalPixelInfo.BytesPerPixel => 1;

    public readonly bool Equals(ColorAlpha8 other) => A == other.A;

    public override readonly bool Equals(object? obj) => obj is ColorAlpha8 other && Equals(other);

    public override readonly int GetHashCode() => A;
}
