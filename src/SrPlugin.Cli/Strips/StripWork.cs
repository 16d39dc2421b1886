using SrPlugin.Cli.Commands;
using SrPlugin.Cli.Composition;
using SrPlugin.Cli.Faults;
using SrPlugin.Cli.Files;
using SrPlugin.Cli.Output;
using SrPlugin.Cli.Upscaling;
using SrPlugin.Imaging;
using SrPlugin.Inference.Jobs;
using SrPlugin.Jobs;
using SrPlugin.Protocol;
using SampleFormat = SrPlugin.Imaging.SampleFormat;

namespace SrPlugin.Cli.Strips;

/// <summary>
/// Works on a picture in strips: its samples are unpacked into a file, each strip is worked on as a picture of its own with some rows of
/// context, and the results are put together in another file, from which the picture is written. What is finished stays finished.
/// </summary>
internal sealed class StripWork(CliConsole console, StripMemory memory, TimeProvider clock, CommandCancellation cancellation)
{
    // What is looked at around a selection.
    private const int Around = 128;

    /// <summary>Gets how a picture is cut; null where it is worked on as a whole.</summary>
    /// <exception cref="FaultException">It has to be cut and cannot be.</exception>
    public StripLayout? LayoutFor(IPictureUpscaler upscaler, UpscaleArguments arguments, UpscalePlan plan, UpscaleItem item)
    {
        if (upscaler.Parts is null || item.Input == PathNames.StandardStream || PictureFile.TryReadShape(item.Input) is not { } shape)
            return null;

        // What an interrupted job has left is looked at even where there is enough memory now.
        bool isBegun = item.Output != PathNames.StandardStream && Directory.Exists(StripFolder.PathOf(item.Output));
        PictureShape worked = arguments.Selection is { } area
            ? shape with { Width = Math.Min(shape.Width, area.Width + Around), Height = Math.Min(shape.Height, area.Height + Around) }
            : shape;
        if (!isBegun && memory.Fits(upscaler, arguments, worked, plan.Scale))
            return null;
        string? obstacle = arguments switch
        {
            { Selection: not null } => "--select",
            { MaskPath: not null } => "--mask",
            { AllPages: true } => "--all-pages",
            _ when item.Comparison is not null => "--compare",
            _ when item.ChangeMap is not null => "--change-map",
            _ when item.Output == PathNames.StandardStream => "-o -",
            _ when PictureFile.FormatOf(item.Output) is PictureFormat.WebP or PictureFormat.Bmp => Path.GetExtension(item.Output),
            _ => null,
        };
        if (obstacle is null)
            return memory.Cut(upscaler, arguments, shape, plan.Scale);

        // What the machine itself can hold is told by the job.
        return arguments.Memory is null ? null : throw new FaultException(
            ExitCode.Usage,
            $"{item.Input} does not fit into the memory that --memory allows, and {obstacle} needs the whole picture at once.",
            $"Leave {obstacle} out, or allow more memory.");
    }

    /// <summary>Gets the bytes that the work takes on the disk beside the result.</summary>
    public static long DiskBytes(StripLayout layout, int channels, SampleFormat format)
    {
        // The samples of source and result, and what is encoded on the way; hardly a photo is encoded to more than half of its samples.
        long source = (long)layout.Width * layout.Height, result = (long)layout.ResultWidth * layout.ResultHeight;
        return (source + (result * 3 / 2)) * channels * PixelBuffer.SizeOf(format);
    }

    /// <summary>Works on a picture and writes its result.</summary>
    public UpscaleReport Run(
        IPictureUpscaler upscaler, UpscaleArguments arguments, UpscalePlan plan, UpscaleItem item, StripLayout layout,
        IProgress<WorkProgress> progress)
    {
        long start = clock.GetTimestamp();
        using StripFolder folder = StripFolder.Open(item.Output);
        StripState state = Begin(folder, arguments, item, StateOf(upscaler, arguments, item));
        try
        {
            DemandSpace(folder, item, layout, state);
            using UnpackedPicture source = FaultCatalog.Within(
                ExitCode.BadInput,
                () => PictureFile.Unpack(item.Input, arguments.Page, folder.SourceFile, isUnpacked: state.Scored is not null));
            UpscaleBatch.RefuseLosses(source.IsPartial, item, arguments.AllPages);
            state = Look(folder, upscaler, source, state);
            var shape = new PictureShape(
                source.Width, source.Height, source.Channels, source.Format, source.Metadata.IccProfile is not null);
            layout = memory.Cut(upscaler, arguments, shape, plan.Scale);
            var stages = new Dictionary<string, double>();
            Tell(folder, upscaler, item, source, layout, state, arguments.Memory);
            state = Work(folder, upscaler, arguments, item, source, layout, state, stages, progress);
            return Write(folder, upscaler, arguments, item, source, layout, state, stages, start);
        }
        catch (Exception)
        {
            state = folder.Load() ?? state;
            if (state.Done == 0)
                folder.Delete();
            else
                TellKept(folder, item, state);
            throw;
        }
    }

