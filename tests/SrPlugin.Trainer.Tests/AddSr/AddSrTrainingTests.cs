using SrPlugin.Testing;
using SrPlugin.Trainer.AddSr;
using SrPlugin.Trainer.Training;
using SrPlugin.Weights.Models;

namespace SrPlugin.Trainer.Tests.AddSr;

public sealed class AddSrTrainingTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("srplugin-addsr-").FullName;

    private static AddSrRecipe Recipe => new()
    {
        Base = GoldenFolder.Fixture("../../models/tiny-s3diff"),
        TaggerSteps = 2,
        TeacherSteps = 2,
        StudentSteps = 4,
        BatchSize = 1,
        CropSize = 32,
        FirstStepShare = 0.3,
        AdversarialWeights = [0.01, 0.01, 0.01, 0.01],
        CheckpointEvery = 2,
        Threads = 1,
    };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task RunAsync_TinyRecipe_WritesAModelThatVerifies()
    {
        var model = await new AddSrTraining(Recipe, _folder).RunAsync(false, null, CancellationToken.None);

        var folder = ModelFolder.Open(model);
        folder.Verify(null, CancellationToken.None).ShouldAllBe(file => file.Problem == null);
        folder.Require("unet", "controlnet", "vae", "text_encoder", "tokenizer", "scheduler", "ram", "ram_tags");
        AddSrRecipe.Parse(File.ReadAllText(Path.Combine(model, "recipe.json"))).Validate();
    }

    [Theory]
    [InlineData(TrainingStage.Teacher, 1)]
    [InlineData(TrainingStage.Student, 3)]
    [InlineData(TrainingStage.Student, 5)]
    public async Task RunAsync_CancelledAndResumed_EqualsTheUninterruptedRun(TrainingStage stage, int step)
    {
        var whole = await new AddSrTraining(Recipe, Path.Combine(_folder, "whole")).RunAsync(false, null, CancellationToken.None);
        var parts = Path.Combine(_folder, "parts");
        await CancelAt(parts, stage, step);

        var resumed = await new AddSrTraining(Recipe, parts).RunAsync(true, null, CancellationToken.None);

        foreach (var part in new[] { "unet", "controlnet" })
        {
            var file = Path.Combine(part, "diffusion_pytorch_model.safetensors");
            File.ReadAllBytes(Path.Combine(resumed, file)).ShouldBe(File.ReadAllBytes(Path.Combine(whole, file)), part);
        }
    }

    [Fact]
    public async Task RunAsync_CancelledWhileTheTaggerLearns_StopsThere()
    {
        await CancelAt(_folder, TrainingStage.Tagger, 1);

        Directory.GetFiles(_folder).ShouldBeEmpty();
    }

    private static async Task CancelAt(string folder, TrainingStage stage, int step)
    {
        using var stop = new CancellationTokenSource();
        var progress = new Immediate(report =>
        {
            if (report.Stage == stage && report.Step == step)
                stop.Cancel();
        });
        await Should.ThrowAsync<OperationCanceledException>(
            new AddSrTraining(Recipe, folder) { ReportSeconds = 0 }.RunAsync(false, progress, stop.Token));
    }

    private sealed class Immediate(Action<TrainingProgress> report) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => report(value);
    }
}
