using System.CommandLine;
using System.Globalization;
using SrPlugin.Cli.Evaluation;
using SrPlugin.Cli.Files;
using SrPlugin.Cli.Output;
using SrPlugin.Imaging;

namespace SrPlugin.Cli.Commands;

/// <summary><c>srplugin metrics A B</c>: how alike two pictures are.</summary>
internal sealed class MetricsCommand(CliConsole console) : ICliCommand
{
    public Command Build()
    {
        var first = new Argument<string>("A") { Description = "A picture." };
        var second = new Argument<string>("B") { Description = "Another picture of the same size." };
        Option<int> border = PictureComparison.Border();
        Option<bool> json = SharedOptions.Json();
        var command = new Command(
            "metrics",
            "Compare two pictures: PSNR of the luma (BT.601) in dB, and SSIM, as in the literature.") { first, second, border, json };
        command.SetAction(
            parsed => Run(parsed.GetRequiredValue(first), parsed.GetRequiredValue(second), parsed.GetValue(border), parsed.GetValue(json)));
        return command;
    }

    private int Run(string first, string second, int border, bool json)
    {
        PixelBuffer a = PictureReading.Picture(first).Pixels;
        PixelBuffer b = PictureReading.Picture(second).Pixels;
        PictureScores scores = PictureComparison.Compare(first, a, second, b, border, new PictureMeasures());
        if (json)
            CliJson.WriteLine(
                console.Out,
                new
                {
                    a = first,
                    b = second,
                    ok = true,
                    width = a.Width,
                    height = a.Height,
                    border,
                    psnrY = scores.PsnrY,
                    ssim = scores.Ssim,
                });
        else
            console.Out.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"PSNR-Y {scores.PsnrY:0.000} dB, SSIM {scores.Ssim:0.00000}"));
        return (int)ExitCode.Ok;
    }
}
