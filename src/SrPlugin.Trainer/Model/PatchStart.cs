namespace SrPlugin.Trainer.Model;

/// <summary>
/// The linear maps of a VAE of patches: every patch becomes its frequencies (an orthonormal cosine transform, in brightness and two
/// opponent colours), each divided by about the deviation that it has in photos; and back. Of plain pixels a network sees little but the
/// mean brightness, beside which noise and detail are small, and learns nothing for hundreds of steps. And the start of a UNet for such
/// latents.
/// </summary>
internal static class PatchStart
{
    private const int Colors = 3, Taps = 9;
    private const float OutputStart = 0.1f;

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
                var scale = Scale(color, u, v, side);
                var latent = (color * side * side) + frequency;
                for (var input = 0; input < channels; input++)
                {
                    // As pixel_unshuffle arranges them: colour, row, column.
                    var (c, y, x) = (input / (side * side), input / side % side, input % side);
                    var value = s_colors[color][c] * Cosine(u, x, side) * Cosine(v, y, side);
                    encode[(latent * channels) + input] = (float)(value / scale);
                    decode[(input * channels) + latent] = (float)(value * scale / latentGain);
                }
            }
        }
    }

    /// <summary>
    /// Lets the UNet begin as a map that knows its input: the latent and its negative run along the finest level to the output (SiLU(z) −
    /// SiLU(−z) is z), and the output is a little of every frequency but the means, so that gradients reach all layers at once.
    /// </summary>
    /// <param name="weights">Of the UNet; overwritten in part.</param>
    /// <param name="side">Side of a patch.</param>
    /// <param name="levels">Levels of the UNet.</param>
    public static void ApplyUNet(StartingWeights weights, int side, int levels)
    {
        var latent = Colors * side * side;
        var shape = weights.Shape("conv_in.weight"); // [C, L, 3, 3]
        var channels = (int)shape[0];
        var (first, last) = (weights.Values["conv_in.weight"], weights.Values["conv_out.weight"]);
        Array.Clear(last);
        Array.Clear(weights.Values["conv_out.bias"]);
        if (channels < 2 * latent)
            return;
        Scale(first, 0.2f);
        for (var k = 0; k < latent; k++)
        {
            first[(((k * latent) + k) * Taps) + (Taps / 2)] = 1;
            first[((((latent + k) * latent) + k) * Taps) + (Taps / 2)] = -1;
            if (k % (side * side) == 0)
                continue;
            last[(((k * channels) + k) * Taps) + (Taps / 2)] = OutputStart;
            last[(((k * channels) + latent + k) * Taps) + (Taps / 2)] = -OutputStart;
        }

        for (
            var block =
                0; weights.Values.TryGetValue($"up_blocks.{levels - 1}.resnets.{block}.conv_shortcut.weight", out var shortcut); block++)
        {
            // What comes from below is followed by the skip connection, which still is the latent.
            var inputs = shortcut.Length / channels;
            Scale(shortcut, 0.1f);
            for (var k = 0; k < channels; k++)
                shortcut[(k * inputs) + inputs - channels + k] += 1;
        }
    }

    private static void Scale(float[] values, float factor)
    {
        foreach (ref var value in values.AsSpan())
            value *= factor;
    }

    private static double Cosine(int frequency, int place, int side) =>
        Math.Cos(((2 * place) + 1) * frequency * Math.PI / (2 * side)) * Math.Sqrt((frequency == 0 ? 1.0 : 2.0) / side);

    // Photos in −1…1: the amplitude falls with the frequency, and colours have a fifth of it; noise of five levels lies below.
    private static double Scale(int color, int u, int v, int side)
    {
        var size = color == 0 ? 1 : 0.2;
        var signal = u + v == 0 ? 0.8 * side * size : 0.5 * size / Math.Pow(((u * u) + (v * v)) * 16.0 / (side * side), 0.75);
        return Math.Sqrt((signal * signal) + (0.05 * 0.05));
    }
}
