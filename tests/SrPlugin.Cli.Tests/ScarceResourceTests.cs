using System.Diagnostics;
using SrPlugin.Imaging;
using SrPlugin.Testing.Needs;

namespace SrPlugin.Cli.Tests;

/// <summary>The real command line with too little of something: files, disk, memory.</summary>
public sealed class ScarceResourceTests : IDisposable
{
    private readonly Workspace _files = new();
    private readonly CliProcess _cli;

    public ScarceResourceTests()
    {
        _cli = new CliProcess(_files.Root);
        _cli.Environment["SRPLUGIN_SERVICE"] = Path.Combine(AppContext.BaseDirectory, "srplugin-test-service");
    }

    public void Dispose()
    {
        _cli.Dispose();
        _files.Dispose();
    }

    [UnixTheory]
    [InlineData("upscale", "a.png", "-o", "b.png")]
    [InlineData("batch", "in", "-o", "out", "--via-service")]
    public async Task FewOpenFiles_AnyCommand_NamesTheLimit(params string[] arguments)
    {
        _files.Picture("a.png");
        _files.Picture("in/a.png");

        CliRun run = await UnderLimitAsync("ulimit -n 64", arguments);

        run.Code.ShouldBe((int)ExitCode.Usage, run.Error);
        run.Error.ShouldBe("srplugin: This process may open 64 files; at least 256 are needed. Raise the limit with: ulimit -n 1024\n");
        _files.Files("out").ShouldBeEmpty();
    }

    [LinuxRootFact]
    public async Task DiskFull_Batch_EndsAtOnceAndGoesOnWhenThereIsRoom()
    {
        const int Pictures = 6;
        for (int i = 0; i < Pictures; i++)
            _files.Picture($"in/{i}.png", 120 + i, 120);
        Directory.CreateDirectory(_files["out"]);
        await RunAsync("mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", _files["out"]);
        try
        {
            CliRun full = await BatchAsync("--report", _files["r.json"]);
            string[] left = [.. _files.Files("out").Where(file => !file.StartsWith(".srplugin-batch", StringComparison.Ordinal))];
            foreach (string file in left)
                PictureFile.Load(Path.Combine(_files["out"], file)).Pixels.Height.ShouldBe(240);
            await RunAsync("mount", "-o", "remount,size=64m", _files["out"]);
            CliRun later = await BatchAsync();

            full.Code.ShouldBe((int)ExitCode.Output, full.Error);
            full.Error.ShouldContain("The disk is full");
            full.Error.Split("The disk is full").Length.ShouldBe(2, "it is said once, not for every picture");
            left.Length.ShouldBeInRange(1, Pictures - 1);
            left.ShouldAllBe(file => file.EndsWith(".png"));
            later.Code.ShouldBe(0, later.Error);
            later.Output.ShouldContain($"{Pictures} of {Pictures} pictures done.");
        }
        finally
        {
            await RunAsync("umount", _files["out"]);
        }
    }

    [Fact]
    public async Task ServiceCannotStart_Batch_EndsAtOnceAndNoPictureCountsAsFailed()
    {
        _files.Picture("in/a.png");
        _files.Picture("in/b.png");
        string service = _cli.Environment["SRPLUGIN_SERVICE"];
        _cli.Environment["SRPLUGIN_SERVICE"] = _files["nowhere"];

        CliRun without = await BatchAsync();
        _cli.Environment["SRPLUGIN_SERVICE"] = service;
        CliRun later = await BatchAsync();

        without.Code.ShouldBe((int)ExitCode.Service);
        without.Error.Split("nowhere").Length.ShouldBe(2, without.Error);
        later.Code.ShouldBe(0, later.Error);
        later.Output.ShouldContain("2 of 2 pictures done.");
    }

    private Task<CliRun> BatchAsync(params string[] more) =>
        _cli.RunAsync(
            ["batch", "in", "-o", "out", "--via-service", "--model", "test", "--scale", "2", "--blur", "0.3", "--noise", "0.2", .. more]);

    private async Task<CliRun> UnderLimitAsync(string limit, params string[] arguments)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", $"{limit}; exec \"$0\" \"$@\"", CliProcess.Program, .. arguments])
        {
            RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = _files.Root,
        };
        foreach ((string name, string value) in _cli.Environment)
            start.Environment[name] = value;
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync(CliProcess.Limit());
        return new CliRun(process.ExitCode, await output, await error);
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using Process process = Process.Start(program, arguments);
        await process.WaitForExitAsync(CliProcess.Limit());
        process.ExitCode.ShouldBe(0, $"{program} {string.Join(' ', arguments)}");
    }
}
