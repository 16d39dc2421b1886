namespace SrPlugin.Networks.Autoencoder;

/// <summary>Cuts one side of a map into overlapping windows whose linear weights add up to 1 at every pixel.</summary>
internal static class AttentionWindows
{
    /// <summary>Start of every window and the weight of each of its pixels.</summary>
    public static IReadOnlyList<(long Start, float[] Weights)> Along(long length, VaeTiling tiling)
    {
        var window = Math.Min(tiling.AttentionWindow, length);
        var count = window == length ? 1 : (length - tiling.AttentionOverlap - 1) / (window - tiling.AttentionOverlap) + 1;
        var result = new (long Start, float[] Weights)[count];
        var sums = new double[length];
        for (var i = 0; i < count; i++)
        {
            // Spread evenly: the overlaps differ by at most one pixel and none is smaller than asked for.
            var start = count == 1 ? 0 : i * (length - window) / (count - 1);
            var weights = new float[window];
            for (var j = 0; j < window; j++)
            {
                var edge = Math.Min(i == 0 ? window : j + 1, i == count - 1 ? window : window - j);
                weights[j] = edge;
                sums[start + j] += edge;
            }
            result[i] = (start, weights);
        }
        foreach (var (start, weights) in result)
        {
            for (var j = 0; j < weights.Length; j++)
                weights[j] = (float)(weights[j] / sums[start + j]);
        }
        return result;
    }
}
