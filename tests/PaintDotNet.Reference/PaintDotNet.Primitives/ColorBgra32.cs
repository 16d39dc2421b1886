using System.Runtime.InteropServices;

namespace PaintDotNet.Imaging;

[StructLayout(LayoutKind.Sequential)]
public struct ColorBgra32(byte b, byte g, byte r, byte a) : INaturalPixelInfo<ColorBgra32>, INaturalPixelInfo, IPixelInfo, IInternalImpl, IEquatable<ColorBgra32>
{
    public byte B { readonly get; set; } = b;

    public byte G { readonly get; set; } = g;

    public byte R { readonly get; set; } = r;

    public byte A { readonly get; set; } = a;

    readonly PixelFormat IPixelInfo.PixelFormat => PixelFormats.Bgra32;

    readonly PixelFormatNumericRepresentation IPixelInfo.NumericRepresentation => PixelFormatNumericRepresentation.UnsignedInteger;

    readonly bool IPixelInfo.SupportsTransparency => true;

    readonly int IPixelInfo.BitsPerPixel => 32;

    readonly int IPixelInfo.ChannelCount => 4;

    readonly int INaturalPixelInfo.BytesPerPixel => 4;

    public static bool operator ==(ColorBgra32 lhs, ColorBgra32 rhs) => lhs.Equals(rhs);

    public static bool operator !=(ColorBgra32 lhs, ColorBgra32 rhs) => !lhs.Equals(rhs);

    public readonly bool Equals(ColorBgra32 other) => B == other.B && G == other.G && R == other.R && A == other.A;

    public override readonly bool Equals(object? obj) => obj is ColorBgra32 other && Equals(other);

    public override readonly int GetHashCode() => HashCode.Combine(B, G, R, A);

    public override readonly string ToString() => $"B={B} G={G} R={R} A={A}";
}
