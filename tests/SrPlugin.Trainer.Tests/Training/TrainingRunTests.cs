using System.Diagnostics;
using SrPlugin.Imaging;
using SrPlugin.Inference.ColorFix;
using SrPlugin.Inference.Devices;
using SrPlugin.Inference.S3Diff;
using SrPlugin.Trainer.Pictures;
using SrPlugin.Trainer.Training;
using SrPlugin.Weights;
using SrPlugin.Weights.Models;

namespace SrPlugin.Trainer.Tests.Training;

public sealed class TrainingRunTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("srplugin-train-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task RunAsync_TinyRecipe_WritesAModelThatVerifies()
    {
        var stages = new List<TrainingStage>();
        var model = await new TrainingRun(TinyRecipe.Options, _folder).RunAsync(
            false, new ImmediateProgress(progress => stages.Add(progress.Stage)), CancellationToken.None);

        var folder = ModelFolder.Open(model);
        folder.Verify(null, CancellationToken.None).ShouldAllBe(file => file.Problem == null);
        folder.Require("unet", "vae", "text_encoder", "tokenizer", "scheduler", "s3diff", "de_net");
        TrainingOptions.Parse(File.ReadAllText(Path.Combine(model, "recipe.json"))).Steps.ShouldBe(TinyRecipe.Options.Steps);
        File.Exists(Path.Combine(_folder, "loss.png")).ShouldBeTrue();
        stages.ShouldContain(TrainingStage.Restoration);
        stages.ShouldContain(TrainingStage.Estimator);
    }

    [Fact]
    public async Task RunAsync_OwnSizeRecipe_WritesAModelThatRestoresAtItsOwnSizeAndEnlarges()
    {
        var model = await new TrainingRun(TinyRecipe.OwnSize, _folder).RunAsync(false, null, CancellationToken.None);

        var folder = ModelFolder.Open(model);
        folder.Verify(null, CancellationToken.None).ShouldAllBe(file => file.Problem == null);
        folder.Manifest!.Id.ShouldBe("own-size");
        folder.Manifest.Configuration.ShouldBe(new ModelConfiguration { GuidanceScale = 1, ColorFix = "none", WorkingScale = 1 });
        folder.Find("text_encoder").ShouldBeNull();
        using var pipeline = S3DiffPipelineLoader.Load(folder, ComputeDevice.Cpu, ComputePrecision.Float32, CancellationToken.None);
        pipeline.RestoreFactor.ShouldBe(1);
        var picture = new ProceduralPictures(3).Generate(72, 0);
        var options = new S3DiffOptions { ColorFix = ColorFixMode.None, GuidanceScale = 1 };
        foreach (var factor in new[] { 1, 2, 4 })
        {
            var result = pipeline.Restore(picture, 72 * factor, 72 * factor, options, null, null, CancellationToken.None).Image;

            // Eight steps change next to nothing, and latent and picture are the same: what comes out is what went in.
            var enlarged = Resampler.Resize(picture, 72 * factor, 72 * factor, ResampleFilter.Bilinear);
            ImageQuality.PsnrY(result, enlarged).ShouldBeGreaterThan(30, $"×{factor}");
            var prompted = pipeline.Restore(
                picture, 72 * factor, 72 * factor, options with { PositivePrompt = "a cat", GuidanceScale = 3 }, null, null,
                CancellationToken.None).Image;
            prompted.Data.ShouldBe(result.Data);
        }
    }

    [Fact]
    public async Task RunAsync_StoppedAndResumed_EqualsTheUninterruptedRun()
    {
        var whole = await new TrainingRun(TinyRecipe.Options, Path.Combine(_folder, "whole")).RunAsync(false, null, CancellationToken.None);

        // Half of the run under the schedule of the whole: stop at a checkpoint, as a kill would leave it.
        using var stop = new CancellationTokenSource();
        var parts = Path.Combine(_folder, "parts");
        var halted = new TrainingRun(TinyRecipe.Options, parts).RunAsync(
            false, new ImmediateProgress(_ => { }), CancelAtCheckpoint(parts, stop));
        await Should.ThrowAsync<OperationCanceledException>(halted);
        var resumed = await new TrainingRun(TinyRecipe.Options, parts).RunAsync(true, null, CancellationToken.None);

        foreach (
            var file in new[]
            {
                "vae/diffusion_pytorch_model.safetensors",
                "unet/diffusion_pytorch_model.safetensors",
                "s3diff.safetensors",
                "de_net.safetensors",
            })
            File.ReadAllBytes(Path.Combine(resumed, file)).ShouldBe(File.ReadAllBytes(Path.Combine(whole, file)), file);
    }

    [Fact]
    public async Task RunAsync_KilledProcess_GoesOnFromItsCheckpoint()
    {
        using (var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!)
        {
            ArgumentList = { "exec", typeof(TrainingRunTests).Assembly.Location, "train-until-killed", _folder },
        })!)
        {
            while (!File.Exists(Path.Combine(_folder, "checkpoint.safetensors")) && !process.HasExited)
                await Task.Delay(20);
            process.HasExited.ShouldBeFalse();
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }

        long before;
        using (var checkpoint = new SafetensorsFile(Path.Combine(_folder, "checkpoint.safetensors")))
            before = long.Parse(checkpoint.Metadata["step"]);
        var first = long.MaxValue;
        var options = TinyRecipe.Options with { Steps = (int)before + 3 };
        await new TrainingRun(options, _folder).RunAsync(
            true,
            new ImmediateProgress(progress => first = Math.Min(first, progress.Stage == TrainingStage.Restoration ? progress.Step : first)),
            CancellationToken.None);

        before.ShouldBeGreaterThan(0);
        first.ShouldBeGreaterThan(before);
    }

    [Fact]
    public async Task RunAsync_CheckpointOfOtherNetworks_NamesTheRemedy()
    {
        await new TrainingRun(TinyRecipe.Options with { Steps = 2, EstimatorSteps = 0 }, _folder)
            .RunAsync(false, null, CancellationToken.None);
        var other = TinyRecipe.Options with { Architecture = TinyRecipe.Options.Architecture with { LatentChannels = 8 } };

        var fault = await Should.ThrowAsync<InvalidDataException>(
            new TrainingRun(other, _folder).RunAsync(true, null, CancellationToken.None));

        fault.Message.ShouldContain("another folder");
    }

    private static CancellationToken CancelAtCheckpoint(string folder, CancellationTokenSource stop)
    {
        _ = Task.Run(async () =>
        {
            while (!File.Exists(Path.Combine(folder, "checkpoint.safetensors")))
                await Task.Delay(1);
            await stop.CancelAsync();
        });
        return stop.Token;
    }

    private sealed class ImmediateProgress(Action<TrainingProgress> report) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => report(value);
    }
}
