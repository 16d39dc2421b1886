namespace SrPlugin.Imaging;

/// <summary>
/// Pull-push interpolation (Gortler et al. 1996, "The Lumigraph", section 3.4): known colours are averaged down a pyramid
/// until nothing is unknown, and the gaps are filled from the coarser level on the way up. Linear in the number of pixels.
/// </summary>
internal static class ColorBleeding
{
    /// <summary>Fills the colours under zero alpha in place.</summary>
    public static void Fill(PlanarImage image)
    {
        var alpha = image.Plane(image.ColorChannels);
        var hidden = 0;
        foreach (var value in alpha)
            hidden += value > 0 ? 0 : 1;
        if (hidden == 0 || hidden == alpha.Length)
            return;

        var weights = new float[alpha.Length];
        for (var i = 0; i < weights.Length; i++)
            weights[i] = alpha[i] > 0 ? Math.Clamp(alpha[i], 1f / 255, 1f) : 0;
        var colors = new float[image.ColorChannels][];
        for (var c = 0; c < colors.Length; c++)
            colors[c] = image.Plane(c).ToArray();
        Complete(new Level(image.Width, image.Height, colors, weights));
        for (var c = 0; c < colors.Length; c++)
            colors[c].CopyTo(image.Plane(c));
    }

    private static void Complete(Level fine)
    {
        if (!fine.HasGaps)
            return;
        var coarse = fine.Halve();
        Complete(coarse);
        fine.FillGapsFrom(coarse);
    }

    private sealed class Level(int width, int height, float[][] colors, float[] weights)
    {
        public bool HasGaps => weights.AsSpan().Contains(0f);

        /// <summary>Each coarse pixel is the weighted mean of up to four; its weight says how much of it is known.</summary>
        public Level Halve()
        {
            var (w, h) = ((width + 1) / 2, (height + 1) / 2);
            var sums = colors.Select(_ => new float[w * h]).ToArray();
            var known = new float[w * h];
            Parallel.For(0, h, y =>
            {
                for (var x = 0; x < w; x++)
                {
                    var to = (y * w) + x;
                    var total = 0f;
                    for (var v = 2 * y; v < Math.Min(height, (2 * y) + 2); v++)
                    {
                        for (var u = 2 * x; u < Math.Min(width, (2 * x) + 2); u++)
                        {
                            var from = (v * width) + u;
                            var weight = weights[from];
                            if (weight == 0)
                                continue;
                            total += weight;
                            for (var c = 0; c < sums.Length; c++)
                                sums[c][to] += weight * colors[c][from];
                        }
                    }

                    if (total == 0)
                        continue;
                    for (var c = 0; c < sums.Length; c++)
                        sums[c][to] /= total;
                    known[to] = Math.Min(1f, total);
                }
            });
            return new Level(w, h, sums, known);
        }

        /// <summary>Bilinear from the coarse level, which has no gaps any more.</summary>
        public void FillGapsFrom(Level coarse) => Parallel.For(0, height, y =>
        {
            var (y0, y1, fy) = Neighbours(y, coarse.Height);
            for (var x = 0; x < width; x++)
            {
                var to = (y * width) + x;
                if (weights[to] != 0)
                    continue;
                var (x0, x1, fx) = Neighbours(x, coarse.Width);
                for (var c = 0; c < colors.Length; c++)
                {
                    var from = coarse.Colors[c];
                    var top = from[(y0 * coarse.Width) + x0] + (fx * (from[(y0 * coarse.Width) + x1] - from[(y0 * coarse.Width) + x0]));
                    var bottom = from[(y1 * coarse.Width) + x0] + (fx * (from[(y1 * coarse.Width) + x1] - from[(y1 * coarse.Width) + x0]));
                    colors[c][to] = top + (fy * (bottom - top));
                }
            }
        });

        private int Width => width;

        private int Height => height;

        private float[][] Colors => colors;

        private static (int First, int Second, float Fraction) Neighbours(int position, int length)
        {
            var center = Math.Clamp(((position + 0.5f) / 2) - 0.5f, 0, length - 1);
            var first = (int)center;
            return (first, Math.Min(first + 1, length - 1), center - first);
        }
    }
}
