using SrPlugin.Trainer.Randomness;

namespace SrPlugin.Trainer.Model;

/// <summary>
/// Values that parameters have before training, by the parameter's name and shape. Every residual branch starts weak, so that
/// the identity path dominates; the UNet starts by predicting zero.
/// </summary>
internal sealed class StartingWeights
{
    private const float WeakBranch = 0.1f;
    private readonly float _trunkGain;
    private readonly Dictionary<string, float[]> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long[]> _shapes = new(StringComparer.Ordinal);

    /// <param name="parameters">Names and shapes.</param>
    /// <param name="trunkGain">Factor of the convolutions that no identity path bypasses.</param>
    /// <param name="random">Where the values are drawn from.</param>
    public StartingWeights(IEnumerable<(string Name, long[] Shape)> parameters, float trunkGain, SeededRandom random)
    {
        _trunkGain = trunkGain;
        var fanIn = 1L;
        foreach (var (name, shape) in parameters)
        {
            if (shape.Length > 1)
                fanIn = shape.Skip(1).Aggregate(1L, (product, size) => product * size);
            _shapes.Add(name, shape);
            _values.Add(name, Draw(name, shape, fanIn, random));
        }
    }

    /// <summary>All values by name, row-major.</summary>
    public IReadOnlyDictionary<string, float[]> Values => _values;

    public long[] Shape(string name) => _shapes[name];

    private float[] Draw(string name, long[] shape, long fanIn, SeededRandom random)
    {
        var values = new float[shape.Aggregate(1L, (product, size) => product * size)];
        var isBias = name.EndsWith(".bias", StringComparison.Ordinal);
        var layer = name[..(name.LastIndexOf('.') is var dot and >= 0 ? dot : name.Length)];
        if (layer.Contains("norm", StringComparison.Ordinal))
            Array.Fill(values, isBias ? 0 : 1);
        else if (layer.EndsWith("embedding", StringComparison.Ordinal) && name.StartsWith("text_model.", StringComparison.Ordinal))
            Fill(values, () => 0.2f * random.NextGaussian());
        else if (!isBias && IsTrunk(layer))
            Fill(values, () => _trunkGain * Uniform(random, fanIn));
        else if (EndsBranch(layer))
            Fill(values, () => isBias ? 0 : WeakBranch * Uniform(random, fanIn));
        else if (isBias && layer.EndsWith("conv1", StringComparison.Ordinal))
            Fill(values, () => random.Next(-0.5, 0.5)); // Unequal levels give the next normalisation something fixed to measure by.
        else
            Fill(values, () => Uniform(random, fanIn));
        return values;
    }

    private static bool IsTrunk(string layer) =>
        layer.EndsWith("conv_shortcut", StringComparison.Ordinal) || layer.EndsWith("samplers.0.conv", StringComparison.Ordinal);

    private static bool EndsBranch(string layer) =>
        layer.EndsWith(".conv2", StringComparison.Ordinal) || layer.EndsWith("proj_out", StringComparison.Ordinal)
        || layer.EndsWith("fc2", StringComparison.Ordinal) || layer.EndsWith("out_proj", StringComparison.Ordinal);

    private static float Uniform(SeededRandom random, long fanIn)
    {
        var bound = 1 / Math.Sqrt(fanIn);
        return random.Next(-bound, bound);
    }

    private static void Fill(float[] values, Func<float> draw)
    {
        for (var i = 0; i < values.Length; i++)
            values[i] = draw();
    }
}
