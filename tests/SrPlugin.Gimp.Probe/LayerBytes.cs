using System.Globalization;
using System.Runtime.InteropServices;
using SrPlugin.Gimp.Native;
using SrPlugin.Protocol;

namespace SrPlugin.Gimp.Probe;

/// <summary>A layer's bytes in its own format.</summary>
/// <param name="gimp">The series of GIMP.</param>
internal sealed class LayerBytes(GimpSeries gimp)
{
    public byte[] Read(int drawable)
    {
        using DrawableBuffer buffer = DrawableBuffer.Open(gimp.Item(drawable));
        return buffer.Read(Bounds(drawable), Libgimp.DrawableFormat(gimp.Item(drawable)));
    }

    /// <summary>
    /// Noise in every sample, alpha included; in floating point values below 0 and above 1 too, and a fifth of the pixels transparent.
    /// </summary>
    public void Fill(int drawable, int seed)
    {
        PixelEncoding encoding = PixelEncoding.Of(gimp.Item(drawable));
        PictureArea bounds = Bounds(drawable);
        byte[] bytes = new byte[bounds.Width * bounds.Height * encoding.BytesPerPixel];
        var random = new Random(seed);
        string name = GimpText.Borrowed(Gegl.EncodingOf(encoding.Native));
        switch (name[(name.LastIndexOf(' ') + 1)..])
        {
            case "half":
                foreach (ref Half value in MemoryMarshal.Cast<byte, Half>(bytes.AsSpan()))
                    value = (Half)Value(random);
                break;
            case "float":
                foreach (ref float value in MemoryMarshal.Cast<byte, float>(bytes.AsSpan()))
                    value = (float)Value(random);
                break;
            case "double":
                foreach (ref double value in MemoryMarshal.Cast<byte, double>(bytes.AsSpan()))
                    value = Value(random);
                break;
            default:
                random.NextBytes(bytes);
                break;
        }

        for (int i = 0; encoding.AlphaBytes > 0 && i < bytes.Length; i += 5 * encoding.BytesPerPixel)
            bytes.AsSpan(i + encoding.BytesPerPixel - encoding.AlphaBytes, encoding.AlphaBytes).Clear();
        using (DrawableBuffer buffer = DrawableBuffer.Open(gimp.Item(drawable)))
            buffer.Write(bounds, encoding.Native, bytes);
        _ = Libgimp.UpdateDrawable(gimp.Item(drawable), 0, 0, bounds.Width, bounds.Height);
    }

    /// <summary>Counts which pixels differ from kept bytes: "outside inside alpha selected total".</summary>
    public string Compare(int image, int drawable, byte[] kept)
    {
        PixelEncoding encoding = PixelEncoding.Of(gimp.Item(drawable));
        PictureArea bounds = Bounds(drawable);
        byte[] now = Read(drawable);
        float[] coverage = Coverage(image, drawable, bounds);
        int outside = 0, inside = 0, alpha = 0, selected = 0, step = encoding.BytesPerPixel;
        for (int i = 0; i < coverage.Length; i++)
        {
            Range pixel = (i * step)..((i + 1) * step), colors = (i * step)..((i + 1) * step - encoding.AlphaBytes);
            bool isSelected = coverage[i] > 0;
            selected += isSelected ? 1 : 0;
            if (!now.AsSpan(pixel).SequenceEqual(kept.AsSpan(pixel)))
                outside += isSelected ? 0 : 1;
            if (!now.AsSpan(colors).SequenceEqual(kept.AsSpan(colors)))
                inside += isSelected ? 1 : 0;
            if (!now.AsSpan(colors.End.Value, encoding.AlphaBytes).SequenceEqual(kept.AsSpan(colors.End.Value, encoding.AlphaBytes)))
                alpha++;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{outside} {inside} {alpha} {selected} {coverage.Length}");
    }

    private static double Value(Random random) => (random.NextDouble() * 1.4) - 0.2;

    private PictureArea Bounds(int drawable) => new(0, 0, gimp.DrawableSize(drawable).Width, gimp.DrawableSize(drawable).Height);

    private float[] Coverage(int image, int drawable, PictureArea bounds)
    {
        if (Libgimp.SelectionIsEmpty(gimp.Image(image)) != 0)
            return [.. Enumerable.Repeat(1f, bounds.Width * bounds.Height)];
        (int x, int y) = gimp.DrawableOffset(drawable);
        nint selection = Libgimp.ImageSelection(gimp.Image(image));
        nint format = Libgimp.DrawableFormat(selection);
        using DrawableBuffer buffer = DrawableBuffer.Open(selection);
        byte[] bytes = CoverageSamples.Convert(
            buffer.Read(bounds with { X = x, Y = y }, format), GimpText.Borrowed(Gegl.EncodingOf(format)), SampleFormat.Float32);
        return MemoryMarshal.Cast<byte, float>(bytes).ToArray();
    }
}
