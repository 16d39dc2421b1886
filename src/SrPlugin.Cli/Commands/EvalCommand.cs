using System.CommandLine;
using System.Globalization;
using SrPlugin.Cli.Composition;
using SrPlugin.Cli.Controls;
using SrPlugin.Cli.Evaluation;
using SrPlugin.Cli.Faults;
using SrPlugin.Cli.Files;
using SrPlugin.Cli.Help;
using SrPlugin.Cli.Output;
using SrPlugin.Cli.Recipes;
using SrPlugin.Cli.Upscaling;
using SrPlugin.Imaging;
using SrPlugin.Inference.Devices;
using SrPlugin.Jobs;

namespace SrPlugin.Cli.Commands;

/// <summary><c>srplugin eval LR HR</c>: the tables of the papers, for one's own pictures.</summary>
internal sealed class EvalCommand(
    CliConsole console, ControlOptions controls, RecipeOptions recipes, PictureUpscalerFactory upscalers,
    CommandCancellation cancellation) : ICliCommand
{
    /// <summary>What the papers report beside this program's measures.</summary>
    public static readonly IReadOnlyList<string> NotIncluded = ["DISTS", "FID", "MUSIQ", "MANIQA", "CLIPIQA"];

    public Command Build()
    {
        var pictures =
            new Argument<string>("PICTURES") { Description = "A folder of pictures: results to judge, or with --run sources to work on." };
        var references =
            new Argument<string>("REFERENCES") { Description = "A folder of what they should look like, under the same names." };
        var run = new Option<bool>("--run") { Description = "Run the model on every picture first, with the settings below." };
        Option<int> border = PictureComparison.Border();
        var lpips = new Option<string?>("--lpips")
        {
            Description = "Weights of LPIPS on AlexNet (docs/dev/parity.md says which); adds its distance to the table.",
            HelpName = "FILE",
        };
        var lpipsVgg = new Option<string[]>("--lpips-vgg")
        {
            Description =
                "Weights of LPIPS on VGG-16: one file, or torchvision's network and the file of linear layers; adds its distance to the "
                    + "table.",
            HelpName = "FILE",
            AllowMultipleArgumentsPerToken = true,
        };
        var niqe = new Option<string?>("--niqe")
        {
            Description =
                "NIQE's statistics (niqe_pris_params.npz, or safetensors with its names); adds NIQE of the pictures to the table.",
            HelpName = "FILE",
        };
        var table = new Option<string?>("--table")
        {
            Description = "A file for the table, of every picture and the mean: Markdown (.md) or CSV (.csv).",
            HelpName = "FILE",
        };
        Option<ComputeDevice> device = controls.Device();
        Option<bool> json = SharedOptions.Json();
        var command = new GroupedCommand(
            "eval",
            "Judge a folder of pictures: PSNR of the luma, SSIM, and LPIPS and NIQE where their files are given.") { pictures, references };
        command.AddGroup("Measures", border, lpips, lpipsVgg, niqe, table, json);
        command.AddGroup("Source", run);
        command.AddGroup("With --run", [.. recipes.Basic, .. recipes.Advanced, device]);
        command.SetAction(parsed =>
        {
            bool isRun = parsed.GetValue(run);
            if (!isRun && recipes.Given(parsed) is [var first, ..])
                throw new FaultException(
                    ExitCode.Usage, $"--{first.Name} has no effect without --run.",
                    "Pass --run to work on the pictures before they are judged.");
            var upscale = new UpscaleArguments
            {
                Inputs = [parsed.GetRequiredValue(pictures)],
                Output = "",
                Overwrite = false,
                Given = recipes.Read(parsed),
                GivenControls = recipes.Given(parsed),
                ViaService = false,
                StripMetadata = false,
                Device = parsed.GetValue(device),
                Json = parsed.GetValue(json),
            };
            if (parsed.GetValue(table) is { } file)
                ScoreTable.Check(file);
            using PictureMeasures measures = PictureMeasures.Load(
                parsed.GetValue(lpips), parsed.GetValue(lpipsVgg) ?? [], parsed.GetValue(niqe));
            return Run(
                parsed.GetRequiredValue(pictures), parsed.GetRequiredValue(references), isRun ? upscale : null, parsed.GetValue(border),
                measures, parsed.GetValue(table), parsed.GetValue(json));
        });
        return command;
    }

    private int Run(
        string pictures, string references, UpscaleArguments? upscale, int border, PictureMeasures measures, string? table, bool json)
    {
        Dictionary<string, string> partners = PicturePairs.Find(pictures, references)
            .ToDictionary(pair => pair.Picture, pair => pair.Reference, StringComparer.Ordinal);
        using IPictureUpscaler? upscaler = upscale is null
            ? null
            : upscalers.Create(upscale, upscale.Given, partners.Count, cancellation.Token);
        var all = new List<(string Name, PictureScores Scores)>();
        int code = new FileBatch(console, json).Run([.. partners.Keys], file =>
        {
            cancellation.Token.ThrowIfCancellationRequested();
            PixelBuffer picture = PictureReading.Picture(file).Pixels;
            if (upscaler is not null)
                picture = upscaler.Run(new JobPicture(picture, null, null), null, new NoProgress(), cancellation.Token).Pixels;
            PixelBuffer reference = PictureReading.Picture(partners[file]).Pixels;
            PictureScores scores = PictureComparison.Compare(
                file, picture, partners[file], reference, border, measures,
                "Sources that the model is to enlarge first need --run and the right --scale.");
            all.Add((Path.GetFileName(file), scores));
            if (json)
                CliJson.WriteLine(
                    console.Out,
                    new
                    {
                        input = file,
                        reference = partners[file],
                        ok = true,
                        border,
                        psnrY = scores.PsnrY,
                        ssim = scores.Ssim,
                        lpips = scores.Lpips,
                        lpipsVgg = scores.LpipsVgg,
                        niqe = scores.Niqe,
                    });
            else
                console.Out.WriteLine(Row(scores, Path.GetFileName(file)));
        });
        if (all.Count == 0)
            return code;
        PictureScores mean = PictureScores.Mean([.. all.Select(one => one.Scores)]);
        if (table is not null)
            ScoreTable.Write(table, [.. all, ($"mean of {all.Count}", mean)]);
        WriteMean(mean, all.Count, measures, json);
        return code;
    }

    private void WriteMean(PictureScores mean, int count, PictureMeasures measures, bool json)
    {
        (string Name, string Option, bool IsMissing)[] files =
            [
                ("LPIPS", "--lpips", measures.Lpips is null), ("LPIPS-VGG", "--lpips-vgg", measures.LpipsVgg is null),
                ("NIQE", "--niqe", measures.Niqe is null)
            ];
        if (json)
        {
            CliJson.WriteLine(console.Out, new
            {
                ok = true,
                pictures = count,
                mean = new { psnrY = mean.PsnrY, ssim = mean.Ssim, lpips = mean.Lpips, lpipsVgg = mean.LpipsVgg, niqe = mean.Niqe },
                unavailable = files.Where(one => one.IsMissing).Select(one => one.Name).Concat(NotIncluded),
            });
            return;
        }

        console.Out.WriteLine(Row(mean, $"mean of {count}"));
        foreach (var (name, option, _) in files.Where(one => one.IsMissing))
            console.Error.WriteLine($"{name} needs a file: {option} FILE.");
        console.Error.WriteLine($"{string.Join(", ", NotIncluded)} need weights and are not part of this version.");
    }

    private static string Row(PictureScores scores, string name)
    {
        string Optional(string measure, double? value) =>
            value is { } number ? string.Create(CultureInfo.InvariantCulture, $"  {measure} {number:0.00000}") : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"PSNR-Y {scores.PsnrY,7:0.000} dB  SSIM {scores.Ssim:0.00000}"
                + $"{Optional("LPIPS", scores.Lpips)}{Optional("LPIPS-VGG", scores.LpipsVgg)}{Optional("NIQE", scores.Niqe)}  {name}");
    }

    private sealed class NoProgress : IProgress<WorkProgress>
    {
        public void Report(WorkProgress value)
        {
        }
    }
}
