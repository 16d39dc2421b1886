using System.CommandLine;
using System.Globalization;
using SrPlugin.Cli.Composition;
using SrPlugin.Cli.Controls;
using SrPlugin.Cli.Evaluation;
using SrPlugin.Cli.Faults;
using SrPlugin.Cli.Help;
using SrPlugin.Cli.Files;
using SrPlugin.Cli.Output;
using SrPlugin.Cli.Recipes;
using SrPlugin.Cli.Upscaling;
using SrPlugin.Imaging;
using SrPlugin.Jobs;
using SrPlugin.Inference.Devices;
using SrPlugin.Inference.Metrics;

namespace SrPlugin.Cli.Commands;

/// <summary><c>srplugin eval LR HR</c>: the tables of the papers, for one's own pictures.</summary>
internal sealed class EvalCommand(
    CliConsole console, ControlOptions controls, RecipeOptions recipes, PictureUpscalerFactory upscalers, CommandCancellation cancellation) : ICliCommand
{
    /// <summary>What the papers report beside this program's measures.</summary>
    public static readonly IReadOnlyList<string> NotIncluded = ["DISTS", "NIQE", "MUSIQ", "MANIQA", "CLIPIQA"];

    public Command Build()
    {
        var pictures = new Argument<string>("PICTURES") { Description = "A folder of pictures: results to judge, or with --run sources to work on." };
        var references = new Argument<string>("REFERENCES") { Description = "A folder of what they should look like, under the same names." };
        var run = new Option<bool>("--run") { Description = "Run the model on every picture first, with the settings below." };
        Option<int> border = PictureComparison.Border();
        var lpips = new Option<string?>("--lpips") { Description = "Weights of LPIPS on AlexNet (docs/dev/parity.md says which); adds its distance to the table.", HelpName = "FILE" };
        Option<ComputeDevice> device = controls.Device();
        Option<bool> json = SharedOptions.Json();
        var command = new GroupedCommand("eval", "Judge a folder of pictures: PSNR of the luma, SSIM, and LPIPS where its weights are given.") { pictures, references };
        command.AddGroup("Measures", border, lpips, json);
        command.AddGroup("Source", run);
        command.AddGroup("With --run", [.. recipes.Basic, .. recipes.Advanced, device]);
        command.SetAction(parsed =>
        {
            bool isRun = parsed.GetValue(run);
            if (!isRun && recipes.Given(parsed) is [var first, ..])
                throw new FaultException(ExitCode.Usage, $"--{first.Name} has no effect without --run.", "Pass --run to work on the pictures before they are judged.");
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
            return Run(parsed.GetRequiredValue(pictures), parsed.GetRequiredValue(references), isRun ? upscale : null, parsed.GetValue(border), parsed.GetValue(lpips), parsed.GetValue(json));
        });
        return command;
    }

    private int Run(string pictures, string references, UpscaleArguments? upscale, int border, string? lpips, bool json)
    {
        Dictionary<string, string> partners = PicturePairs.Find(pictures, references).ToDictionary(pair => pair.Picture, pair => pair.Reference, StringComparer.Ordinal);
        using PerceptualDistance? distance = lpips is null ? null : FaultCatalog.Within(ExitCode.Model, () => PerceptualDistance.Load(lpips));
        using IPictureUpscaler? upscaler = upscale is null ? null : upscalers.Create(upscale, upscale.Given, partners.Count, cancellation.Token);
        var all = new List<PictureScores>();
        int code = new FileBatch(console, json).Run([.. partners.Keys], file =>
        {
            cancellation.Token.ThrowIfCancellationRequested();
            PixelBuffer picture = PictureReading.Picture(file).Pixels;
            if (upscaler is not null)
                picture = upscaler.Run(new JobPicture(picture, null, null), null, new NoProgress(), cancellation.Token).Pixels;
            PixelBuffer reference = PictureReading.Picture(partners[file]).Pixels;
            PictureScores scores = PictureComparison.Compare(
                file, picture, partners[file], reference, border, distance, "Sources that the model is to enlarge first need --run and the right --scale.");
            all.Add(scores);
            if (json)
                CliJson.WriteLine(console.Out, new { input = file, reference = partners[file], ok = true, border, psnrY = scores.PsnrY, ssim = scores.Ssim, lpips = scores.Lpips });
            else
                console.Out.WriteLine(Row(scores, Path.GetFileName(file)));
        });
        if (all.Count > 0)
            WriteMean(PictureScores.Mean(all), all.Count, distance is not null, json);
        return code;
    }

    private void WriteMean(PictureScores mean, int count, bool hasDistance, bool json)
    {
        string[] missing = hasDistance ? [.. NotIncluded] : ["LPIPS", .. NotIncluded];
        if (json)
        {
            CliJson.WriteLine(console.Out, new { ok = true, pictures = count, mean = new { psnrY = mean.PsnrY, ssim = mean.Ssim, lpips = mean.Lpips }, unavailable = missing });
            return;
        }

        console.Out.WriteLine(Row(mean, $"mean of {count}"));
        if (!hasDistance)
            console.Error.WriteLine("LPIPS needs weights: --lpips FILE.");
        console.Error.WriteLine($"{string.Join(", ", NotIncluded)} need weights and are not part of this version.");
    }

    private static string Row(PictureScores scores, string name) => string.Create(
        CultureInfo.InvariantCulture,
        $"PSNR-Y {scores.PsnrY,7:0.000} dB  SSIM {scores.Ssim:0.00000}{(scores.Lpips is { } lpips ? $"  LPIPS {lpips.ToString("0.00000", CultureInfo.InvariantCulture)}" : "")}  {name}");

    private sealed class NoProgress : IProgress<WorkProgress>
    {
        public void Report(WorkProgress value)
        {
        }
    }
}
