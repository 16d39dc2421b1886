using SrPlugin.Testing;
using SrPlugin.Trainer.AddSr;
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

    [Fact]
    public async Task RunAsync_Resumed_GoesOnFromTheCheckpointAndLearnsTheSame()
    {
        var recipe = Recipe with { AdversarialWeights = [0, 0, 0, 0] };
        var whole = await new AddSrTraining(recipe, Path.Combine(_folder, "whole")).RunAsync(false, null, CancellationToken.None);
        var parts = Path.Combine(_folder, "parts");
        await new AddSrTraining(recipe, parts).RunAsync(false, null, CancellationToken.None);
        File.Delete(Path.Combine(parts, "student.safetensors"));

        var resumed = await new AddSrTraining(recipe, parts).RunAsync(true, null, CancellationToken.None);

        foreach (var part in new[] { "unet", "controlnet" })
        {
            var file = Path.Combine(part, "diffusion_pytorch_model.safetensors");
            File.ReadAllBytes(Path.Combine(resumed, file)).ShouldBe(File.ReadAllBytes(Path.Combine(whole, file)), part);
        }
    }
}