    private static StripState StateOf(IPictureUpscaler upscaler, UpscaleArguments arguments, UpscaleItem item)
    {
        var file = new FileInfo(item.Input);
        return new StripState
        {
            Source = file.FullName,
            SourceLength = file.Length,
            SourceWritten = file.LastWriteTimeUtc,
            Page = arguments.Page,
            Output = Path.GetFullPath(item.Output),
            Recipe = upscaler.Recipe!,
            ModelHash = upscaler.ModelHash,
        };
    }

    // What an interrupted job has left is gone on from, refused, or cleared away; never cleared away unasked.
    private StripState Begin(StripFolder folder, UpscaleArguments arguments, UpscaleItem item, StripState wanted)
    {
        StripState? found = folder.Load();
        if (found is null or { Done: 0 })
        {
            folder.Clear();
            return wanted;
        }

        string? difference = found switch
        {
            _ when found.Source != wanted.Source => $"it worked on {found.Source}",
            _ when (found.SourceLength, found.SourceWritten, found.Page) != (wanted.SourceLength, wanted.SourceWritten, wanted.Page) =>
                $"{item.Input} has changed since",
            _ when found.Recipe != wanted.Recipe => "it had other settings",
            _ when found.ModelHash != wanted.ModelHash => "the model's files have changed since",
            _ => null,
        };
        if (arguments.Resume && difference is null)
        {
            console.Error.WriteLine($"srplugin: {CliConsole.Printable(item.Input)}: going on at row {found.Done} of {found.Height}.");
            return found;
        }

        if (arguments.BeginsAgain || (arguments.Overwrite && !arguments.Resume))
        {
            folder.Clear();
            return wanted;
        }

        string left = $"An interrupted job has left {100L * found.Done / found.Height} % of {item.Output} in {folder.Path}";
        throw difference is null
            ? new FaultException(ExitCode.Usage, $"{left}.", "Pass --resume to go on with it, or --overwrite to begin again.")
            : new FaultException(ExitCode.Usage, $"{left}, but {difference}.", "Pass --overwrite without --resume to begin again.");
    }

    private static void DemandSpace(StripFolder folder, UpscaleItem item, StripLayout layout, StripState state)
    {
        if (PictureFile.TryReadShape(item.Input) is not { } shape)
            return;
        long needed = DiskBytes(layout, shape.Channels, shape.Format) - (state.Done > 0 ? folder.Bytes : 0);
        if (new DriveInfo(folder.Path).AvailableFreeSpace is var free && free < needed)
        {
            throw new FaultException(
                ExitCode.Output,
                $"Working on {item.Input} in strips takes {ByteText.Of(needed)} of the disk until it is done, and {ByteText.Of(free)} "
                    + "are left.",
                "Free some space, choose a folder on another disk with -o, or allow more memory with --memory, so that it is worked on as "
                    + "a whole.");
        }
    }

    // What a job on the whole picture sees at once: its colours and how degraded it is.
    private StripState Look(StripFolder folder, IPictureUpscaler upscaler, UnpackedPicture source, StripState state)
    {
        if (state.Scored is not null)
            return state;
        const int rows = 256;
        bool hasColors = false;
        for (int top = 0; top < source.Height && !hasColors; top += rows)
            hasColors = !Upscaler.IsGrey(Colors(source, new PixelRectangle(0, top, source.Width, Math.Min(rows, source.Height - top))));
        state = state with
        {
            Scored = upscaler.WithScores(source.Width, source.Height, area => Colors(source, area), cancellation.Token),
            HasColors = hasColors,
            Height = source.Height,
        };
        folder.Save(state);
        return state;
    }

