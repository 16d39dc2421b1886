using System.CommandLine;
using SrPlugin.Imaging;
using SrPlugin.Inference.Devices;
using SrPlugin.Inference.Metrics;
using SrPlugin.Trainer.Data;
using SrPlugin.Trainer.Papers;
using SrPlugin.Trainer.Training;
using static TorchSharp.torch;

namespace SrPlugin.Trainer;

/// <summary>The commands of the papers' training.</summary>
internal static class PaperCommands
{
    /// <summary>Builds <c>s3diff</c>, <c>addsr</c>, <c>samples</c>, <c>niqe</c> and <c>stand-ins</c>.</summary>
    /// <param name="output">Gets what a command has made.</param>
    /// <param name="progress">Gets the course of a run.</param>
    /// <param name="cancellationToken">Stops a run at its next update.</param>
    public static IEnumerable<Command> Build(
        TextWriter output, IProgress<TrainingProgress> progress, CancellationToken cancellationToken) =>
    [
        Training("s3diff", "Train S3Diff on published networks as its authors did. A stopped run goes on from its last checkpoint.", output,
            (recipe, folder, resume) =>
                new S3DiffPaperTraining(S3DiffPaperRecipe.Parse(recipe), folder).Run(resume, progress, cancellationToken)),
        Training("addsr", "Distil AddSR from a SeeSR as its authors did. A stopped run goes on from its last checkpoint.", output,
            (recipe, folder, resume) =>
                new AddSrPaperTraining(AddSrPaperRecipe.Parse(recipe), folder).Run(resume, progress, cancellationToken)),
        Samples(output),
        Niqe(output),
        StandInNetworks(output),
    ];

    private static Command Training(string name, string description, TextWriter output, Func<string, string, bool, string> run)
    {
        Option<string> recipe = Recipe();
        var folder = new Option<string>("--output", "-o")
        {
            Description = "The folder of checkpoint, losses, samples and result.",
            HelpName = "DIR",
            Required = true,
        };
        var restart = new Option<bool>("--restart") { Description = "Start from the beginning, even where the folder holds a checkpoint." };
        var command = new Command(name, description) { recipe, folder, restart };
        command.SetAction(parsed =>
        {
            string result = run(
                File.ReadAllText(parsed.GetRequiredValue(recipe)), parsed.GetRequiredValue(folder), !parsed.GetValue(restart));
            output.WriteLine($"The result is {result}");
            return 0;
        });
        return command;
    }

    private static Command Samples(TextWriter output)
    {
        var recipe = Recipe();
        var sheet = new Option<string>("--output", "-o")
        {
            Description = "The sheet, a PNG: degraded and sharp side by side.",
            HelpName = "FILE",
            Required = true,
        };
        var pairs = new Option<string?>("--pairs")
        {
            Description = "A folder for the pairs as single PNG files, in sr, lr and hr.",
            HelpName = "DIR",
        };
        var count = new Option<int>("--count") { Description = "How many pictures.", DefaultValueFactory = _ => 12, HelpName = "N" };
        count.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 1000)
                result.AddError("--count must lie in 1…1000.");
        });
        var command = new Command("samples", "Show what a recipe's degradation makes of its photos.") { recipe, sheet, pairs, count };
        command.SetAction(parsed =>
        {
            Show(
                File.ReadAllText(parsed.GetRequiredValue(recipe)), parsed.GetRequiredValue(sheet), parsed.GetValue(pairs),
                parsed.GetValue(count));
            output.WriteLine($"The samples are in {Path.GetFullPath(parsed.GetRequiredValue(sheet))}");
            return 0;
        });
        return command;
    }

    private static void Show(string recipe, string sheet, string? pairs, int count)
    {
        TensorLibrary.Load();
        var (data, seed) = PaperRecipes.Data(recipe);
        if (data.Faults().ToArray() is { Length: > 0 } faults)
            throw new ArgumentException($"The recipe is not usable: {string.Join("; ", faults)}.");
        var batches = new PaperBatches(data, seed);
        var rows = new List<IReadOnlyList<PlanarImage>>();
        for (var step = 0; rows.Count < count; step++)
        {
            using var scope = NewDisposeScope();
            var batch = batches.Make(step, 0, CPU);
            var enlarged = nn.functional.interpolate(
                batch.Degraded, [batch.Sharp.shape[2], batch.Sharp.shape[3]], null, TorchSharp.torch.InterpolationMode.Bicubic, false);
            for (var i = 0; i < data.BatchSize && rows.Count < count; i++)
            {
                var (source, sharp, small) = (
                    SampleTensors.ToUnitImage(enlarged.narrow(0, i, 1)), SampleTensors.ToUnitImage(batch.Sharp.narrow(0, i, 1)),
                    SampleTensors.ToUnitImage(batch.Degraded.narrow(0, i, 1)));
                rows.Add([source, sharp]);
                if (pairs is null)
                    continue;
                foreach (var (name, picture) in new[] { ("sr", source), ("lr", small), ("hr", sharp) })
                {
                    Directory.CreateDirectory(Path.Combine(pairs, name));
                    PictureFile.Save(
                        new Picture(picture.ToPixels(SampleFormat.UInt8)), Path.Combine(pairs, name, $"{rows.Count:0000000}.png"));
                }
            }
        }

        ContactSheet.Save(sheet, rows);
    }

    private static Command Niqe(TextWriter output)
    {
        var photos = new Argument<string>("PHOTOS") { Description = "A folder of undamaged photos, of at least 96×96 pixels each." };
        var file = new Option<string>("--output", "-o")
        {
            Description = "The statistics, safetensors, for srplugin eval --niqe.",
            HelpName = "FILE",
            Required = true,
        };
        var command = new Command(
            "niqe",
            "Learn NIQE's statistics from photos of one's own. Scores made with them cannot be compared with published ones.") { photos,
            file };
        command.SetAction(parsed =>
        {
            NiqeParameters.Save(parsed.GetRequiredValue(file), NaturalImageQuality.Fit(PhotoFiles.Load(parsed.GetRequiredValue(photos))));
            output.WriteLine($"The statistics are in {Path.GetFullPath(parsed.GetRequiredValue(file))}");
            return 0;
        });
        return command;
    }

    private static Command StandInNetworks(TextWriter output)
    {
        var folder = new Option<string>("--output", "-o") { Description = "The folder.", HelpName = "DIR", Required = true };
        var command = new Command(
            "stand-ins", "Write small random networks in the place of the published ones, to try the papers' training with.") { folder };
        command.SetAction(parsed =>
        {
            TensorLibrary.Load();
            StandIns.Write(parsed.GetRequiredValue(folder));
            output.WriteLine($"The networks are in {Path.GetFullPath(parsed.GetRequiredValue(folder))}");
            return 0;
        });
        return command;
    }

    private static Option<string> Recipe() =>
        new("--recipe") { Description = "The recipe; recipes/ holds some.", HelpName = "FILE", Required = true };
}
