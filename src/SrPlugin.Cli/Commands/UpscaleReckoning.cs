using System.Globalization;
using SrPlugin.Cli.Composition;
using SrPlugin.Cli.Files;
using SrPlugin.Cli.Output;
using SrPlugin.Cli.Upscaling;
using SrPlugin.Imaging;
using SrPlugin.Jobs;
using SrPlugin.Protocol;

namespace SrPlugin.Cli.Commands;

/// <summary>Tells what <c>upscale</c> would do, and how long it would take on this machine. Writes no picture.</summary>
internal sealed class UpscaleReckoning(CliConsole console, PictureUpscalerFactory upscalers, TimeProvider clock, CommandCancellation cancellation)
{
    // Larger trials reckon better, and the largest takes a model of the built-in kind a few seconds.
    private static readonly int[] _trialSides = [64, 128, 256];
    private static readonly TimeSpan _longEnough = TimeSpan.FromSeconds(2);

    public int Run(UpscaleArguments arguments, UpscalePlan plan)
    {
        using IPictureUpscaler upscaler = upscalers.Create(arguments, plan.Recipe, plan.Items.Count, cancellation.Token);
        (int side, double seconds) = Measure(upscaler, arguments, plan);
        double secondsPerPixel = seconds / ((double)side * side), total = 0, largest = 0;
        foreach (UpscaleItem item in plan.Items)
        {
            (int Width, int Height)? size = item.Input == PathNames.StandardStream ? null : PictureFile.TryReadSize(item.Input);
            (int Width, int Height)? part = arguments.Selection is { } area && size is not null ? (area.Width, area.Height) : size;
            double pixels = part is var (width, height) ? (double)width * height : 0;
            (total, largest) = (total + (pixels * secondsPerPixel), Math.Max(largest, pixels));
            (int Width, int Height)? result = plan.IsRestore ? size : part is var (w, h) ? ((int)Math.Floor((w * plan.Scale) + 0.5), (int)Math.Floor((h * plan.Scale) + 0.5)) : null;
            Tell(item, size, result, pixels * secondsPerPixel, arguments.Json);
        }

        double? memory = upscaler.EstimateMemory(largest);
        string memoryText = memory is { } bytes ? $", about {ByteText.Of((long)(bytes + Environment.WorkingSet))} of memory at most" : "";
        (arguments.Json ? console.Error : console.Out).WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{plan.Items.Count} {(plan.Items.Count == 1 ? "picture" : "pictures")}: {RemainingTime.Words(TimeSpan.FromSeconds(total))}{memoryText}, reckoned from {side}×{side} pixels in {seconds:0.0} s. Nothing was written."));
        return (int)ExitCode.Ok;
    }

    private (int Side, double Seconds) Measure(IPictureUpscaler upscaler, UpscaleArguments arguments, UpscalePlan plan)
    {
        PixelBuffer first = WorkingColors.Of(PictureReading.Picture(plan.Items[0].Input, arguments.Page)).Pixels;
        for (int trial = 0; ; trial++)
        {
            int side = Math.Min(_trialSides[trial], Math.Min(first.Width, first.Height));
            var patch = new PixelRectangle((first.Width - side) / 2, (first.Height - side) / 2, side, side);
            long start = clock.GetTimestamp();
            upscaler.Run(new JobPicture(first.Crop(patch), null, null), null, new Progress<WorkProgress>(), cancellation.Token);
            TimeSpan elapsed = clock.GetElapsedTime(start);
            if (elapsed >= _longEnough || trial == _trialSides.Length - 1 || side < _trialSides[trial])
                return (side, elapsed.TotalSeconds);
        }
    }

    private void Tell(UpscaleItem item, (int Width, int Height)? source, (int Width, int Height)? result, double seconds, bool json)
    {
        if (json)
        {
            CliJson.WriteLine(console.Out, new
            {
                input = item.Input,
                output = item.Output,
                ok = source is not null,
                dryRun = true,
                width = source?.Width,
                height = source?.Height,
                outputWidth = result?.Width,
                outputHeight = result?.Height,
                seconds = source is null ? (double?)null : Math.Round(seconds, 1),
            });
            return;
        }

        string sizes = source is var (width, height) && result is var (resultWidth, resultHeight)
            ? $"{width}×{height} → {resultWidth}×{resultHeight}, {RemainingTime.Words(TimeSpan.FromSeconds(seconds))}"
            : item.Input == PathNames.StandardStream ? "of unknown size" : "cannot be read";
        console.Out.WriteLine($"{CliConsole.Printable(item.Input)} → {CliConsole.Printable(item.Output)}  {sizes}");
    }
}
