namespace SrPlugin.Trainer.Model;

/// <summary>
/// Sets the VAE up so that decode(encode(x)) is x, slightly softened, before any training: from there the networks only have to
/// learn what is missing, and reach bicubic's quality within a hundred steps.
/// <para>
/// Three channels carry RGB through all convolutions. Two things stand in the way. Group normalisation would divide by the
/// picture's own contrast: two more channels carry constants ±K, so large that they alone decide the statistics. SiLU is no
/// identity: but silu(v) − silu(−v) = v, so before each final normalisation three channels carry −RGB, and the last convolution
/// takes the difference.
/// </para>
/// </summary>
internal static class PassThroughStart
{
    private const int Colors = 3, Constants = 3, Negatives = 5;
    private const float Constant = 4;

    /// <summary>About the variance of a picture in −1…1.</summary>
    private const float SignalVariance = 0.25f;

    private static readonly float[] s_identity = [0, 0, 0, 0, 1, 0, 0, 0, 0];
    private static readonly float[] s_point = [1];

    // Stride 2 with zeros to the right and below: taps 0 and 1 are the two pixels of a cell.
    private static readonly float[] s_average = [0.25f, 0.25f, 0, 0.25f, 0.25f, 0, 0, 0, 0];

    // After doubling by repetition, this makes exactly bilinear interpolation.
    private static readonly float[] s_tent = [1 / 16f, 2 / 16f, 1 / 16f, 2 / 16f, 4 / 16f, 2 / 16f, 1 / 16f, 2 / 16f, 1 / 16f];

    /// <param name="weights">The VAE's values, changed in place.</param>
    /// <param name="latentChannels">Channels of the latent.</param>
    /// <param name="latentGain">Factor that the scheduler's step puts on the latent, undone before decoding.</param>
    public static void Apply(StartingWeights weights, int latentChannels, float latentGain)
    {
        Carry(weights, "encoder.conv_in", s_identity, negatives: false);
        Carry(weights, "encoder.down_blocks.0.downsamplers.0.conv", s_average, negatives: false);
        Carry(weights, "encoder.down_blocks.1.resnets.0.conv_shortcut", s_point, negatives: false);
        Carry(weights, "encoder.down_blocks.1.downsamplers.0.conv", s_average, negatives: false);
        Carry(weights, "encoder.down_blocks.2.resnets.0.conv_shortcut", s_point, negatives: true);
        TakeDifference(weights, "encoder.conv_out");

        Diagonal(weights, "quant_conv", latentChannels, 1);
        ConstantVariance(weights, latentChannels);
        Diagonal(weights, "post_quant_conv", latentChannels, 1 / latentGain);

        Carry(weights, "decoder.conv_in", s_identity, negatives: false);
        Carry(weights, "decoder.up_blocks.0.upsamplers.0.conv", s_tent, negatives: false);
        Carry(weights, "decoder.up_blocks.1.resnets.0.conv_shortcut", s_point, negatives: false);
        Carry(weights, "decoder.up_blocks.1.upsamplers.0.conv", s_tent, negatives: false);
        Carry(weights, "decoder.up_blocks.2.resnets.0.conv_shortcut", s_point, negatives: true);
        TakeDifference(weights, "decoder.conv_out");
    }

    private static void Carry(StartingWeights weights, string layer, float[] kernel, bool negatives)
    {
        if (!weights.Values.ContainsKey(layer + ".weight"))
            return; // A level of unchanged width has no shortcut convolution: the identity carries everything.
        var (weight, bias, inputs, taps) = Layer(weights, layer);
        for (var c = 0; c < Colors; c++)
        {
            Clear(weight, bias, c, inputs * taps);
            kernel.CopyTo(weight, ((c * inputs) + c) * taps);
            if (!negatives)
                continue;
            Clear(weight, bias, Negatives + c, inputs * taps);
            for (var i = 0; i < taps; i++)
                weight[(((Negatives + c) * inputs) + c) * taps + i] = -kernel[i];
        }

        for (var i = 0; i < 2; i++)
        {
            Clear(weight, bias, Constants + i, inputs * taps);
            bias[Constants + i] = i == 0 ? Constant : -Constant;
        }
    }

    private static void TakeDifference(StartingWeights weights, string layer)
    {
        var (weight, bias, inputs, taps) = Layer(weights, layer);

        // What the normalisation divides by: both constants and both signs of RGB, spread over all channels.
        var deviation = MathF.Sqrt(((2 * Constant * Constant) + (2 * Colors * SignalVariance)) / inputs);
        for (var c = 0; c < Colors; c++)
        {
            Clear(weight, bias, c, inputs * taps);
            weight[(((c * inputs) + c) * taps) + (taps / 2)] = deviation;
            weight[(((c * inputs) + Negatives + c) * taps) + (taps / 2)] = -deviation;
        }
    }

    private static void Diagonal(StartingWeights weights, string layer, int count, float value)
    {
        var (weight, bias, inputs, _) = Layer(weights, layer);
        Array.Clear(weight);
        Array.Clear(bias);
        for (var i = 0; i < count; i++)
            weight[(i * inputs) + i] = value;
    }

    // The posterior's variance gets no gradient when its mode is decoded: a small constant keeps drawing from it harmless.
    private static void ConstantVariance(StartingWeights weights, int latentChannels) =>
        weights.Values["quant_conv.bias"].AsSpan(latentChannels).Fill(-12);

    private static (float[] Weight, float[] Bias, int Inputs, int Taps) Layer(StartingWeights weights, string layer)
    {
        var shape = weights.Shape(layer + ".weight");
        return (weights.Values[layer + ".weight"], weights.Values[layer + ".bias"], (int)shape[1], (int)(shape[2] * shape[3]));
    }

    private static void Clear(float[] weight, float[] bias, int row, int length)
    {
        Array.Clear(weight, row * length, length);
        bias[row] = 0;
    }
}
