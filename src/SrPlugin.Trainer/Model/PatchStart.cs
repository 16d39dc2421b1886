namespace SrPlugin.Trainer.Model;

/// <summary>
/// The linear maps of a VAE of patches: every patch becomes its frequencies (an orthonormal cosine transform, in brightness and two opponent
/// colours), each divided by about the deviation that it has in photos; and back. Of plain pixels a network sees little but the mean
/// brightness, beside which noise and detail are small, and learns nothing for hundreds of steps.
/// </summary>
internal static class PatchStart
{
    private const int Colors = 3;

    // The deviation of a constant posterior: next to none, so that drawing from it is harmless.
    private const float LogVariance = -12;

    // Orthonormal: brightness, red against blue, green against both.
    private static readonly double[][] s_colors =
    [
        [1 / Math.Sqrt(3), 1 / Math.Sqrt(3), 1 / Math.Sqrt(3)],
        [1 / Math.Sqrt(2), 0, -1 / Math.Sqrt(2)],
        [1 / Math.Sqrt(6), -2 / Math.Sqrt(6), 1 / Math.Sqrt(6)],
    ];

    /// <param name="weights">Of the VAE; overwritten.</param>
    /// <param name="side">Side of a patch.</param>
    /// <param name="latentGain">What the scheduler multiplies the latent by: the decoder takes it back.</param>
    public static void Apply(StartingWeights weights, int side, float latentGain)
    {
        var channels = Colors * side * side;
        var encode = weights.Values["quant_conv.weight"]; // [2·L, L, 1, 1]
        var decode = weights.Values["post_quant_conv.weight"]; // [L, L, 1, 1]
        foreach (var name in new[] { "quant_conv.weight", "quant_conv.bias", "post_quant_conv.bias" })
            Array.Clear(weights.Values[name]);
        weights.Values["quant_conv.bias"].AsSpan(channels).Fill(LogVariance);
        for (var color = 0; color < Colors; color++)
        {
            for (var frequency = 0; frequency < side * side; frequency++)
            {
                var (u, v) = (frequency % side, frequency / side);
                var deviation = Deviation(color, u, v, side);
                var latent = (color * side * side) + frequency;
                for (var input = 0; input < channels; input++)
                {
                    // As pixel_unshuffle arranges them: colour, row, column.
                    var (c, y, x) = (input / (side * side), input / side % side, input % side);
                    var value = s_colors[color][c] * Cosine(u, x, side) * Cosine(v, y, side);
                    encode[(latent * channels) + input] = (float)(value / deviation);
                    decode[(input * channels) + latent] = (float)(value * deviation / latentGain);
                }
            }
        }
    }

    private static double Cosine(int frequency, int place, int side) =>
        Math.Cos(((2 * place) + 1) * frequency * Math.PI / (2 * side)) * Math.Sqrt((frequency == 0 ? 1.0 : 2.0) / side);

    // Photos in −1…1: the amplitude falls with the frequency, and colours have a fifth of it; noise of five levels lies below.
    private static double Deviation(int color, int u, int v, int side)
    {
        var size = color == 0 ? 1 : 0.2;
        var signal = u + v == 0 ? 0.8 * side * size : 0.5 * size / Math.Pow((u * u) + (v * v), 0.75);
        return Math.Sqrt((signal * signal) + (0.05 * 0.05));
    }
}
