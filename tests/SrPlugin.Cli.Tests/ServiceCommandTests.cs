using System.Diagnostics;
using System.Text.Json;
using SrPlugin.Imaging;

namespace SrPlugin.Cli.Tests;

/// <summary><c>srplugin service</c> and <c>upscale --via-service</c>, with a real service.</summary>
public sealed class ServiceCommandTests : IDisposable
{
    private readonly Workspace _files = new();
    private readonly CliProcess _cli;

    public ServiceCommandTests() => _cli = new CliProcess(_files.Root);

    public void Dispose()
    {
        _cli.Dispose();
        _files.Dispose();
    }

    private Task<CliRun> StartTestEngineAsync(params string[] options)
    {
        _cli.Environment["SRPLUGIN_SERVICE"] = Path.Combine(AppContext.BaseDirectory, "srplugin-test-service");
        return _cli.RunAsync(["service", "start", "--", .. options]);
    }

    [Fact]
    public async Task Service_StartStatusLogStop_SayWhatIs()
    {
        CliRun none = await _cli.RunAsync("service", "status"), nothing = await _cli.RunAsync("service", "stop"),
        noLog = await _cli.RunAsync("service", "log");
        CliRun start = await StartTestEngineAsync("--queue-capacity", "7"), again = await _cli.RunAsync("service", "start", "--json");
        CliRun status = await _cli.RunAsync("service", "status"), log = await _cli.RunAsync("service", "log", "--lines", "1"),
        stop = await _cli.RunAsync("service", "stop");

        none.Code.ShouldBe((int)ExitCode.SomeFailed);
        none.Output.ShouldContain("No service listens");
        (nothing.Code, nothing.Output.Trim()).ShouldBe((0, "No service was running."));
        noLog.Code.ShouldBe((int)ExitCode.BadInput);
        noLog.Error.ShouldContain("There is no log");
        start.Code.ShouldBe(0, start.Error);
        start.Output.ShouldContain("was started");
        again.Json[0].GetProperty("started").GetBoolean().ShouldBeFalse();
        status.Code.ShouldBe(0, status.Error);
        status.Output.ShouldContain("test on cpu");
        status.Output.ShouldContain("0 of 7 waiting");
        log.Code.ShouldBe(0, log.Error);
        log.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldHaveSingleItem().ShouldStartWith("{");
        (stop.Code, stop.Output.Trim()).ShouldBe((0, "The service has ended."));
        (await _cli.RunAsync("service", "status")).Code.ShouldBe((int)ExitCode.SomeFailed);
    }

    [Fact]
    public async Task ServiceTop_Once_ShowsTheJobsThatRunAndWait()
    {
        CliRun none = await _cli.RunAsync("service", "top", "--once");
        await StartTestEngineAsync("--test-delay", "100", "--test-tiles", "10000");
        _files.Picture("a.png", 64, 48);
        using Process running = _cli.Start("upscale", "a.png", "-o", "b.png", "--via-service"),
        waiting = _cli.Start("upscale", "a.png", "-o", "c.png", "--via-service");
        CliRun top;
        do
        {
            top = await _cli.RunAsync("service", "top", "--once");
        }
        while (!top.Output.Contains("restoring", StringComparison.Ordinal)
            || !top.Output.Contains("waiting for", StringComparison.Ordinal));
        using Process watch = _cli.Start("service", "top");
        for (int tables = 0; tables < 2;)
            tables += (await watch.StandardOutput.ReadLineAsync(CliProcess.Limit()))
                .ShouldNotBeNull().StartsWith("srplugin-service", StringComparison.Ordinal) ? 1 : 0;
        await CliProcess.SignalAsync(watch.Id, "INT");
        await watch.WaitForExitAsync(CliProcess.Limit());
        running.Kill();
        waiting.Kill();

        (none.Code, none.Output).ShouldBe(((int)ExitCode.SomeFailed, $"No service listens at {_files["s"]}.\n"));
        top.Code.ShouldBe(0, top.Error);
        string[] lines = top.Output.Split('\n');
        lines[0].ShouldContain("test on cpu");
        lines[1].ShouldContain("1 running, 1 of 64 waiting");
        lines[2].ShouldContain("memory:");
        lines[4].ShouldStartWith("JOB");
        lines[5].ShouldMatch(@"^[0-9a-f]{8} srplugin \d+ +interactive +\S+ +64×48 +\d+ %");
        lines[6].ShouldContain("waiting for");
        top.Output.ShouldNotContain("\e", Case.Sensitive, "a file gets no control sequences");
        watch.ExitCode.ShouldBeOneOf(0, (int)ExitCode.Cancelled);
    }

