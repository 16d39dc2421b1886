using PaintDotNet.Imaging;

namespace SrPlugin.PaintDotNet.FakeHost.Documents;

/// <summary>A colour profile: sRGB, or a made-up one with another gamma and primaries, which an ICC profile's bytes stand for.</summary>
public sealed class FakeColorSpace : FakeObject, IColorContext
{
    private readonly double _gamma;
    private readonly double _mix;
    private readonly byte[] _profile;

    private FakeColorSpace(double gamma, double mix, byte[] profile) => (_gamma, _mix, _profile) = (gamma, mix, profile);

    public ColorContextType Type => _profile.Length == 0 ? ColorContextType.ExifColorSpace : ColorContextType.Profile;

    public ExifColorSpace ExifColorSpace => _profile.Length == 0 ? ExifColorSpace.Srgb : ExifColorSpace.Uncalibrated;

    public static FakeColorSpace Srgb() => new(2.2, 0, []);

    /// <summary>Gamma 1.8, and primaries so wide that every sRGB colour is a duller mixture of them.</summary>
    public static FakeColorSpace Wide() => new(1.8, 0.08, "a made-up profile"u8.ToArray());

    public ReadOnlyMemory<byte> GetProfileBytes() =>
        _profile.Length > 0 ? _profile : throw new InvalidOperationException("An EXIF colour space has no profile.");

    public bool Equals(IColorContext? other) => other is FakeColorSpace space && space._profile.AsSpan().SequenceEqual(_profile);

    public override bool Equals(object? obj) => obj is IColorContext other && Equals(other);

    public override int GetHashCode() => _profile.Length;

    /// <summary>One colour from this space to another, with clipping, as 8-bit conversion does it.</summary>
    public ColorBgra32 ConvertTo(FakeColorSpace other, ColorBgra32 color)
    {
        double r = Decode(color.R), g = Decode(color.G), b = Decode(color.B);
        double mean = (r + g + b) / 3;

        // To linear light of sRGB's primaries, and on to the other's.
        (r, g, b) = (Widen(r, mean, 1 / (1 - _mix)), Widen(g, mean, 1 / (1 - _mix)), Widen(b, mean, 1 / (1 - _mix)));
        (r, g, b) = (Widen(r, mean, 1 - other._mix), Widen(g, mean, 1 - other._mix), Widen(b, mean, 1 - other._mix));
        return new ColorBgra32(other.Encode(b), other.Encode(g), other.Encode(r), color.A);
    }

    private static double Widen(double value, double mean, double factor) => mean + ((value - mean) * factor);

    private double Decode(byte value) => Math.Pow(value / 255.0, _gamma);

    private byte Encode(double light) => (byte)Math.Round(255 * Math.Pow(Math.Clamp(light, 0, 1), 1 / _gamma));
}
