using System.Globalization;
using SrPlugin.Cli.Composition;
using SrPlugin.Cli.Files;
using SrPlugin.Cli.Output;
using SrPlugin.Cli.Strips;
using SrPlugin.Cli.Upscaling;
using SrPlugin.Imaging;
using SrPlugin.Jobs;
using SrPlugin.Protocol;

namespace SrPlugin.Cli.Commands;

/// <summary>Tells what <c>upscale</c> would do, and how long it would take on this machine. Writes no picture.</summary>
internal sealed class UpscaleReckoning(
    CliConsole console, PictureUpscalerFactory upscalers, StripWork strips, TimeProvider clock, CommandCancellation cancellation)
{
    public int Run(UpscaleArguments arguments, UpscalePlan plan)
    {
        using IPictureUpscaler upscaler = upscalers.Create(arguments, plan.Recipe, plan.Items.Count, cancellation.Token);
        PixelBuffer middle = WorkingColors.Of(PictureReading.Middle(plan.Items[0].Input, arguments.Page, TrialRun.LargestSide)).Pixels;
        (int side, double seconds) = TrialRun.Measure(upscaler, middle, null, clock, cancellation.Token);
        double secondsPerPixel = seconds / ((double)side * side), total = 0, largest = 0, disk = 0;
        foreach (UpscaleItem item in plan.Items)
        {
            (int Width, int Height)? size = item.Input == PathNames.StandardStream ? null : PictureFile.TryReadSize(item.Input);
            (int Width, int Height)? part = arguments.Selection is { } area && size is not null ? (area.Width, area.Height) : size;
            double pixels = part is var (width, height) ? (double)width * height : 0;
            StripLayout? layout = strips.LayoutFor(upscaler, arguments, plan, item);
            int count = 0;
            if (layout is not null)
            {
                Strip[] all = [.. layout.From(0)];
                (count, pixels) = (all.Length, all.Sum(strip => (double)strip.Area.Width * strip.Area.Height));
                PictureShape shape = PictureFile.TryReadShape(item.Input)!;
                disk = Math.Max(disk, StripWork.DiskBytes(layout, shape.Channels, shape.Format));
            }

            total += pixels * secondsPerPixel;
            largest = Math.Max(largest, layout is null ? pixels : 0);
            (int Width, int Height)? result =
                plan.IsRestore ? size : part is var (w, h) ? (
                    (int)Math.Floor((w * plan.Scale) + 0.5), (int)Math.Floor((h * plan.Scale) + 0.5)) : null;
            Tell(item, size, result, pixels * secondsPerPixel, count, arguments.Json);
        }

        double? bytes = disk > 0 ? arguments.Memory ?? StripMemory.DefaultLimit : upscaler.EstimateMemory(largest) + Environment.WorkingSet;
        string memoryText = (bytes is null ? "" : $", about {ByteText.Of(bytes.Value)} of memory at most")
            + (disk > 0 ? $", {ByteText.Of(disk)} of disk meanwhile" : "");
        (arguments.Json ? console.Error : console.Out).WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{plan.Items.Count} {(plan.Items.Count == 1 ? "picture" : "pictures")}: "



                            + $"{RemainingTime.Words(TimeSpan.FromSeconds(total))}{memoryText}, reckoned from {side}×{side} pixels in "
                                + $"{seconds:0.0} s. Nothing was written."));
        return (int)ExitCode.Ok;
    }

    private void Tell(
        UpscaleItem item, (int Width, int Height)? source, (int Width, int Height)? result, double seconds, int strips, bool json)
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
                strips = strips > 0 ? strips : (int?)null,
                seconds = source is null ? (double?)null : Math.Round(seconds, 1),
            });
            return;
        }

        string sizes = source is var (width, height) && result is var (resultWidth, resultHeight)
            ? $"{width}×{height} → {resultWidth}×{resultHeight}, "
                + $"{RemainingTime.Words(TimeSpan.FromSeconds(seconds))}{(strips > 0 ? $", in {strips} strips" : "")}"
            : item.Input == PathNames.StandardStream ? "of unknown size" : "cannot be read";
        console.Out.WriteLine($"{CliConsole.Printable(item.Input)} → {CliConsole.Printable(item.Output)}  {sizes}");
    }
}
