using System.Globalization;
using SrPlugin.Cli.Commands;
using SrPlugin.Cli.Composition;
using SrPlugin.Cli.Faults;
using SrPlugin.Cli.Files;
using SrPlugin.Cli.Output;
using SrPlugin.Cli.Upscaling;
using SrPlugin.Imaging;
using SrPlugin.Protocol;
using SrPlugin.Trainer.Evaluation;

namespace SrPlugin.Cli.Evaluation;

/// <summary><c>srplugin eval --suite builtin</c>: the table that built-in models are judged by.</summary>
internal sealed class SuiteRun(CliConsole console, PictureUpscalerFactory upscalers, CommandCancellation cancellation)
{
    private const int SmallestCrop = 64;

    /// <summary>Judges a model and prints the table.</summary>
    /// <param name="arguments">The folder of photos, and the settings given; mode and scale are the suite's.</param>
    /// <param name="side">Pixels of a side of the photos' middle.</param>
    /// <param name="samples">A folder for the results; null for none.</param>
    public int Run(UpscaleArguments arguments, int side, string? samples)
    {
        if (side < SmallestCrop || side % 8 != 0)
            throw new FaultException(ExitCode.Usage, $"--crop is {side}; it must be a multiple of 8 and at least {SmallestCrop}.");
        IReadOnlyList<string> files = InputExpander.Expand(arguments.Inputs).Files;
        PlanarImage[] photos = [.. files.Select(file => BuiltinSuite.Prepare(PlanarImage.FromPixels(PictureReading.Picture(file).Pixels).ToRgb(), side))];
        if (samples is not null)
            Directory.CreateDirectory(samples);
        using IPictureUpscaler restorer = upscalers.Create(arguments, arguments.Given with { Mode = "restore" }, files.Count, cancellation.Token);
        using IPictureUpscaler enlarger = upscalers.Create(arguments, arguments.Given with { Mode = "upscale", Scale = 4 }, files.Count, cancellation.Token);
        IReadOnlyList<SuiteFigures> figures = BuiltinSuite.Run(
            photos,
            (source, one) => (one.KeepsSize ? restorer : enlarger).Run(new PictureJob(source, null, null), new Silence(), cancellation.Token).Pixels,
            (photo, one, result) => Save(samples, files[photo], one, result),
            cancellation.Token);
        if (arguments.Json)
            CliJson.WriteLine(console.Out, new { ok = true, photos = files.Count, crop = side, cases = figures.Select(AsJson) });
        else
            Print(figures);
        return (int)ExitCode.Ok;
    }

    private void Print(IReadOnlyList<SuiteFigures> figures)
    {
        console.Out.WriteLine($"{"",-34}{"source, or bicubic",27}{"",12}{"result",15}");
        console.Out.WriteLine($"{"",-34}{"PSNR-Y",8}{"detail",8}{"blocks",8}{"chroma",8}   {"PSNR-Y",8}{"gain",8}{"detail",8}{"blocks",8}{"chroma",8}");
        foreach (SuiteFigures one in figures)
        {
            (PictureFigures source, PictureFigures result) = (one.Source, one.Result);
            console.Out.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{one.Case.Name,-34}{source.PsnrY,8:0.00}{source.DetailEnergy,8:0.00}{source.BlockEdges,8:0.00}{source.FlatChromaError,8:0.00}   {result.PsnrY,8:0.00}{result.PsnrY - source.PsnrY,8:+0.00;-0.00}{result.DetailEnergy,8:0.00}{result.BlockEdges,8:0.00}{result.FlatChromaError,8:0.00}"));
        }
    }

    private static object AsJson(SuiteFigures one) => new { name = one.Case.Name, source = AsJson(one.Source), result = AsJson(one.Result) };

    private static object AsJson(PictureFigures one) => new
    {
        psnrY = one.PsnrY,
        detailEnergy = one.DetailEnergy,
        blockEdges = one.BlockEdges,
        flatChromaError = double.IsFinite(one.FlatChromaError) ? one.FlatChromaError : (double?)null,
    };

    private static void Save(string? folder, string photo, SuiteCase one, PixelBuffer result)
    {
        if (folder is null)
            return;
        string name = string.Concat(one.Name.Where(c => char.IsAsciiLetterOrDigit(c) || c == ' ')).Replace(' ', '-');
        PictureFile.Save(new Picture(result), Path.Combine(folder, $"{Path.GetFileNameWithoutExtension(photo)}-{name}.png"));
    }

    private sealed class Silence : IProgress<WorkProgress>
    {
        public void Report(WorkProgress value)
        {
        }
    }
}
