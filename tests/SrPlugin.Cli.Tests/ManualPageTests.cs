using System.Diagnostics;

namespace SrPlugin.Cli.Tests;

/// <summary>Help and manual pages, which are made from the same description of the commands.</summary>
public sealed class ManualPageTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("srplugin-man-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Manual_Folder_GetsAPageForEveryCommand()
    {
        CliRun.Of("manual", _folder.FullName).Code.ShouldBe(0);

        string[] pages = [.. _folder.GetFiles().Select(file => file.Name).Order(StringComparer.Ordinal)];
        pages.ShouldContain("srplugin.1");
        pages.ShouldContain("srplugin-upscale.1");
        pages.ShouldContain("srplugin-models-get.1");
        string page = File.ReadAllText(Path.Combine(_folder.FullName, "srplugin-upscale.1"));
        string help = CliRun.Of("upscale", "--help").Output;
        foreach (string option in (string[])["--output", "--strength", "--change-map", "--dry-run", "--verbose"])
        {
            page.ShouldContain(option.Replace("-", "\\-", StringComparison.Ordinal));
            help.ShouldContain(option);
        }
    }

    [Fact]
    public void Manual_Pages_AreReadByManWithoutAWarning()
    {
        CliRun.Of("manual", _folder.FullName).Code.ShouldBe(0);
        foreach (FileInfo page in _folder.GetFiles())
        {
            using Process groff = Process.Start(
                new ProcessStartInfo(
                    "groff", ["-man", "-Tutf8", "-K", "utf8", "-ww", "-z", page.FullName]) { RedirectStandardError = true })!;
            string warnings = groff.StandardError.ReadToEnd();
            groff.WaitForExit();
            (groff.ExitCode, warnings).ShouldBe((0, ""), page.Name);
        }
    }

    [Fact]
    public void Help_Upscale_GroupsItsOptionsAndKeepsToItsColumns()
    {
        string help = CliRun.Of("upscale", "--help").Output;

        string[] titles = [.. help.Split('\n').Where(line => line.EndsWith(':') && !line.StartsWith(' ')).Select(line => line.Trim(':'))];
        titles.ShouldBe(["Arguments", "Files", "What to do", "To compare and to try", "Advanced settings", "How to run", "Other options"]);
        help.Split('\n').Max(line => line.Length).ShouldBeLessThanOrEqualTo(120);
        help.ShouldContain("Usage: srplugin upscale IN… -o, --output OUT [options]");
    }
}
