namespace SrPlugin.Imaging;

/// <summary>
/// Exact Euclidean distances by lower envelopes of parabolas, one axis after the other (Felzenszwalb and Huttenlocher 2012,
/// "Distance Transforms of Sampled Functions"). Linear in the number of pixels.
/// </summary>
internal static class DistanceField
{
    // Larger than any squared distance in a picture, small enough for differences in double to stay exact.
    private const double Far = 1e12;

    /// <summary>For each pixel the distance to the nearest pixel of zero coverage, in pixels; 0 on those themselves.</summary>
    public static float[] ToUnselected(float[] coverage, int width, int height)
    {
        var squares = new double[coverage.Length];
        for (var i = 0; i < squares.Length; i++)
            squares[i] = coverage[i] > 0 ? Far : 0;
        Parallel.For(0, height, () => new Line(width), (y, _, line) => line.Transform(squares, y * width, 1), _ => { });
        Parallel.For(0, width, () => new Line(height), (x, _, line) => line.Transform(squares, x, width), _ => { });
        return Array.ConvertAll(squares, v => (float)Math.Sqrt(v));
    }

    private sealed class Line(int length)
    {
        private readonly double[] _heights = new double[length];
        private readonly double[] _bounds = new double[length + 1];
        private readonly int[] _apexes = new int[length];

        public Line Transform(double[] values, int start, int step)
        {
            for (var i = 0; i < length; i++)
                _heights[i] = values[start + (i * step)];
            var last = 0;
            (_apexes[0], _bounds[0], _bounds[1]) = (0, double.NegativeInfinity, double.PositiveInfinity);
            for (var q = 1; q < length; q++)
            {
                var crossing = Crossing(q, _apexes[last]);
                while (crossing <= _bounds[last])
                    crossing = Crossing(q, _apexes[--last]);
                last++;
                (_apexes[last], _bounds[last], _bounds[last + 1]) = (q, crossing, double.PositiveInfinity);
            }

            var k = 0;
            for (var q = 0; q < length; q++)
            {
                while (_bounds[k + 1] < q)
                    k++;
                double offset = q - _apexes[k];
                values[start + (q * step)] = (offset * offset) + _heights[_apexes[k]];
            }

            return this;
        }

        private double Crossing(int q, int p) =>
            (_heights[q] + ((double)q * q) - _heights[p] - ((double)p * p)) / (2.0 * (q - p));
    }
}
