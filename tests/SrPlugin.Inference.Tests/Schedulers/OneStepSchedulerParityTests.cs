using System.Text.Json;
using SrPlugin.Inference.Schedulers;
using SrPlugin.Testing;
using TorchSharp;
using Xunit.Abstractions;
using static TorchSharp.torch;

namespace SrPlugin.Inference.Tests.Schedulers;

/// <summary>The one-step schedule against diffusers' DDPMScheduler as S3Diff sets it up.</summary>
[Trait("Kind", "Parity")]
public sealed class OneStepSchedulerParityTests(ITestOutputHelper output)
{
    private const double Tolerance = 1e-6;
    private readonly OneStepScheduler _scheduler = new(Config());

    [Fact]
    public void Schedule_GoldenConfig_EqualsDiffusers()
    {
        using var golden = new GoldenTensors("sd/ddpm_1step.safetensors");
        using var scope = NewDisposeScope();

        Check("betas", tensor(_scheduler.BetaValues.ToArray()), golden["betas"]);
        Check("alphas_cumprod", tensor(_scheduler.AlphasCumprod.ToArray()), golden["alphas_cumprod"]);
        _scheduler.LastTimestep.ShouldBe((int)golden["timesteps"][0].item<long>());
    }

    [Fact]
    public void Step_LastTimestep_EqualsDiffusersWithoutClipping()
    {
        using var golden = new GoldenTensors("sd/ddpm_1step.safetensors");
        using var scope = NewDisposeScope();

        var clean = _scheduler.Step(golden["model_output"], _scheduler.LastTimestep, golden["sample"]);

        Check("pred_original_sample", clean, golden["pred_original_sample"]);
        Check("prev_sample", clean, golden["prev_sample"]);
    }

    [Fact]
    public void AddNoise_Timestep500_EqualsDiffusers()
    {
        using var golden = new GoldenTensors("sd/ddpm_1step.safetensors");
        using var scope = NewDisposeScope();

        Check("add_noise.t500", _scheduler.AddNoise(golden["sample"], golden["model_output"], 500), golden["add_noise.t500"]);
    }

    [Theory]
    [InlineData(PredictionType.Epsilon)]
    [InlineData(PredictionType.Sample)]
    [InlineData(PredictionType.VPrediction)]
    public void Step_PerfectPrediction_RecoversTheCleanSample(PredictionType type)
    {
        using var golden = new GoldenTensors("sd/ddpm_1step.safetensors");
        using var scope = NewDisposeScope();
        var scheduler = new OneStepScheduler(Config() with { PredictionType = type });
        const int Timestep = 600;
        var (clean, noise) = (golden["sample"], golden["step_noise"]);
        double alpha = scheduler.AlphasCumprod[Timestep];
        var prediction = type switch
        {
            PredictionType.Epsilon => noise,
            PredictionType.Sample => clean,
            _ => (noise * Math.Sqrt(alpha)) - (clean * Math.Sqrt(1 - alpha)),
        };

        var recovered = scheduler.Step(prediction, Timestep, scheduler.AddNoise(clean, noise, Timestep));

        TensorComparer.MaxErrorOverDeviation(recovered, clean).ShouldBeLessThan(1e-5);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1000)]
    public void Step_TimestepOutsideTheSchedule_Throws(int timestep)
    {
        using var value = zeros([1L]);
        Should.Throw<ArgumentOutOfRangeException>(() => _scheduler.Step(value, timestep, value));
    }

    private static NoiseSchedulerConfig Config()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(GoldenFolder.PathOf("sd/ddpm_1step.json")));
        return NoiseSchedulerConfig.Parse(document.RootElement.GetProperty("config").GetRawText());
    }

    private void Check(string name, Tensor actual, Tensor expected)
    {
        double error = TensorComparer.MaxErrorOverDeviation(actual, expected);
        output.WriteLine($"{name}: {error:0.0e+0}");
        error.ShouldBeLessThan(Tolerance, name);
    }
}
