using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using SrPlugin.Cli;
using SrPlugin.Cli.Commands;
using SrPlugin.Cli.Output;
using SrPlugin.Imaging;

namespace SrPlugin.Bench;

/// <summary>
/// Large pictures by <c>srplugin upscale --memory</c>: processor seconds a megapixel, peak memory, and how far strips are from the whole.
/// </summary>
internal sealed class StripBench(CliConsole console, CancellationToken cancellationToken)
{
    private const int RowsAtOnce = 256;

    public Command Build()
    {
        var photo = new Argument<string>("PHOTO") { Description = "A photo; mirrored copies of it fill the pictures." };
        var sizes = new Option<double[]>("--megapixels")
        {
            Description = "The sizes of the pictures.",
            DefaultValueFactory = _ => [1, 4, 16, 64],
            AllowMultipleArgumentsPerToken = true,
        };
        var scales = new Option<double[]>("--scale")
        {
            Description = "1 restores, more enlarges.",
            DefaultValueFactory = _ => [1, 2],
            AllowMultipleArgumentsPerToken = true,
        };
        var memory = new Option<string>("--memory") { Description = "The budget.", DefaultValueFactory = _ => "2G" };
        var whole = new Option<double>("--whole")
        {
            Description = "Megapixels up to which the picture is also worked on as a whole, to compare.",
            DefaultValueFactory = _ => 4,
        };
        Option<string> model = SharedOptions.Model();
        var command = new Command("strips", "Measure large pictures in strips.") { photo, sizes, scales, memory, whole, model };
        command.SetAction(parsed => Run(
            parsed.GetRequiredValue(photo), parsed.GetRequiredValue(sizes), parsed.GetRequiredValue(scales),
            parsed.GetRequiredValue(memory), parsed.GetValue(whole), parsed.GetRequiredValue(model)));
        return command;
    }

    private int Run(string photo, double[] sizes, double[] scales, string memory, double whole, string model)
    {
        string folder = Directory.CreateTempSubdirectory("srplugin-strips-").FullName;
        try
        {
            console.Out.WriteLine(
                "| | megapixels | strips | processor seconds a megapixel | of them unpacking, trial and encoding | peak memory | largest "
                    + "difference from the whole |");
            console.Out.WriteLine("|---|---|---|---|---|---|---|");

            // Libraries, and code compiled for the first time.
            string warm = Make(photo, folder, 0.1);
            Measure("--scale", "2", warm, Path.Combine(folder, "warm.png"), memory, model);
            foreach (double scale in scales)
            {
                foreach (double size in sizes)
                {
                    string source = Make(photo, folder, size), result = Path.Combine(folder, "result.png");
                    string[] mode = scale == 1 ? ["--mode", "restore"] : ["--scale", scale.ToString(CultureInfo.InvariantCulture)];
                    Measured strips = Measure(mode[0], mode[1], source, result, memory, model);
                    string difference = "";
                    if (size <= whole)
                    {
                        string other = Path.Combine(folder, "whole.png");
                        Measure(mode[0], mode[1], source, other, null, model);
                        difference = Difference(result, other);
                    }

                    console.Out.WriteLine(string.Create(
                        CultureInfo.InvariantCulture,
                        $"| {(scale == 1 ? "restore" : $"×{scale}")} | {strips.Megapixels:0.0} | {strips.Strips} | "


                                    + $"{strips.Seconds / strips.Megapixels:0.00} | "
                                        + $"{(strips.Seconds - strips.Work) / strips.Megapixels:0.00} | {strips.Peak / 1e9:0.00} GB | "
                                            + $"{difference} |"));
                    console.Out.Flush();
                    File.Delete(source);
                }
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        return (int)ExitCode.Ok;
    }

    private static string Make(string photo, string folder, double megapixels)
    {
        PixelBuffer tile = PictureFile.Load(photo).Pixels;
        int side = (int)Math.Sqrt(megapixels * 1e6);
        string path = Path.Combine(folder, "source.jpg"), samples = Path.Combine(folder, "samples.raw");
        using (PixelFile pixels = PixelFile.Open(samples, side, side, tile.Channels, tile.Format))
        {
            int pixel = tile.Channels * tile.BytesPerSample;
            for (int top = 0; top < side; top += RowsAtOnce)
            {
                var rows = new PixelBuffer(side, Math.Min(RowsAtOnce, side - top), tile.Channels, tile.Format);
                for (int y = 0; y < rows.Height; y++)
                {
                    for (int x = 0; x < side; x++)
                        tile.RowBytes(Mirror(top + y, tile.Height)).Slice(Mirror(x, tile.Width) * pixel, pixel)
                            .CopyTo(rows.RowBytes(y)[(x * pixel)..]);
                }

                pixels.Write(top, rows);
            }

            PictureFile.Save(pixels, PictureMetadata.Empty, path, folder, overwrite: true);
        }

        File.Delete(samples);
        return path;
    }

    private static int Mirror(int index, int length) => index / length % 2 == 0 ? index % length : length - 1 - (index % length);

    private Measured Measure(string option, string value, string source, string result, string? memory, string model)
    {
        string[] arguments = [
            "upscale", source, "-o", result, "--overwrite", option, value, "--blur", "0.3", "--noise", "0.2", "--model", model, "--json",
            .. memory is null ? [] : (string[])["--memory", memory]
        ];
        GC.Collect();
        ProcessUsage.ResetPeak();
        TimeSpan before = Processor();
        using var output = new StringWriter();
        using var error = new StringWriter();
        int code = SrPluginApplication.Run(arguments, new CliConsole(output, error, ErrorIsTerminal: false), cancellationToken);
        double seconds = (Processor() - before).TotalSeconds;
        if (code != 0)
            throw new InvalidOperationException(error.ToString());
        console.Error.WriteLine(
            error.ToString().Split('\n').FirstOrDefault(line => line.StartsWith("srplugin:", StringComparison.Ordinal)) ?? "as a whole");
        using JsonDocument report = JsonDocument.Parse(output.ToString());
        JsonElement root = report.RootElement;
        double stages = root.TryGetProperty("stages", out JsonElement all)
            ? all.EnumerateObject().Sum(stage => stage.Value.GetDouble())
            : 0;
        double share = Math.Min(1, stages / root.GetProperty("seconds").GetDouble());
        return new Measured(
            (double)root.GetProperty("width").GetInt32() * root.GetProperty("height").GetInt32() / 1e6,
            root.TryGetProperty("strips", out JsonElement strips) ? strips.GetInt32() : 1, seconds,
            seconds * share, ProcessUsage.PeakResidentBytes);
    }

    private static TimeSpan Processor() => ProcessUsage.ProcessorTime is var (user, system) ? user + system : default;

    private static string Difference(string first, string second)
    {
        PixelBuffer a = PictureFile.Load(first).Pixels, b = PictureFile.Load(second).Pixels;
        int largest = 0, differing = 0;
        for (int i = 0; i < a.Bytes.Length; i++)
        {
            int difference = Math.Abs(a.Bytes[i] - b.Bytes[i]);
            (largest, differing) = (Math.Max(largest, difference), differing + (difference > 0 ? 1 : 0));
        }

        return string.Create(
            CultureInfo.InvariantCulture, $"{largest} of 255, in {100.0 * differing / a.Bytes.Length:0.0000} % of the samples");
    }

    /// <summary>One run.</summary>
    private sealed record Measured(double Megapixels, int Strips, double Seconds, double Work, long Peak);
}
