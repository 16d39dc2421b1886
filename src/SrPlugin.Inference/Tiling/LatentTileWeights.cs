namespace SrPlugin.Inference.Tiling;

/// <summary>
/// The Gaussian by which overlapping latent tiles are blended (upstream <c>S3Diff._gaussian_weights</c>). Its middle is
/// (n − 1)/2 along x but n/2 along y: half a cell off, kept because the blend only needs the weights to be positive and upstream's
/// numbers to be met.
/// </summary>
internal static class LatentTileWeights
{
    private const double Variance = 0.01;

    /// <summary>Weights in float64, rows from the top, [height, width].</summary>
    /// <param name="width">Cells in a row of the tile.</param>
    /// <param name="height">Rows of the tile.</param>
    public static double[] Create(int width, int height)
    {
        double[] alongX = Profile(width, (width - 1) / 2.0);
        double[] alongY = Profile(height, height / 2.0);
        var weights = new double[width * height];
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
                weights[(y * width) + x] = alongY[y] * alongX[x];
        }

        return weights;
    }

    private static double[] Profile(int length, double middle)
    {
        var values = new double[length];
        for (int i = 0; i < length; i++)
        {
            double distance = i - middle;
            values[i] = Math.Exp(-distance * distance / ((double)length * length) / (2 * Variance)) / Math.Sqrt(2 * Math.PI * Variance);
        }

        return values;
    }
}
