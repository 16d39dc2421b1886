using System.Globalization;
using SrPlugin.Imaging;
using SrPlugin.Inference.Metrics;
using SrPlugin.Inference.S3Diff;
using SrPlugin.Testing;
using SrPlugin.Trainer.Papers;
using SrPlugin.Weights;
using SrPlugin.Weights.Models;

namespace SrPlugin.Trainer.Tests.Papers;

/// <summary>The commands of docs/training.md, at tiny size.</summary>
public sealed class S3DiffPaperTrainingTests(StandInNetworks networks) : IClassFixture<StandInNetworks>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("srplugin-s3diff-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Run_SmokeRecipe_LearnsAndWritesAnAdapterThatOurLoaderReads()
    {
        Run("s3diff", "--recipe", networks.Recipe("s3diff-smoke.json"), "--output", _folder);

        var figures = Figures("validation.csv");
        figures.Select(row => row[0]).ShouldBe([0, 10, 20, 30]);
        figures[^1][1].ShouldBeLessThan(0.9 * figures[0][1]); // squared error
        figures[^1][2].ShouldBeLessThan(0.9 * figures[0][2]); // LPIPS
        Figures("loss.csv").Length.ShouldBe(30);
        File.Exists(Path.Combine(_folder, "loss.png")).ShouldBeTrue();
        PictureFile.Load(Path.Combine(_folder, "samples-30.png")).Pixels.Height.ShouldBe((4 * 68) - 4);

        // The published form holds the same numbers.
        using (var pickle = WeightsSource.Open(Path.Combine(_folder, "s3diff.pkl")))
        using (var plain = WeightsSource.Open(Path.Combine(_folder, "s3diff.safetensors")))
        {
            pickle.ShouldBeOfType<TorchCheckpointFile>();
            pickle.Tensors.Keys.Order().ShouldBe(plain.Tensors.Keys.Order());
            foreach (var (name, tensor) in plain.Tensors)
            {
                pickle.Tensors[name].Shape.ShouldBe(tensor.Shape);
                pickle.Read(name).ShouldBe(plain.Read(name), name);
            }
        }

        // Beside the published files the adapter makes a model.
        var model = Path.Combine(networks.Folder, "base");
        File.Copy(Path.Combine(_folder, "s3diff.safetensors"), Path.Combine(model, "s3diff.safetensors"), overwrite: true);
        File.Delete(Path.Combine(model, ModelManifest.FileName));
        var parts = S3DiffModelFiles.Open(ModelFolder.Open(model));
        using var adapter = parts.Adapter;
        using var vae = parts.Vae;
        using var unet = parts.UNet;
        using var estimator = parts.Estimator;
        adapter.Tensors["state_dict_unet/conv_in.weight"].Shape.ShouldBe(unet.Tensors["conv_in.weight"].Shape);
        adapter.Tensors.Keys.Count(name => name.Contains(".lora_A.vae_skip.", StringComparison.Ordinal)).ShouldBeGreaterThan(5);
    }

    [Fact]
    public void Run_StoppedAndResumed_EndsWithTheSameBytes()
    {
        string Recipe(int updates) => networks.Recipe(
            "s3diff-smoke.json", ("\"updates\": 30", $"\"updates\": {updates}"), ("\"accumulation\": 1", "\"accumulation\": 2"),
            ("\"validationCount\": 4", "\"validationCount\": 1"));
        var (whole, parts) = (Path.Combine(_folder, "whole"), Path.Combine(_folder, "parts"));

        Run("s3diff", "--recipe", Recipe(4), "--output", whole);
        Run("s3diff", "--recipe", Recipe(2), "--output", parts);
        Run("s3diff", "--recipe", Recipe(4), "--output", parts);

        foreach (var name in new[] { "s3diff.safetensors", "loss.csv" })
            File.ReadAllBytes(Path.Combine(parts, name)).ShouldBe(File.ReadAllBytes(Path.Combine(whole, name)), name);
    }

    [Fact]
    public void Samples_SmokeRecipe_WritesASheetAndPairs()
    {
        var (sheet, pairs) = (Path.Combine(_folder, "sheet.png"), Path.Combine(_folder, "pairs"));

        Run("samples", "--recipe", networks.Recipe("s3diff-smoke.json"), "--output", sheet, "--pairs", pairs, "--count", "3");

        var pixels = PictureFile.Load(sheet).Pixels;
        (pixels.Width, pixels.Height).ShouldBe(((2 * 68) - 4, (3 * 68) - 4));
        foreach (var (name, side) in new[] { ("sr", 64), ("lr", 16), ("hr", 64) })
            PictureFile.Load(Path.Combine(pairs, name, "0000003.png")).Pixels.Width.ShouldBe(side);
    }

    [Fact]
    public void Niqe_FolderOfPhotos_WritesStatisticsThatEvalReads()
    {
        var file = Path.Combine(_folder, "niqe.safetensors");

        Run("niqe", GoldenFolder.Fixture("images"), "--output", file);

        NiqeParameters.Load(file).Score(PlanarImage.FromPixels(PictureFile.Load(GoldenFolder.Fixture("images/chelsea.png")).Pixels))
            .ShouldBeInRange(0.1, 20);
    }

    [Theory]
    [InlineData("\"threads\": 1", "\"threads\": -1", "threads")]
    [InlineData("\"device\"", "\"devise\"", "devise")]
    [InlineData("\"cropSize\": 64, \"batchSize\"", "\"cropSize\": 65, \"batchSize\"", "cropSize")]
    public void Run_WrongRecipe_NamesTheKey(string from, string to, string named)
    {
        var error = new StringWriter();

        TrainCommand.Run(
            ["s3diff", "--recipe", networks.Recipe("s3diff-smoke.json", (from, to)), "--output", _folder], TextWriter.Null, error,
            CancellationToken.None).ShouldBe(2);

        error.ToString().ShouldContain(named);
    }

    [Fact]
    public void Parse_PaperRecipe_IsUsableAndHasThePublishedSettings()
    {
        var root = Path.GetFullPath(Path.Combine(GoldenFolder.Fixture("."), "..", ".."));
        var recipe = S3DiffPaperRecipe.Parse(File.ReadAllText(Path.Combine(root, "recipes", "s3diff-paper.json")));

        recipe.Validate();
        (recipe.Data.BatchSize * recipe.Accumulation).ShouldBe(64);
        (recipe.LearningRate, recipe.UNetRank, recipe.VaeRank, recipe.Data.CropSize, recipe.Updates).ShouldBe((2e-5, 32, 16, 512, 30_000));
    }

    private static void Run(params string[] args)
    {
        var error = new StringWriter();
        TrainCommand.Run(args, TextWriter.Null, error, CancellationToken.None).ShouldBe(0, error.ToString());
    }

    private double[][] Figures(string name) =>
        [
            .. File.ReadLines(Path.Combine(_folder, name)).Skip(1)
                .Select(line => line.Split(',').Select(value => double.Parse(value, CultureInfo.InvariantCulture)).ToArray())
        ];
}
