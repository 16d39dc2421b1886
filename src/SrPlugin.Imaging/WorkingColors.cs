using NetVips;
using SrPlugin.Imaging.Codecs;
using static NetVips.Enums;

namespace SrPlugin.Imaging;

/// <summary>
/// The colours of a picture as networks take them, sRGB with white at 1, and the way back into the picture's own colours.
/// Nothing is cut: what lies outside sRGB, or is brighter than white, has values below 0 or above 1.
/// </summary>
public sealed class WorkingColors
{
    // Linear sRGB to CIE XYZ relative to D50 (adapted by Bradford), and back.
    private static readonly double[,] _toXyz =
        { { 43.60747, 38.50649, 14.30804 }, { 22.25045, 71.68786, 6.06169 }, { 1.39322, 9.71045, 71.41733 } };

    private static readonly double[,] _fromXyz =
    {
        { .031338561, -.016168667, -.004906146 }, { -.009787684, .019161415, .000334540 }, { .000719453, -.002289914, .014052427 },
    };

    private readonly Picture _source;
    private readonly byte[]? _profile;

    private WorkingColors(Picture source, byte[]? profile)
    {
        (_source, _profile) = (source, profile);
        Pixels = IsUnchanged ? source.Pixels : Forward(source.Pixels);
    }

    /// <summary>Gets the picture in sRGB: the source's own buffer where that is sRGB already, otherwise floats.</summary>
    public PixelBuffer Pixels { get; }

    private double White => _source.Pixels.Format == SampleFormat.Float32 ? _source.Metadata.WhiteLevel : 1;

    private bool IsUnchanged => _profile is null && White == 1;

    /// <summary>Converts a picture. A profile that is damaged or of another colour model is taken for sRGB.</summary>
    public static WorkingColors Of(Picture picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        var profile = picture.Metadata.IccProfile;
        return new WorkingColors(picture, profile is not null && !IsSrgb(profile, picture.Pixels.ColorChannels) ? profile : null);
    }

    /// <summary>Whether a profile's colours are those of sRGB to within half a level of 8 bits, or cannot be told.</summary>
    public static bool IsSrgb(byte[] profile, int colors)
    {
        ArgumentNullException.ThrowIfNull(profile);
        if (profile.Length < 132 || !IccProfile.Fits(profile, colors))
            return true;
        var probe = new PixelBuffer(colors == 1 ? 9 : 125, 1, colors, SampleFormat.UInt8);
        for (var i = 0; i < probe.Bytes.Length; i++)
            probe.Bytes[i] = (byte)(colors == 1 ? i * 31 : i / 3 / (int)Math.Pow(5, i % 3) % 5 * 63);
        try
        {
            var converted = ToSrgb(probe, profile);
            return Enumerable.Range(0, probe.Bytes.Length)
                .All(i => Math.Abs((converted.Samples<float>()[i] * 255) - probe.Bytes[i]) <= 0.5f);
        }
        catch (VipsException)
        {
            return true;
        }
    }

    /// <summary>
    /// Brings a result into the source's colours and sample format. A pixel that was not changed keeps the source's own bits.
    /// </summary>
    /// <param name="result">A picture in the colours and with the channels of <see cref="Pixels"/>, of any size.</param>
    public PixelBuffer ToSource(PixelBuffer result)
    {
        ArgumentNullException.ThrowIfNull(result);
        if (IsUnchanged)
            return result;
        var converted = Back(result);
        if ((result.Width, result.Height) != (Pixels.Width, Pixels.Height))
            return converted;
        var (from, size) = (Pixels.Channels * Pixels.BytesPerSample, converted.Channels * converted.BytesPerSample);
        Parallel.For(0, result.Height, y =>
        {
            ReadOnlySpan<byte> before = Pixels.RowBytes(y), after = result.RowBytes(y), own = _source.Pixels.RowBytes(y);
            var target = converted.RowBytes(y);
            for (var x = 0; x < result.Width; x++)
            {
                if (before.Slice(x * from, from).SequenceEqual(after.Slice(x * from, from)))
                    own.Slice(x * size, size).CopyTo(target[(x * size)..]);
            }
        });
        return converted;
    }

