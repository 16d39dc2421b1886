using SrPlugin.Trainer.Randomness;

namespace SrPlugin.Trainer.Model;

/// <summary>
/// Values that the degradation estimator's parameters have before training. Noise and blur show in differences of neighbouring
/// pixels, which are small beside the pixels themselves: the first filters have no mean and are strong, and every layer keeps the
/// deviation of what it is given (He et al. 2015), or nothing would be left of them after a dozen layers.
/// </summary>
internal static class EstimatorStart
{
    private const int Taps = 9, Colors = 3;
    private static readonly float[] s_immerkaer = [2, -4, 2, -4, 8, -4, 2, -4, 2];
    private const float FirstGain = 1, BranchGain = 0.5f, ScoreGain = 0.3f, ScoreBias = -1.2f;

    public static float[] Values(string name, long[] shape, SeededRandom random)
    {
        var values = new float[shape.Aggregate(1L, (product, size) => product * size)];
        var isScore = name.StartsWith("fc_degree.", StringComparison.Ordinal) && name.Contains(".2.", StringComparison.Ordinal);
        if (shape.Length == 1)
        {
            // About the mean score, before the sigmoid.
            Array.Fill(values, isScore ? ScoreBias : 0);
            return values;
        }

        var fanIn = shape.Skip(1).Aggregate(1L, (product, size) => product * size);
        var gain = isScore ? ScoreGain : name.EndsWith("conv2.weight", StringComparison.Ordinal) ? BranchGain : 1;
        var deviation = gain * MathF.Sqrt(2f / fanIn);
        for (var i = 0; i < values.Length; i++)
            values[i] = deviation * random.NextGaussian();
        if (name.StartsWith("conv_first.", StringComparison.Ordinal))
        {
            RemoveMeans(values, Taps);
            MeasureNoise(values, (int)shape[1]);
        }
        else if (IsFirstBlock(name))
        {
            KeepMeasures(values, (int)shape[1]);
        }

        return values;
    }

    private static bool IsFirstBlock(string name) =>
        name.StartsWith("body.", StringComparison.Ordinal) && name.Split('.') is [_, _, "0", _, _];

    // Immerkær (1996): the difference of two Laplacians is blind to edges and slopes, and its mean absolute value is proportional to
    // the noise. Two channels per colour, of opposite signs, whose rectified sum the first block forms.
    private static void MeasureNoise(float[] values, int inputs)
    {
        for (var color = 0; color < Colors; color++)
        {
            for (var sign = 0; sign < 2; sign++)
            {
                var filter = values.AsSpan(((2 * color) + sign) * inputs * Taps, inputs * Taps);
                filter.Clear();
                for (var i = 0; i < Taps; i++)
                    filter[(color * Taps) + i] = (sign == 0 ? 1 : -1) * s_immerkaer[i];
            }
        }
    }

    private static void KeepMeasures(float[] values, int inputs)
    {
        for (var channel = 0; channel < 2 * Colors; channel++)
        {
            values.AsSpan(channel * inputs * Taps, inputs * Taps).Clear();
            values[(((channel * inputs) + channel) * Taps) + (Taps / 2)] = 1;
        }
    }

    private static void RemoveMeans(float[] values, int taps)
    {
        for (var start = 0; start < values.Length; start += taps)
        {
            var kernel = values.AsSpan(start, taps);
            var sum = 0f;
            foreach (var value in kernel)
                sum += value;
            foreach (ref var value in kernel)
                value = FirstGain * (value - (sum / taps));
        }
    }
}
