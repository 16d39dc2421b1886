using System.CommandLine;
using System.Globalization;
using SrPlugin.Cli.Faults;
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
        var border = new Option<int>("--border") { Description = "Pixels at every edge that are left out. [default: 0]", HelpName = "N" };
        border.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 0)
                result.AddError("--border must be at least 0.");
        });
        Option<bool> json = SharedOptions.Json();
        var command = new Command("metrics", "Compare two pictures: PSNR of the luma (BT.601) in dB, and SSIM, as in the literature.") { first, second, border, json };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(first), parsed.GetRequiredValue(second), parsed.GetValue(border), parsed.GetValue(json)));
        return command;
    }

    private int Run(string first, string second, int border, bool json)
    {
        PixelBuffer a = PictureReading.Picture(first).Pixels;
        PixelBuffer b = PictureReading.Picture(second).Pixels;
        if (a.Width != b.Width || a.Height != b.Height)
        {
            throw new FaultException(
                ExitCode.BadInput,
                $"{first} has {a.Width}×{a.Height} pixels and {second} {b.Width}×{b.Height}; only pictures of the same size can be compared.");
        }

        if (2 * border >= Math.Min(a.Width, a.Height))
            throw new FaultException(ExitCode.Usage, $"--border {border} leaves nothing of {a.Width}×{a.Height} pixels.");
        double psnr = ImageQuality.PsnrY(a, b, border);
        double ssim = ImageQuality.Ssim(a, b, border);
        if (json)
            CliJson.WriteLine(console.Out, new { a = first, b = second, ok = true, width = a.Width, height = a.Height, border, psnrY = psnr, ssim });
        else
            console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"PSNR-Y {psnr:0.000} dB, SSIM {ssim:0.00000}"));
        return (int)ExitCode.Ok;
    }
}
