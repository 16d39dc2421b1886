using System.Globalization;
using SrPlugin.Cli.Composition;
using SrPlugin.Cli.Controls;
using SrPlugin.Cli.Faults;
using SrPlugin.Cli.Files;
using SrPlugin.Cli.Output;
using SrPlugin.Cli.Recipes;
using SrPlugin.Cli.Upscaling;
using SrPlugin.Imaging;
using SrPlugin.Jobs;
using SrPlugin.Protocol;
using SrPlugin.Protocol.Controls;

namespace SrPlugin.Cli.Commands;

/// <summary>Upscales one picture after the other; a bad one does not stop the others.</summary>
internal sealed class UpscaleBatch(
    CliConsole console, BatchProgressFactory progressFactory, PictureUpscalerFactory upscalers, RecipeSources recipes, ControlManifest controls, TimeProvider clock,
    CommandCancellation cancellation)
{
    public int Run(UpscaleArguments arguments)
    {
        // Everything that can be wrong is looked at before the model is loaded.
        RecipeNote? earlier = arguments.RecipeFrom is { } made ? recipes.OfPicture(made) : null;
        Recipe recipe = Layer(arguments, earlier);
        PixelBuffer? mask = arguments.MaskPath is { } path ? PictureReading.Mask(path) : null;
        InputSet inputs = InputExpander.Expand(arguments.Inputs);
        bool isRestore = (recipe.Mode ?? controls["mode"].Default!.Value.GetString()) == "restore";
        double scale = isRestore ? 1 : recipe.Scale ?? controls["scale"].Default!.Value.GetDouble();
        string suffix = arguments.Suffix ?? OutputPlan.DefaultSuffix(isRestore, scale);
        IReadOnlyList<(string Input, string Output)> plan = OutputPlan.Create(inputs, arguments.Output, suffix, arguments.Overwrite);
        OutputFolders.Verify(plan);
        if (arguments.SavePreset is { } target)
            console.Error.WriteLine($"Saved the settings as {recipes.Save(target, recipe, arguments.Overwrite)}.");

        using IPictureUpscaler upscaler = upscalers.Create(arguments, recipe, plan.Count, cancellation.Token);
        IBatchProgress progress = progressFactory.Create(plan.Count);
        Dictionary<string, int> places = plan.Select((item, index) => (item.Input, index)).ToDictionary(item => item.Input, item => item.index);
        return new FileBatch(console, arguments.Json).Run(inputs.Files, input =>
        {
            UpscaleReport? report = null;
            int place = places[input];
            progress.Track(Path.GetFileName(input), place, told => report = UpscaleFile(upscaler, arguments, mask, input, plan[place].Output, earlier, told));
            Write(report!, arguments.Json);
        });
    }

    // The command line over the preset, or over the recipe of an earlier picture.
    private Recipe Layer(UpscaleArguments arguments, RecipeNote? earlier)
    {
        if (earlier is not null && arguments.Preset is not null)
            throw new FaultException(ExitCode.Usage, "--preset and --recipe-from are both given.", "Choose one of them to begin with.");
        Recipe below = earlier?.Recipe ?? (arguments.Preset is { } preset ? recipes.OfPreset(preset) : new Recipe());
        return arguments.Given.Over(below);
    }

    private UpscaleReport UpscaleFile(
        IPictureUpscaler upscaler, UpscaleArguments arguments, PixelBuffer? mask, string input, string output, RecipeNote? earlier, IProgress<WorkProgress> progress)
    {
        long start = clock.GetTimestamp();
        Picture source = PictureReading.Picture(input);
        (int width, int height) = (source.Pixels.Width, source.Pixels.Height);
        UpscaledPicture result = upscaler.Run(new JobPicture(source.Pixels, arguments.Selection, mask), progress, cancellation.Token);
        if (earlier is not null && earlier.ModelHash != result.Note.ModelHash)
            console.Error.WriteLine($"srplugin: {arguments.RecipeFrom} was made with other files of the model {earlier.Recipe.Model}; the result may differ.");
        PictureMetadata metadata = arguments.StripMetadata ? PictureMetadata.Empty with { IccProfile = source.Metadata.IccProfile } : WithNote(source.Metadata, result.Note);
        FaultCatalog.Within(ExitCode.Output, () => Save(new Picture(result.Pixels, metadata), output, arguments.Overwrite));
        Recipe used = result.Note.Recipe;
        return new UpscaleReport
        {
            Input = input,
            Output = output,
            Width = width,
            Height = height,
            OutputWidth = result.Pixels.Width,
            OutputHeight = result.Pixels.Height,
            Mode = used.Mode!,
            Scale = used.Mode == "restore" ? 1 : used.Scale!.Value,
            Blur = result.Note.Scores?.Blur,
            Noise = result.Note.Scores?.Noise,
            Seed = used.Seed!.Value,
            Model = used.Model!,
            ModelHash = result.Note.ModelHash,
            ViaService = arguments.ViaService,
            Seconds = Math.Round(clock.GetElapsedTime(start).TotalSeconds, 3),
            Stages = result.Stages,
        };
    }

    private static PictureMetadata WithNote(PictureMetadata source, RecipeNote note) => source with
    {
        Text = source.Text.SetItem(PictureMetadata.CommentKey, note.AppendTo(source.Text.GetValueOrDefault(PictureMetadata.CommentKey))),
    };

    private static string Save(Picture picture, string path, bool overwrite)
    {
        // Not before there is something to put into it.
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        PictureFile.Save(picture, path, overwrite: overwrite);
        return path;
    }

    private void Write(UpscaleReport report, bool json)
    {
        if (json)
        {
            CliJson.WriteLine(console.Out, report);
            return;
        }

        string scores = report.Blur is null ? "" : string.Create(CultureInfo.InvariantCulture, $", blur {report.Blur:0.00}, noise {report.Noise:0.00}");
        console.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Input} → {report.Output}  {report.Width}×{report.Height} → {report.OutputWidth}×{report.OutputHeight}{scores}, {report.Seconds:0.0} s"));
    }
}
