using System.Globalization;
using SrPlugin.Cli.Composition;
using SrPlugin.Cli.Controls;
using SrPlugin.Cli.Faults;
using SrPlugin.Cli.Files;
using SrPlugin.Cli.Output;
using SrPlugin.Cli.Recipes;
using SrPlugin.Cli.Strips;
using SrPlugin.Cli.Upscaling;
using SrPlugin.Imaging;
using SrPlugin.Jobs;
using SrPlugin.Protocol;
using SrPlugin.Protocol.Controls;

namespace SrPlugin.Cli.Commands;

/// <summary>Upscales one picture after the other; a bad one does not stop the others.</summary>
internal sealed class UpscaleBatch(
    CliConsole console, BatchProgressFactory progressFactory, PictureUpscalerFactory upscalers, StripWork strips, TimeProvider clock,
    CommandCancellation cancellation)
{
    public int Run(UpscaleArguments arguments, UpscalePlan plan)
    {
        using IPictureUpscaler upscaler = upscalers.Create(arguments, plan.Recipe, plan.Items.Count, cancellation.Token);
        IBatchProgress progress = progressFactory.Create(plan.Items.Count);
        Dictionary<string, int> places = plan.Items.Select((item, index) => (item.Input, index))
            .ToDictionary(item => item.Input, item => item.index);
        return new FileBatch(console, arguments.Json).Run([.. plan.Items.Select(item => item.Input)], input =>
        {
            UpscaleReport? report = null;
            int place = places[input];
            progress.Track(
                CliConsole.Printable(Path.GetFileName(input)), place,
                told => report = UpscaleFile(upscaler, arguments, plan, plan.Items[place], told));
            Write(report!, arguments.Json);
        });
    }

    /// <summary>Works on one picture of a plan and writes its result.</summary>
    public UpscaleReport UpscaleFile(
        IPictureUpscaler upscaler, UpscaleArguments arguments, UpscalePlan plan, UpscaleItem item, IProgress<WorkProgress> progress)
    {
        UpscaleReport report = strips.LayoutFor(upscaler, arguments, plan, item) is { } layout
            ? strips.Run(upscaler, arguments, plan, item, layout, progress)
            : UpscaleWhole(upscaler, arguments, plan, item, progress);
        if (plan.Earlier is { } earlier && earlier.ModelHash != report.ModelHash)
            console.Error.WriteLine(
                $"srplugin: {arguments.RecipeFrom} was made with other files of the model {earlier.Recipe.Model}; the result may differ.");
        foreach (string warning in report.Warnings ?? [])
            console.Error.WriteLine($"srplugin: {CliConsole.Printable(item.Input)}: {warning}");
        return report;
    }

    private UpscaleReport UpscaleWhole(
        IPictureUpscaler upscaler, UpscaleArguments arguments, UpscalePlan plan, UpscaleItem item, IProgress<WorkProgress> progress)
    {
        (string input, string output) = (item.Input, item.Output);
        long start = clock.GetTimestamp();
        IReadOnlyList<Picture> pages = arguments.AllPages ? PictureReading.Pages(input) : [PictureReading.Picture(input, arguments.Page)];
        RefuseLosses(pages[0].IsPartial, item, arguments.AllPages, pages.Count);
        (int width, int height) = (pages[0].Pixels.Width, pages[0].Pixels.Height);
        var finished = new List<Picture>();
        UpscaledPicture result = null!;
        foreach (Picture page in pages)
        {
            WorkingColors colors = WorkingColors.Of(page);
            result = upscaler.Run(
                new JobPicture(colors.Pixels, arguments.Selection, plan.Mask), null,
                new ShareOfProgress(progress, finished.Count, pages.Count), cancellation.Token);
            finished.Add(new Picture(colors.ToSource(result.Pixels), MetadataOf(arguments, page.Metadata, result.Note)));
        }

        Illustrate(item, arguments, plan.IsRestore, pages[0], finished[0]);
        IReadOnlyList<string> losses = FaultCatalog.Within(
            ExitCode.Output, () => Save(finished, input, output, arguments.Overwrite, item.TemporaryName));
        return ReportOf(
            arguments, item, (width, height), (finished[0].Pixels.Width, finished[0].Pixels.Height), result.Note,
            clock.GetElapsedTime(start), result.Stages,
            [.. pages.SelectMany(page => page.Warnings), .. losses]);
    }

    /// <summary>Makes the report of a picture that is written.</summary>
    public static UpscaleReport ReportOf(
        UpscaleArguments arguments, UpscaleItem item, (int Width, int Height) source, (int Width, int Height) result, RecipeNote note,
        TimeSpan elapsed,
        IReadOnlyDictionary<string, double>? stages, IEnumerable<string> warnings)
    {
        Recipe used = note.Recipe;
        string[] distinct = [.. warnings.Distinct(StringComparer.Ordinal)];
        return new UpscaleReport
        {
            Input = item.Input,
            Output = item.Output,
            Width = source.Width,
            Height = source.Height,
            OutputWidth = result.Width,
            OutputHeight = result.Height,
            Mode = used.Mode!,
            Scale = used.Mode == "restore" ? 1 : used.Scale!.Value,
            Blur = note.Scores?.Blur,
            Noise = note.Scores?.Noise,
            Seed = used.Seed!.Value,
            Model = used.Model!,
            ModelHash = note.ModelHash,
            ViaService = arguments.ViaService,
            Seconds = Math.Round(elapsed.TotalSeconds, 3),
            Stages = stages,
            Warnings = distinct.Length > 0 ? distinct : null,
            Recipe = used,
        };
    }

    /// <summary>Gets what a result says of itself.</summary>
    /// <param name="arguments">What the user asked for.</param>
    /// <param name="source">What the source says.</param>
    /// <param name="note">How the result was made.</param>
    public static PictureMetadata MetadataOf(UpscaleArguments arguments, PictureMetadata source, RecipeNote note) => arguments.StripMetadata
        ? PictureMetadata.Empty with { IccProfile = source.IccProfile, WhiteLevel = source.WhiteLevel }
        : WithNote(source, note);

    // Before the result, which may be written over the source.
    private static void Illustrate(UpscaleItem item, UpscaleArguments arguments, bool isRestore, Picture source, Picture result)
    {
        if (item.Comparison is null && item.ChangeMap is null)
            return;
        PixelBuffer before = BeforeAfter.Before(source.Pixels, arguments.Selection, isRestore, result.Pixels), after = result.Pixels;
        PictureMetadata colors =
            PictureMetadata.Empty with { IccProfile = source.Metadata.IccProfile, WhiteLevel = source.Metadata.WhiteLevel };
        FaultCatalog.Within(ExitCode.Output, () =>
        {
            if (item.Comparison is { } comparison)
                Save(
                    [
                        new Picture(
                            arguments.SplitsComparison ? BeforeAfter.Split(before, after) : BeforeAfter.SideBySide(before, after), colors)
                    ],
                    item.Input, comparison, arguments.Overwrite);
            if (item.ChangeMap is { } map)
                Save([new Picture(BeforeAfter.Changes(before, after))], item.Input, map, arguments.Overwrite);
            return true;
        });
    }

    private static PictureMetadata WithNote(PictureMetadata source, RecipeNote note) => source with
    {
        Text = source.Text.SetItem(PictureMetadata.CommentKey, note.AppendTo(source.Text.GetValueOrDefault(PictureMetadata.CommentKey))),
    };

    /// <summary>Writes a result, to standard output too.</summary>
    /// <returns>What the format could not hold.</returns>
    public static IReadOnlyList<string> Save(
        IReadOnlyList<Picture> pages, string input, string output, bool overwrite, string? temporaryName = null)
    {
        if (output == PathNames.StandardStream)
        {
            var losses = new List<string>();
            byte[] file = PictureFile.Encode(pages, PictureFile.TryFormatOf(input) ?? PictureFormat.Png, null, losses);
            using Stream stream = Console.OpenStandardOutput();
            stream.Write(file);
            return losses;
        }

        // Not before there is something to put into it.
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(output))!);
        return PictureFile.Save(pages, output, overwrite: overwrite, temporaryName: temporaryName);
    }

    /// <summary>Refuses, before any work, what would leave a part of the file out.</summary>
    public static void RefuseLosses(bool isPartial, UpscaleItem item, bool allPages, int pages = 1)
    {
        (string input, string output) = (item.Input, item.Output);
        if (!allPages && isPartial && PathNames.Comparer.Equals(PathNames.Resolve(input), PathNames.Resolve(output)))
            throw new FaultException(
                ExitCode.Usage, $"{input} holds more pictures than the one that would be written over it.",
                "Choose another output with -o.");
        if (pages > 1 && (output == PathNames.StandardStream || PictureFile.FormatOf(output) != PictureFormat.Tiff))
            throw new FaultException(
                ExitCode.Usage, $"{input} has {pages} pages, and {output} can hold one.",
                "Name a .tif file with -o, or choose a page with --page N.");
    }

    private void Write(UpscaleReport report, bool json)
    {
        // Standard output may be the picture.
        TextWriter output = report.Output == PathNames.StandardStream ? console.Error : console.Out;
        if (json)
        {
            CliJson.WriteLine(output, report);
            return;
        }

        string scores = report.Blur is null
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $", blur {report.Blur:0.00}, noise {report.Noise:0.00}");
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{CliConsole.Printable(report.Input)} → {CliConsole.Printable(report.Output)}  {report.Width}×{report.Height} → "
                + $"{report.OutputWidth}×{report.OutputHeight}{scores}, {report.Seconds:0.0} s"));
    }
}
