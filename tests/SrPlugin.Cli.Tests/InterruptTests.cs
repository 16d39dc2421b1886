using System.Diagnostics;

namespace SrPlugin.Cli.Tests;

public sealed class InterruptTests : IDisposable
{
    private readonly Workspace _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task Upscale_SigintInMidJob_ReturnsOneHundredAndThirtyAndLeavesNothing()
    {
        string source = _files.Picture("a.png", 320, 320);
        using var process = Process.Start(new ProcessStartInfo(
            Path.Combine(AppContext.BaseDirectory, "srplugin"),
            ["upscale", source, "-o", _files["out/b.png"], "--model", _files.Model, "--tile", "16"])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;

        // The first progress report says that the job is under way.
        string? line;
        do
        {
            line = await process.StandardError.ReadLineAsync(TestContext.Timeout());
        }
        while (line?.Contains('%', StringComparison.Ordinal) == false);
        line.ShouldNotBeNull("the job ended before it told how far it was");
        using var kill = Process.Start("kill", ["-INT", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await process.WaitForExitAsync(TestContext.Timeout());

        process.ExitCode.ShouldBe((int)ExitCode.Cancelled);
        _files.Files("out").ShouldBeEmpty();
        _files.Files(".").ShouldNotContain(
            name => name.Contains("partial", StringComparison.Ordinal) || name.EndsWith(".tmp", StringComparison.Ordinal));
    }

    private static class TestContext
    {
        // A hang must fail; how long the machine takes must not matter.
        public static CancellationToken Timeout() => new CancellationTokenSource(TimeSpan.FromMinutes(10)).Token;
    }
}
