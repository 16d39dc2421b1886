using System.Diagnostics;
using System.Text.RegularExpressions;
using SrPlugin.Client.Tests.Processes;
using SrPlugin.Testing;
using SrPlugin.Testing.Needs;

namespace SrPlugin.Client.Tests.Wine;

/// <summary>Client and service as Windows programs, over a named pipe.</summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed partial class WineTests
{
    private const string Probe = "srplugin-client-probe.exe";

    private static readonly string[] Picture = ["picture", "300", "200"];

    [WineFact]
    public async Task Upscale_UnderWine_MakesTheSamePixelsAsOnLinux()
    {
        await using WinePrefix wine = await WinePrefix.CreateAsync();
        wine.Environment["SRPLUGIN_SERVICE"] = WinePrefix.PathOf(Path.Combine(WinePrefix.Programs, "srplugin-test-service.exe"));

        // Nothing runs: the first call starts the service.
        (int code, string picture) = await wine.RunAsync(Probe, Picture);
        (int Code, string Output)[] starts = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => wine.RunAsync(Probe, "start")));
        (_, string ended) = await wine.RunAsync(Probe, "stop");
        (_, string none) = await wine.RunAsync(Probe, "stop");
        // Four at once, and again none runs.
        (int Code, string Output)[] storm = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => wine.RunAsync(Probe, "start")));
        await wine.RunAsync(Probe, "stop");

        code.ShouldBe(0, picture);
        Lines(picture).ShouldBe(Lines(await PictureOnLinuxAsync()));
        starts.ShouldAllBe(start => start.Code == 0);
        Running().Match(starts[0].Output).Success.ShouldBeTrue(starts[0].Output);
        starts.Select(start => start.Output).Distinct().ShouldHaveSingleItem();
        ended.Trim().ShouldBe("ended");
        none.Trim().ShouldBe("none");
        storm.Select(start => start.Output).Distinct().ShouldHaveSingleItem().ShouldNotBe(starts[0].Output);
    }

    [GeneratedRegex(@"^process \d+ engine test at \\\\\.\\pipe\\srplugin-[0-9a-f]{16}\s*$")]
    private static partial Regex Running();

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static async Task<string> PictureOnLinuxAsync()
    {
        await using var sandbox = new ServiceSandbox();
        await new SrPluginClient(sandbox.Options).StartAsync(CancellationToken.None);
        using Process process = Process.Start(sandbox.Probe(Picture))!;
        return await process.StandardOutput.ReadToEndAsync();
    }
}