    [Fact]
    public async Task ServiceTop_InATerminal_RedrawsTheScreenUntilQ()
    {
        await StartTestEngineAsync();

        // script gives the program a terminal; what it types comes from the pipe.
        var start = new ProcessStartInfo("script", ["-qefc", $"stty rows 20 cols 100; '{CliProcess.Program}' service top", "/dev/null"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        foreach ((string name, string value) in _cli.Environment)
            start.Environment[name] = value;
        start.Environment["TERM"] = "xterm";
        using Process process = Process.Start(start)!;
        var screen = new System.Text.StringBuilder();
        var buffer = new char[4096];
        while (screen.ToString().Split("\e[H").Length < 3)
        {
            int read = await process.StandardOutput.ReadAsync(buffer, CliProcess.Limit());
            read.ShouldBeGreaterThan(0, screen.ToString());
            screen.Append(buffer, 0, read);
        }

        await process.StandardInput.WriteAsync('q');
        await process.StandardInput.FlushAsync();
        screen.Append(await process.StandardOutput.ReadToEndAsync());
        await process.WaitForExitAsync(CliProcess.Limit());

        process.ExitCode.ShouldBe(0);
        string text = screen.ToString();
        text.ShouldContain("\e[?1049h");
        text.ShouldContain("test on cpu");
        text.ShouldContain("q ends");
        text.TrimEnd().ShouldEndWith("\e[?1049l");
    }

    [Fact]
    public async Task ServiceLog_FolderOfItsOwn_IsAskedOfTheServiceOrReadFromItsSettings()
    {
        await StartTestEngineAsync("--log-folder", _files["elsewhere"]);
        File.Exists(_files["elsewhere/service.log"]).ShouldBeTrue();
        File.AppendAllText(_files["elsewhere/service.log"], "asked\n");
        CliRun asked = await _cli.RunAsync("service", "log", "--lines", "1");
        await _cli.RunAsync("service", "stop");
        string settings = Directory.CreateDirectory(Path.Combine(_cli.Environment["XDG_CONFIG_HOME"]!, "srplugin")).FullName;
        File.WriteAllText(
            Path.Combine(settings, "service.json"), $"{{\"logFolder\": \"{_files["settings"]}\", /* as the service reads it */ }}");
        Directory.CreateDirectory(_files["settings"]);
        File.WriteAllText(_files["settings/service.log"], "read\n");

        CliRun read = await _cli.RunAsync("service", "log");

        asked.Output.Trim().ShouldBe("asked", asked.Error);
        read.Output.Trim().ShouldBe("read", read.Error);
    }

    [Fact]
    public async Task ServiceStart_WrongOptions_RepeatsWhatTheServiceSays()
    {
        CliRun run = await _cli.RunAsync("service", "start", "--", "--device", "steam", "--queue-capacity", "0");

        run.Code.ShouldBe((int)ExitCode.Service);
        run.Error.ShouldContain("--device is \"steam\"");
        run.Error.ShouldContain("--queue-capacity");
        run.Error.ShouldNotContain("   at ");
    }

    [Theory]
    [InlineData("--mode", "restore", "--select", "3,2,15,11", "--feather", "2")]
    [InlineData("--scale", "2.5", "--mask", "mask.png", "--latent", "sample", "--seed", "5")]
    [InlineData("--preset", "maximum-detail")]
    public async Task ViaService_AnyJob_IsBitIdenticalToInProcess(params string[] options)
    {
        _files.Picture("a 1.png", 24, 18, channels: 4);
        _files.Picture("mask.png", 24, 18, channels: 1);
        string[] common = ["upscale", "a 1.png", "--model", "./tiny", .. options];

        CliRun direct = await _cli.RunAsync([.. common, "-o", "direct.png"]);
        CliRun served = await _cli.RunAsync([.. common, "-o", "served.png", "--via-service", "--json"]);

        direct.Code.ShouldBe(0, direct.Error);
        served.Code.ShouldBe(0, served.Error);
        served.Json[0].GetProperty("viaService").GetBoolean().ShouldBeTrue();
        File.ReadAllBytes(_files["served.png"]).ShouldBe(File.ReadAllBytes(_files["direct.png"]), "pixels and recipe");
    }

    [Fact]
    public async Task ViaService_SixteenBitGrey_KeepsItsKind()
    {
        await StartTestEngineAsync();
        var pixels = new PixelBuffer(13, 7, 1, SampleFormat.UInt16);
        new Random(3).NextBytes(pixels.Bytes);
        PictureFile.Save(new Picture(pixels), _files["a.png"]);

        CliRun run = await _cli.RunAsync("upscale", "a.png", "-o", "b.png", "--via-service", "--scale", "3");

        run.Code.ShouldBe(0, run.Error);
        PixelBuffer result = PictureFile.Load(_files["b.png"]).Pixels;
        (result.Width, result.Height, result.Channels, result.Format).ShouldBe((39, 21, 1, SampleFormat.UInt16));
    }

    [Fact]
    public async Task ViaService_ServiceDies_IsOneFaultAndTheNextCallSucceeds()
    {
        await StartTestEngineAsync("--test-fault", "crash", "--test-fault-at", "1");
        _files.Picture("a.png");

        CliRun lost = await _cli.RunAsync("upscale", "a.png", "-o", "b.png", "--via-service");
        CliRun next = await _cli.RunAsync("upscale", "a.png", "-o", "b.png", "--via-service");

        lost.Code.ShouldBe((int)ExitCode.Service);
        lost.Error.ShouldContain("was lost");
        lost.Error.ShouldContain("Try again");
        next.Code.ShouldBe(0, next.Error);
    }

    [Theory]
    [InlineData("out-of-memory", ExitCode.Device)]
    [InlineData("not-a-number", ExitCode.Model)]
    [InlineData("error", ExitCode.Service)]
    public async Task ViaService_JobFails_IsTheJobsFaultAndNothingIsWritten(string fault, ExitCode code)
    {
        await StartTestEngineAsync("--test-fault", fault);
        _files.Picture("a.png");

        CliRun run = await _cli.RunAsync("upscale", "a.png", "-o", "out/b.png", "--via-service");

        run.Code.ShouldBe((int)code, run.Error);
        _files.Files("out").ShouldBeEmpty();
    }

    [Fact]
    public async Task ViaService_SigintInMidJob_CancelsTheJobAndLeavesNothing()
    {
        await StartTestEngineAsync("--test-delay", "100", "--test-tiles", "10000");
        _files.Picture("a.png", 64, 64);
        using Process process = _cli.Start("upscale", "a.png", "-o", "out/b.png", "--via-service");

        // The first progress report says that the job is under way.
        string? line;
        do
        {
            line = await process.StandardError.ReadLineAsync(CliProcess.Limit());
        }
        while (line?.Contains('%', StringComparison.Ordinal) == false);
        line.ShouldNotBeNull();
        await CliProcess.SignalAsync(process.Id, "INT");
        await process.WaitForExitAsync(CliProcess.Limit());

        process.ExitCode.ShouldBe((int)ExitCode.Cancelled);
        _files.Files("out").ShouldBeEmpty();
        JsonElement health = await _cli.HealthAsync();
        health.GetProperty("runningJobs").GetInt32().ShouldBe(0);
        health.GetProperty("queuedJobs").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task ViaService_ProgramMissing_SaysWhereItWasLookedFor()
    {
        _files.Picture("a.png");
        _cli.Environment["SRPLUGIN_SERVICE"] = _files["nowhere/srplugin-service"];

        CliRun run = await _cli.RunAsync("upscale", "a.png", "-o", "b.png", "--via-service");

        run.Code.ShouldBe((int)ExitCode.Service);
        run.Error.ShouldContain("nowhere");
        run.Error.ShouldContain("SRPLUGIN_SERVICE");
    }

    [Fact]
    public async Task ViaService_Device_IsTheServicesAffair()
    {
        _files.Picture("a.png");

        CliRun run = await _cli.RunAsync("upscale", "a.png", "-o", "b.png", "--via-service", "--device", "cpu");

        run.Code.ShouldBe((int)ExitCode.Usage);
        run.Error.ShouldContain("srplugin service start -- --device");
    }
}