    private StripState Work(
        StripFolder folder, IPictureUpscaler upscaler, UpscaleArguments arguments, UpscaleItem item, UnpackedPicture source,
        StripLayout layout, StripState state, Dictionary<string, double> stages, IProgress<WorkProgress> progress)
    {
        PictureFormat format = PictureFile.FormatOf(item.Output);
        Strip[] strips = [.. layout.From(state.Done)];
        var losses = new List<string>(state.Losses);
        for (int i = 0; i < strips.Length; i++)
        {
            cancellation.Token.ThrowIfCancellationRequested();
            Strip strip = strips[i];
            Picture part = source.Read(strip.Area);
            WorkingColors colors = WorkingColors.Of(part);
            UpscaledPicture result = upscaler.Run(
                new JobPicture(colors.Pixels, null, null) { IsPartOfColorPicture = state.HasColors }, state.Scored,
                new ShareOfProgress(progress, i, strips.Length), cancellation.Token);
            foreach ((string stage, double seconds) in result.Stages ?? new Dictionary<string, double>())
                stages[stage] = Math.Round(stages.GetValueOrDefault(stage) + seconds, 3);
            PixelBuffer rows = colors.ToSource(result.Pixels).ReadRows(strip.Above, strip.ResultRows);
            Picture prepared = PictureFile.Prepare(part with { Pixels = rows }, format, losses);
            FaultCatalog.Within(ExitCode.Output, () =>
            {
                using PixelFile target = PixelFile.Open(
                    folder.ResultFile, layout.ResultWidth, layout.ResultHeight, prepared.Pixels.Channels, prepared.Pixels.Format);
                target.Write(strip.ResultTop, prepared.Pixels);
                target.Flush();
                folder.Save(state = state with
                {
                    Done = strip.Bottom,
                    Channels = prepared.Pixels.Channels,
                    Format = prepared.Pixels.Format,
                    Losses = [.. losses.Distinct(StringComparer.Ordinal)],
                });
                return true;
            });

            // What this strip has used shall not stand beside the next one's.
            (part, colors, result, rows, prepared) = (null!, null!, null!, null!, null!);
            GC.Collect();
        }

        return state;
    }

    private UpscaleReport Write(
        StripFolder folder, IPictureUpscaler upscaler, UpscaleArguments arguments, UpscaleItem item, UnpackedPicture source,
        StripLayout layout, StripState state, Dictionary<string, double> stages, long start)
    {
        RecipeNote note = upscaler.NoteOf(state.Scored!);
        Picture corner = source.Read(new PixelRectangle(0, 0, 1, 1));
        PictureMetadata metadata = PictureFile.Prepare(
            corner with { Metadata = UpscaleBatch.MetadataOf(arguments, corner.Metadata, note) }, PictureFile.FormatOf(item.Output),
            []).Metadata;
        IReadOnlyList<string> losses = FaultCatalog.Within(ExitCode.Output, () =>
        {
            using PixelFile pixels = PixelFile.Open(
                folder.ResultFile, layout.ResultWidth, layout.ResultHeight, state.Channels, state.Format);
            return PictureFile.Save(pixels, metadata, item.Output, folder.Path, arguments.Overwrite);
        });
        UpscaleReport report = UpscaleBatch.ReportOf(
            arguments, item, (layout.Width, layout.Height), (layout.ResultWidth, layout.ResultHeight), note, clock.GetElapsedTime(start),
            stages,
            [.. source.Warnings, .. state.Losses, .. losses]);
        source.Dispose();
        folder.Delete();
        return report with { Strips = layout.From(0).Count() };
    }

    private void Tell(
        StripFolder folder, IPictureUpscaler upscaler, UpscaleItem item, UnpackedPicture source, StripLayout layout, StripState state,
        long? limit)
    {
        Strip[] strips = [.. layout.From(state.Done)];
        if (strips.Length == 0)
            return;
        int side = Math.Min(TrialRun.LargestSide, Math.Min(source.Width, source.Height));
        PixelBuffer middle = Colors(source, new PixelRectangle((source.Width - side) / 2, (source.Height - side) / 2, side, side));
        (int patch, double seconds) = TrialRun.Measure(upscaler, middle, state.Scored, clock, cancellation.Token);
        double pixels = strips.Sum(strip => (double)strip.Area.Width * strip.Area.Height);
        console.Error.WriteLine(
            $"srplugin: {CliConsole.Printable(item.Input)}: {layout.Width}×{layout.Height} in {strips.Length} "
            + $"{(strips.Length == 1 ? "strip" : "strips")} "
            + $"of {layout.Rows} rows, {RemainingTime.Words(TimeSpan.FromSeconds(pixels * seconds / ((double)patch * patch)))} here, "
            + $"at most {ByteText.Of(limit ?? StripMemory.DefaultLimit)} of memory, "
            + $"{ByteText.Of(DiskBytes(layout, source.Channels, source.Format))} of disk until it is done, in {folder.Path}.");
    }

    private void TellKept(StripFolder folder, UpscaleItem item, StripState state) => console.Error.WriteLine(
        $"srplugin: {100L * state.Done / state.Height} % of {CliConsole.Printable(item.Output)} are finished and stay in "
        + $"{CliConsole.Printable(folder.Path)} "
        + $"({ByteText.Of(folder.Bytes)}). The same command with --resume goes on there; delete the folder to give them up.");

    private static PixelBuffer Colors(UnpackedPicture source, PixelRectangle area) => WorkingColors.Of(source.Read(area)).Pixels;
}
