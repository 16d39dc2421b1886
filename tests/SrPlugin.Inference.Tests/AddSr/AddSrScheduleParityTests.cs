using SrPlugin.Inference.AddSr;
using SrPlugin.Inference.Schedulers;
using SrPlugin.Inference.Tiling;
using SrPlugin.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace SrPlugin.Inference.Tests.AddSr;

/// <summary>The noise schedule at AddSR's timesteps against the authors' scheduler.</summary>
[Trait("Kind", "Parity")]
public sealed class AddSrScheduleParityTests
{
    private const double Tolerance = 1e-6;
    private const string Golden = "addsr/d-scheduler.safetensors";

    private readonly OneStepScheduler _scheduler = new(
        NoiseSchedulerConfig.Parse(File.ReadAllText(GoldenFolder.PathOf("addsr/weights/scheduler_config.json"))));

    [Fact]
    public void Schedule_GoldenConfig_EqualsUpstream()
    {
        using var golden = new GoldenTensors(Golden);
        using var scope = NewDisposeScope();

        ShouldEqual(tensor(_scheduler.BetaValues.ToArray()), golden["betas"]);
        ShouldEqual(tensor(_scheduler.AlphasCumprod.ToArray()), golden["alphas_cumprod"]);
    }

    [Theory]
    [InlineData(999)]
    [InlineData(749)]
    [InlineData(499)]
    [InlineData(249)]
    public void EveryTimestep_GoldenSample_EqualsUpstream(int timestep)
    {
        using var golden = new GoldenTensors(Golden);
        using var scope = NewDisposeScope();
        var (clean, noise) = (golden["in.z"], golden["in.noise"]);

        var noisy = _scheduler.AddNoise(clean, noise, timestep);

        AddSrTimesteps.All.ShouldContain(timestep);
        ShouldEqual(noisy, golden[$"out.add_noise.{timestep}"]);
        ShouldEqual(_scheduler.Step(noise, timestep, clean), golden[$"out.get_z0.{timestep}"]);
        // Division by 0.068 magnifies the rounding of what is divided.
        TensorComparer.MaxErrorOverDeviation(_scheduler.Step(noise, timestep, noisy), golden[$"out.get_z0_of_noisy.{timestep}"])
            .ShouldBeLessThan(1e-5);
        ((double)_scheduler.SignalRate(timestep)).ShouldBe(golden[$"out.get_weights.{timestep}"].item<float>(), Tolerance);
        // √ᾱ · noise − √(1−ᾱ) · clean is what adding −clean as noise to the noise gives.
        ShouldEqual(_scheduler.AddNoise(noise, -clean, timestep), golden[$"out.get_velocity.{timestep}"]);
    }

    [Fact]
    public void AddNoise_ATimestepForEachSample_EqualsUpstream()
    {
        using var golden = new GoldenTensors(Golden);
        using var scope = NewDisposeScope();
        int[] timesteps = [999, 249];

        var noisy = cat(
            [
                .. timesteps.Select(
                    (timestep, i) => _scheduler.AddNoise(golden["in.z"].narrow(0, i, 1), golden["in.noise"].narrow(0, i, 1), timestep))
            ],
            0);

        ShouldEqual(noisy, golden["out.add_noise.mixed_999_249"]);
    }

    [Theory]
    [InlineData(1, new[] { 999 })]
    [InlineData(3, new[] { 999, 749, 499 })]
    [InlineData(4, new[] { 999, 749, 499, 249 })]
    public void First_StepCount_IsAPrefix(int count, int[] timesteps) => AddSrTimesteps.First(count).ShouldBe(timesteps);

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public void First_ImpossibleCount_Throws(int count) => Should.Throw<ArgumentOutOfRangeException>(() => AddSrTimesteps.First(count));

    [Theory]
    [InlineData("f-tiled-latents")]
    [InlineData("f-tiled-latents-min")]
    public void TileWeights_GoldenTile_EqualUpstream(string name)
    {
        using var golden = new GoldenTensors($"addsr/{name}.safetensors");
        var expected = golden["tile_weights_float64"];
        var values = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, double>(expected.bytes);

        var weights = LatentTileWeights.Create((int)expected.shape[1], (int)expected.shape[0]);

        for (var i = 0; i < weights.Length; i++)
            weights[i].ShouldBe(values[i], 1e-12 * values[i]);
    }

    private static void ShouldEqual(Tensor actual, Tensor expected) =>
        TensorComparer.MaxErrorOverDeviation(actual, expected).ShouldBeLessThan(Tolerance);
}
