using PaintDotNet;
using PaintDotNet.Imaging;
using PaintDotNet.Rendering;

namespace SrPlugin.PaintDotNet.Pixels;

/// <summary>
/// The menu's icon: a disc, coarse pixels on the left, smooth on the right. Drawn when the host asks, at the screen's scale.
/// </summary>
internal sealed class EffectIcon : BitmapSourceBase<ColorBgra32>
{
    private const int Samples = 4;
    private const double CoarsePixel = 0.25;

    private readonly int _side;

    /// <summary>An icon of 16 pixels at 100 %.</summary>
    public EffectIcon(double scale)
        : this(Math.Clamp((int)Math.Round(16 * scale), 16, 256))
    {
    }

    private EffectIcon(int side)
        : base(new SizeInt32(side, side)) => _side = side;

    /// <inheritdoc/>
    protected override unsafe void OnCopyPixels(RegionPtr<ColorBgra32> dst, Point2Int32 srcOffset)
    {
        for (int y = 0; y < dst.Height; y++)
        {
            var row = (ColorBgra32*)((byte*)dst.Ptr + ((long)y * dst.Stride));
            for (int x = 0; x < dst.Width; x++)
                row[x] = Draw(x + srcOffset.X, y + srcOffset.Y);
        }
    }

    private ColorBgra32 Draw(int x, int y)
    {
        double coverage = 0, light = 0;
        for (int i = 0; i < Samples * Samples; i++)
        {
            double u = (x + ((i % Samples) + 0.5) / Samples) / _side;
            double v = (y + ((i / Samples) + 0.5) / Samples) / _side;
            if (u < 0.5)
                (u, v) = ((Math.Floor(u / CoarsePixel) + 0.5) * CoarsePixel, (Math.Floor(v / CoarsePixel) + 0.5) * CoarsePixel);
            double distance = Math.Sqrt(((u - 0.5) * (u - 0.5)) + ((v - 0.5) * (v - 0.5)));
            if (distance > 0.47)
                continue;
            coverage++;
            light += 1 - (v * 0.6);
        }

        if (coverage == 0)
            return new ColorBgra32(0, 0, 0, 0);
        double shade = light / coverage;
        return new ColorBgra32((byte)(235 * shade), (byte)(150 * shade), (byte)(40 * shade), (byte)(255 * coverage / (Samples * Samples)));
    }
}
