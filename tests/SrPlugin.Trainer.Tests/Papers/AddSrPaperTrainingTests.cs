using System.Globalization;
using System.Text.Json;
using SrPlugin.Imaging;
using SrPlugin.Inference.AddSr;
using SrPlugin.Testing;
using SrPlugin.Trainer.Papers;
using SrPlugin.Weights.Models;

namespace SrPlugin.Trainer.Tests.Papers;

public sealed class AddSrPaperTrainingTests(StandInNetworks networks) : IClassFixture<StandInNetworks>, IDisposable
{
    private static readonly string s_root = Path.GetFullPath(Path.Combine(GoldenFolder.Fixture("."), "..", ".."));
    private readonly string _folder = Directory.CreateTempSubdirectory("srplugin-addsr-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Run_SmokeRecipe_LearnsAndWritesAStudentThatOurLoaderReads()
    {
        Run("addsr", "--recipe", networks.Recipe("addsr-smoke.json"), "--output", _folder);

        var losses = File.ReadLines(Path.Combine(_folder, "loss.csv")).Skip(1)
            .Select(line => line.Split(',').Select(value => double.Parse(value, CultureInfo.InvariantCulture)).ToArray()).ToArray();
        losses.Length.ShouldBe(20);
        losses.SelectMany(row => row).ShouldAllBe(value => double.IsFinite(value));
        losses[^5..].Average(row => row[3]).ShouldBeLessThan(losses[..5].Average(row => row[3])); // the discriminator's
        PictureFile.Load(Path.Combine(_folder, "samples-20.png")).Pixels.Width.ShouldBe((3 * 68) - 4);

        // With its student the teacher's folder is a model.
        var model = Path.Combine(_folder, "whole");
        Copy(Path.Combine(s_root, "models", "tiny-addsr"), model);
        File.Delete(Path.Combine(model, ModelManifest.FileName));
        foreach (var part in new[] { "unet", "controlnet" })
            Copy(Path.Combine(_folder, "model", part), Path.Combine(model, part));
        using var pipeline = AddSrPipelineLoader.Load(
            ModelFolder.Open(model), Inference.Devices.ComputeDevice.Cpu, Inference.Devices.ComputePrecision.Float32,
            CancellationToken.None);
        File.ReadAllBytes(Path.Combine(model, "unet", "diffusion_pytorch_model.safetensors"))
            .ShouldNotBe(File.ReadAllBytes(Path.Combine(s_root, "models", "tiny-addsr", "unet", "diffusion_pytorch_model.safetensors")));
    }

    [Fact]
    public void Run_StoppedAndResumed_EndsWithTheSameBytes()
    {
        string Recipe(int updates) => networks.Recipe("addsr-smoke.json", ("\"updates\": 20", $"\"updates\": {updates}"));
        var (whole, parts) = (Path.Combine(_folder, "whole"), Path.Combine(_folder, "parts"));

        Run("addsr", "--recipe", Recipe(4), "--output", whole);
        Run("addsr", "--recipe", Recipe(2), "--output", parts);
        Run("addsr", "--recipe", Recipe(4), "--output", parts);

        foreach (
            var name in new[]
            {
                "loss.csv",
                "checkpoint.safetensors",
                "model/unet/diffusion_pytorch_model.safetensors",
                "model/controlnet/diffusion_pytorch_model.safetensors",
            })
        {
            // A checkpoint's table says how many seconds the run took.
            int skipped = name.StartsWith("checkpoint", StringComparison.Ordinal)
                ? (int)(8 + BitConverter.ToInt64(File.ReadAllBytes(Path.Combine(whole, name)), 0))
                : 0;
            int also = name.StartsWith("checkpoint", StringComparison.Ordinal)
                ? (int)(8 + BitConverter.ToInt64(File.ReadAllBytes(Path.Combine(parts, name)), 0))
                : 0;
            File.ReadAllBytes(Path.Combine(parts, name)).AsSpan(also)
                .SequenceEqual(File.ReadAllBytes(Path.Combine(whole, name)).AsSpan(skipped)).ShouldBeTrue(name);
        }
    }

    [Fact]
    public void Parse_PaperRecipe_IsUsableAndHasThePublishedSettings()
    {
        var recipe = AddSrPaperRecipe.Parse(File.ReadAllText(Path.Combine(s_root, "recipes", "addsr-paper.json")));

        recipe.Validate();
        var published = new AddSrPaperRecipe();
        JsonSerializer.Serialize(recipe.Data.Degradation).ShouldBe(JsonSerializer.Serialize(published.Data.Degradation));
        (recipe.LearningRate, recipe.Updates, recipe.Data.BatchSize, recipe.AverageDecay, recipe.Data.Degradation.Sharpen)
            .ShouldBe((2e-5, 50_000, 2, 0.99, true));
    }

    [Fact]
    public void Samples_RecipeOfAddSr_WritesASheet()
    {
        Run("samples", "--recipe", networks.Recipe("addsr-smoke.json"), "--output", Path.Combine(_folder, "sheet.png"), "--count", "2");

        PictureFile.Load(Path.Combine(_folder, "sheet.png")).Pixels.Height.ShouldBe((2 * 68) - 4);
    }

    private static void Run(params string[] args)
    {
        var error = new StringWriter();
        TrainCommand.Run(args, TextWriter.Null, error, CancellationToken.None).ShouldBe(0, error.ToString());
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target, overwrite: true);
        }
    }
}
