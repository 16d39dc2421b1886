namespace SrPlugin.PaintDotNet.Jobs;

/// <summary>A selection's coverage at another size, interpolated between pixel centres.</summary>
internal sealed class EnlargedCoverage(byte[] mask, int maskWidth, int maskHeight, int width, int height)
{
    /// <summary>Whether everything is selected.</summary>
    public bool IsFull { get; } = !mask.AsSpan().ContainsAnyExcept((byte)255);

    /// <summary>Coverage of a pixel of the enlarged picture, 0…1.</summary>
    public double At(int x, int y)
    {
        var (left, right, fx) = Neighbours(x, width, maskWidth);
        var (top, bottom, fy) = Neighbours(y, height, maskHeight);
        double above = Lerp(mask[(top * maskWidth) + left], mask[(top * maskWidth) + right], fx);
        double below = Lerp(mask[(bottom * maskWidth) + left], mask[(bottom * maskWidth) + right], fx);
        return Lerp(above, below, fy) / 255;
    }

    private static (int First, int Second, double Share) Neighbours(int position, int size, int maskSize)
    {
        double place = Math.Clamp(((position + 0.5) * maskSize / size) - 0.5, 0, maskSize - 1);
        int first = (int)place;
        return (first, Math.Min(first + 1, maskSize - 1), place - first);
    }

    private static double Lerp(double from, double to, double share) => from + ((to - from) * share);
}
