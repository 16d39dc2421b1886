using PaintDotNet.Imaging;
using PaintDotNet.Rendering;

namespace SrPlugin.PaintDotNet.FakeHost.Documents;

/// <summary>An open image with one layer and a selection.</summary>
public sealed class FakeImage
{
    public FakeImage(int width, int height, Func<int, int, ColorBgra32> pixelAt)
    {
        Size = new SizeInt32(width, height);
        PixelAt = pixelAt;
        SelectionBounds = Bounds;
        CoverageAt = (_, _) => 255;
    }

    public SizeInt32 Size { get; }

    public RectInt32 Bounds => new(0, 0, Size.Width, Size.Height);

    public FakeColorSpace ColorSpace { get; init; } = FakeColorSpace.Srgb();

    public Func<int, int, ColorBgra32> PixelAt { get; }

    /// <summary>The selection's rectangle: the whole image when nothing is selected.</summary>
    public RectInt32 SelectionBounds { get; private set; }

    /// <summary>How much a pixel is selected.</summary>
    public Func<int, int, byte> CoverageAt { get; private set; }

    /// <summary>Selects a rectangle.</summary>
    public FakeImage Select(RectInt32 bounds) => Select(bounds, (_, _) => 255);

    /// <summary>Selects a shape; nothing outside its bounds is selected.</summary>
    public FakeImage Select(RectInt32 bounds, Func<int, int, byte> coverageAt)
    {
        SelectionBounds = bounds;
        CoverageAt = (x, y) => bounds.Contains(new RectInt32(x, y, 1, 1)) ? coverageAt(x, y) : (byte)0;
        return this;
    }

    /// <summary>A photo-like pattern, the same everywhere.</summary>
    public static ColorBgra32 Pattern(int x, int y)
    {
        double wave = (Math.Sin(x * 0.21) + Math.Cos(y * 0.17) + Math.Sin((x + y) * 0.05)) / 6;
        int grain = unchecked((x * 7919) ^ (y * 104729)) & 15;
        return new ColorBgra32((byte)(110 + (80 * wave) + grain), (byte)(128 + (90 * wave)), (byte)(140 + (100 * wave) - grain), 255);
    }
}
