using SrPlugin.Networks.Layers;
using static TorchSharp.torch;

namespace SrPlugin.Inference.Schedulers;

/// <summary>
/// The diffusion schedule as models of one or few steps need it: the clean sample from a UNet call, and noising to a timestep.
/// Follows diffusers' <c>DDPMScheduler</c> as S3Diff's <c>make_1step_sched</c> sets it up.
/// </summary>
public sealed class OneStepScheduler
{
    private readonly float[] _betas;
    private readonly float[] _alphasCumprod;

    /// <summary>Computes the schedule.</summary>
    public OneStepScheduler(NoiseSchedulerConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        Config = config;
        _betas = Betas(config);
        _alphasCumprod = new float[_betas.Length];

        // float32 factors multiplied in float64 and rounded at every step, as torch.cumprod does on the CPU.
        double product = 1;
        for (int t = 0; t < _betas.Length; t++)
        {
            product *= 1f - _betas[t];
            _alphasCumprod[t] = (float)product;
        }
    }

    /// <summary>The configuration.</summary>
    public NoiseSchedulerConfig Config { get; }

    /// <summary>Variance added at every timestep.</summary>
    public ReadOnlySpan<float> BetaValues => _betas;

    /// <summary>Share of the clean sample's variance left at every timestep, the paper's ᾱ.</summary>
    public ReadOnlySpan<float> AlphasCumprod => _alphasCumprod;

    /// <summary>The timestep of pure noise, at which a one-step model is called: 999 for all published models.</summary>
    public int LastTimestep => _betas.Length - 1;

    /// <summary>√ᾱ: how much of the clean sample is in a noisy one.</summary>
    /// <param name="timestep">0 … <see cref="LastTimestep"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The timestep is outside the schedule.</exception>
    public float SignalRate(int timestep) => Rates(timestep).Signal;

    /// <summary>The clean sample that a model output implies. The result is the caller's.</summary>
    /// <param name="modelOutput">What the UNet returned for <paramref name="sample"/> at <paramref name="timestep"/>.</param>
    /// <param name="timestep">0 … <see cref="LastTimestep"/>.</param>
    /// <param name="sample">What entered the UNet.</param>
    /// <exception cref="ArgumentOutOfRangeException">The timestep is outside the schedule.</exception>
    // Differs from upstream: there the step also adds 1e-10 · noise, which is below the rounding of every output.
    public Tensor Step(Tensor modelOutput, int timestep, Tensor sample)
    {
        var (signal, noise) = Rates(timestep);
        using var scope = NewDisposeScope();
        var clean = Config.PredictionType switch
        {
            PredictionType.Epsilon => (sample - modelOutput.Times(noise)).DividedBy(signal),
            PredictionType.VPrediction => sample.Times(signal) - modelOutput.Times(noise),
            _ => modelOutput.clone(),
        };
        return clean.MoveToOuterDisposeScope();
    }

    /// <summary>√ᾱ · sample + √(1−ᾱ) · noise. The result is the caller's.</summary>
    /// <param name="sample">The clean sample.</param>
    /// <param name="noise">Standard normal values of the same shape.</param>
    /// <param name="timestep">0 … <see cref="LastTimestep"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The timestep is outside the schedule.</exception>
    public Tensor AddNoise(Tensor sample, Tensor noise, int timestep)
    {
        var (signalRate, noiseRate) = Rates(timestep);
        using var scope = NewDisposeScope();
        return sample.Times(signalRate).Plus(noise.Times(noiseRate)).MoveToOuterDisposeScope();
    }

    private (float Signal, float Noise) Rates(int timestep)
    {
        if ((uint)timestep >= (uint)_alphasCumprod.Length)
            throw new ArgumentOutOfRangeException(nameof(timestep), timestep, $"The schedule has the timesteps 0…{LastTimestep}.");
        float alpha = _alphasCumprod[timestep];
        return (MathF.Sqrt(alpha), MathF.Sqrt(1f - alpha));
    }

    private static float[] Betas(NoiseSchedulerConfig config)
    {
        bool scaled = config.BetaSchedule == BetaSchedule.ScaledLinear;
        float first = (float)(scaled ? Math.Sqrt(config.BetaStart) : config.BetaStart);
        float last = (float)(scaled ? Math.Sqrt(config.BetaEnd) : config.BetaEnd);
        int count = config.TrainTimestepCount;
        float step = (last - first) / (count - 1);
        var betas = new float[count];
        for (int t = 0; t < count; t++)
        {
            // torch.linspace counts from the nearer end.
            float value = t < count / 2 ? first + (step * t) : last - (step * (count - 1 - t));
            betas[t] = scaled ? value * value : value;
        }

        return betas;
    }
}