    private PixelBuffer Forward(PixelBuffer pixels)
    {
        var image = PlanarImage.FromPixels(pixels);
        var colors = Scaled(image, 1 / White);
        if (_profile is not null)
            colors = Through(colors, samples => ToSrgb(samples, _profile));
        return WithAlphaOf(colors, image).ToPixels(SampleFormat.Float32);
    }

    private PixelBuffer Back(PixelBuffer pixels)
    {
        var image = PlanarImage.FromPixels(pixels);
        var colors = image.SelectChannels(Enumerable.Range(0, image.ColorChannels).ToArray());
        if (_profile is not null)
            colors = FromSrgb(colors);
        return WithAlphaOf(Scaled(colors, White), image).ToPixels(_source.Pixels.Format);
    }

    /// <summary>Converts what lies within 0…1, the range of profiles; what is above stays above by as much.</summary>
    private static PlanarImage Through(PlanarImage colors, Func<PixelBuffer, PixelBuffer> convert)
    {
        var inside = colors.Clone().Clamp();
        var result = PlanarImage.FromPixels(convert(inside.ToPixels(SampleFormat.UInt16)));
        for (var i = 0; i < colors.Data.Length; i++)
            result.Data[i] += colors.Data[i] - inside.Data[i];
        return result;
    }

    private PlanarImage FromSrgb(PlanarImage colors)
    {
        var above = colors.Clone();
        for (var i = 0; i < above.Data.Length; i++)
            above.Data[i] = _source.Pixels.Format == SampleFormat.Float32 ? Math.Max(0, colors.Data[i] - 1) : 0;
        var linear = colors.ToPixels(SampleFormat.Float32);
        foreach (ref var value in linear.Samples<float>())
            value = Linear(value);
        using var image = VipsCodec.ToImage(linear);
        using var matrix = Image.NewFromArray(colors.Channels == 1 ? new double[,] { { 96.42 }, { 100 }, { 82.49 } } : _toXyz);
        using var xyz = image.Recomb(matrix).Copy(interpretation: Interpretation.Xyz)
            .Mutate(fields => fields.Set(GValue.BlobType, "icc-profile-data", _profile!));
        using var exported = xyz.IccExport(pcs: PCS.Xyz, intent: Intent.Relative, depth: 16);
        var result = PlanarImage.FromPixels(VipsCodec.Samples(exported));
        for (var i = 0; i < result.Data.Length; i++)
            result.Data[i] += above.Data[i];
        return result;
    }

    private static PixelBuffer ToSrgb(PixelBuffer pixels, byte[] profile)
    {
        using var image = VipsCodec.ToImage(pixels).Mutate(fields => fields.Set(GValue.BlobType, "icc-profile-data", profile));
        using var xyz = image.IccImport(pcs: PCS.Xyz, intent: Intent.Relative, embedded: true);
        using var matrix = pixels.Channels == 1 ? Image.NewFromArray(new double[,] { { 0, 0.01, 0 } }) : Image.NewFromArray(_fromXyz);
        using var linear = xyz.Recomb(matrix).Cast(BandFormat.Float);
        var result = VipsCodec.Samples(linear);
        foreach (ref var value in result.Samples<float>())
            value = Encoded(value);
        return result;
    }

    private static PlanarImage Scaled(PlanarImage image, double factor)
    {
        var colors = image.SelectChannels(Enumerable.Range(0, image.ColorChannels).ToArray());
        for (var i = 0; factor != 1 && i < colors.Data.Length; i++)
            colors.Data[i] = (float)(colors.Data[i] * factor);
        return colors;
    }

    private static PlanarImage WithAlphaOf(PlanarImage colors, PlanarImage source)
    {
        if (!source.HasAlpha)
            return colors;
        var result = colors.WithChannels(colors.Channels + 1);
        source.Plane(source.Channels - 1).CopyTo(result.Plane(colors.Channels));
        return result;
    }

    // sRGB's curve (IEC 61966-2-1), continued beyond 0…1 and mirrored below 0.
    private static float Encoded(float value) =>
        value < 0 ? -Encoded(-value) : value <= 0.0031308f ? value * 12.92f : (float)((1.055 * Math.Pow(value, 1 / 2.4)) - 0.055);

    private static float Linear(float value) =>
        value < 0 ? -Linear(-value) : value <= 0.04045f ? value / 12.92f : (float)Math.Pow((value + 0.055) / 1.055, 2.4);
}
