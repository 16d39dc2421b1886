using System.Numerics;
using System.Runtime.InteropServices;
using TorchSharp;
using TorchSharp.Modules;

namespace SrPlugin.Trainer.Optimization;

/// <summary>
/// AdamW over named parameters, with a running average of the weights (EMA). All its state is plain arrays of float32, so that a
/// checkpoint holds it exactly; one pass over memory does the moments, the update and the average. Parameters on another device or of
/// another type are copies of an array that is kept here.
/// </summary>
internal sealed class AveragedAdamW
{
    private const float Beta1 = 0.9f;
    private readonly Entry[] _entries;
    private readonly AdamSettings _settings;
    private readonly float _weightDecay;
    private readonly double _averageDecay;

    public AveragedAdamW(
        IEnumerable<(string Name, Parameter Parameter)> parameters, double weightDecay, double averageDecay, AdamSettings? settings = null)
    {
        _settings = settings ?? new AdamSettings();
        _entries = [.. parameters.Select(pair => new Entry(pair.Name, pair.Parameter))];
        (_weightDecay, _averageDecay) = ((float)weightDecay, averageDecay);
    }

    /// <summary>State per parameter, to be saved and restored.</summary>
    public IReadOnlyList<Entry> Entries => _entries;

    /// <summary>How many updates were made.</summary>
    public long Updates { get; set; }

    public void ZeroGradients()
    {
        foreach (var entry in _entries)
        {
            using var gradient = entry.Parameter.grad;
            gradient?.zero_();
        }
    }

    /// <summary>One update; returns the gradients' norm before it was limited.</summary>
    /// <param name="learningRate">Step size.</param>
    /// <param name="maximumNorm">Gradients of a larger norm are scaled down to it.</param>
    /// <exception cref="InvalidOperationException">A gradient is not finite; nothing was updated.</exception>
    public double Step(double learningRate, double maximumNorm)
    {
        var norm = GradientNorm();
        if (!double.IsFinite(norm))
            throw new InvalidOperationException("A gradient is not a finite number: training has diverged.");
        Updates++;
        var gradientScale = (float)Math.Min(1, maximumNorm / (norm + _settings.NormEpsilon));
        var correction1 = 1 - Math.Pow(Beta1, Updates);
        var correction2 = 1 - Math.Pow(_settings.Beta2, Updates);
        var rate = (float)(learningRate * Math.Sqrt(correction2) / correction1);
        var epsilon = (float)(_settings.Epsilon * Math.Sqrt(correction2));

        // A young average follows quickly, or it would remember the starting values for thousands of steps.
        var keep = (float)(_settings.AverageStartsQuickly ? Math.Min(_averageDecay, (1.0 + Updates) / (10 + Updates)) : _averageDecay);
        foreach (var entry in _entries)
        {
            using var gradient = entry.Parameter.grad;
            if (gradient is null)
                continue;
            using var plain = Plain(gradient);
            var decay = _settings.DecaysVectors || entry.Parameter.shape.Length > 1 ? (float)(learningRate * _weightDecay) : 0;
            Update(entry, MemoryMarshal.Cast<byte, float>(plain.bytes), _settings.Beta2, gradientScale, rate, epsilon, decay, 1 - keep);
            entry.Publish();
        }

        return norm;
    }

    /// <summary>Puts the averaged weights in the parameters, or the trained ones back.</summary>
    public void Exchange()
    {
        foreach (var entry in _entries)
        {
            var weights = entry.Weights;
            for (var i = 0; i < weights.Length; i++)
                (weights[i], entry.Average[i]) = (entry.Average[i], weights[i]);
            entry.Publish();
        }
    }

    private double GradientNorm()
    {
        double sum = 0;
        foreach (var entry in _entries)
        {
            using var gradient = entry.Parameter.grad;
            if (gradient is null)
                continue;
            using var plain = Plain(gradient);
            var values = MemoryMarshal.Cast<byte, float>(plain.bytes);
            foreach (var value in values)
                sum += (double)value * value;
        }

        return Math.Sqrt(sum);
    }

    private static torch.Tensor Plain(torch.Tensor gradient)
    {
        using var here = gradient.to(torch.ScalarType.Float32, torch.CPU);
        return here.contiguous();
    }

    private static void Update(
        Entry entry, ReadOnlySpan<float> gradient, float beta2, float scale, float rate, float epsilon, float decay, float follow)
    {
        var weights = entry.Weights;
        var (first, second, average) = (entry.First, entry.Second, entry.Average);
        var i = 0;
        var epsilons = new Vector<float>(epsilon);
        for (; i <= weights.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var g = new Vector<float>(gradient[i..]) * scale;
            var m = (new Vector<float>(first, i) * Beta1) + (g * (1 - Beta1));
            var v = (new Vector<float>(second, i) * beta2) + (g * g * (1 - beta2));
            var w = new Vector<float>(weights[i..]);
            w -= (w * decay) + (m * rate / (Vector.SquareRoot(v) + epsilons));
            var a = new Vector<float>(average, i);
            a += (w - a) * follow;
            m.CopyTo(first, i);
            v.CopyTo(second, i);
            w.CopyTo(weights[i..]);
            a.CopyTo(average, i);
        }

        for (; i < weights.Length; i++)
        {
            var g = gradient[i] * scale;
            first[i] = (first[i] * Beta1) + (g * (1 - Beta1));
            second[i] = (second[i] * beta2) + (g * g * (1 - beta2));
            weights[i] -= (weights[i] * decay) + (first[i] * rate / (MathF.Sqrt(second[i]) + epsilon));
            average[i] += (weights[i] - average[i]) * follow;
        }
    }

    /// <summary>A parameter with its moments and its average.</summary>
    internal sealed class Entry
    {
        private readonly float[]? _elsewhere;

        public Entry(string name, Parameter parameter)
        {
            (Name, Parameter) = (name, parameter);
            if (parameter.device_type != DeviceType.CPU || parameter.dtype != torch.ScalarType.Float32)
            {
                using var plain = Plain(parameter);
                _elsewhere = MemoryMarshal.Cast<byte, float>(plain.bytes).ToArray();
            }

            (First, Second) = (new float[Weights.Length], new float[Weights.Length]);
            Average = Weights.ToArray();
        }

        public string Name { get; }

        public Parameter Parameter { get; }

        public Span<float> Weights => _elsewhere ?? MemoryMarshal.Cast<byte, float>(Parameter.bytes);

        /// <summary>Brings what was written to <see cref="Weights"/> to the parameter.</summary>
        public void Publish()
        {
            if (_elsewhere is null)
                return;
            using var grad = torch.no_grad();
            using var values = torch.tensor(_elsewhere, Parameter.shape);
            Parameter.copy_(values);
        }

        public float[] First { get; }

        public float[] Second { get; }

        public float[] Average { get; }
    }
}
