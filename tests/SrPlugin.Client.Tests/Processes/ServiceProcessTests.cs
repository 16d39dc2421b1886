using System.Diagnostics;
using SrPlugin.Protocol;

namespace SrPlugin.Client.Tests.Processes;

/// <summary>The client and real services that come, hang and die. tests/SrPlugin.Client.Soak does the same at length.</summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class ServiceProcessTests
{
    [Fact]
    public async Task Start_TwentyClientsAtOnce_StartOneService()
    {
        const int InProcess = 17, Programs = 3;
        await using var sandbox = new ServiceSandbox();

        Task<int>[] starts =
        [
            .. Enumerable.Range(0, InProcess)
                .Select(
                    _ => Task.Run(async () => (await new SrPluginClient(sandbox.Options).StartAsync(CancellationToken.None)).ProcessId)),
            .. Enumerable.Range(0, Programs).Select(_ => StartByProbeAsync(sandbox)),
        ];
        int[] ids = await Task.WhenAll(starts);

        ids.Distinct().ShouldHaveSingleItem();
        sandbox.CountStarts().ShouldBe(1);
    }

    [Fact]
    public async Task Start_ByAProgramThatEnds_OutlivesIt()
    {
        await using var sandbox = new ServiceSandbox();

        int id = await StartByProbeAsync(sandbox);

        (await new SrPluginClient(sandbox.Options).GetHealthAsync(CancellationToken.None))!.ProcessId.ShouldBe(id);
        // It holds nothing of the program that started it but what it opened itself.
        foreach (string descriptor in (string[])["0", "1", "2"])
            File.ResolveLinkTarget($"/proc/{id}/fd/{descriptor}", returnFinalTarget: false)!.FullName.ShouldBeOneOf(
                "/dev/null", sandbox.Options.Endpoint + ".lock.err");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(40)]
    [InlineData(250)]
    public async Task Upscale_ServiceIsKilled_EndsAtOnceAndTheNextCallSucceeds(int milliseconds)
    {
        await using var sandbox = new ServiceSandbox();
        var client = new SrPluginClient(sandbox.Options);
        byte[] expected = (await ServiceSandbox.UpscaleAsync(client)).Pixels;
        int id = (await client.GetHealthAsync(CancellationToken.None))!.ProcessId;
        var underWay = new FirstProgress();
        Task<UpscaleResult> job = ServiceSandbox.UpscaleAsync(client, "!test delay=50 tiles=10000", underWay);
        await underWay.Task;

        await Task.Delay(milliseconds);
        ServiceSandbox.Kill(id, "KILL");
        ServiceException fault = await Should.ThrowAsync<ServiceException>(() => job.WaitAsync(TimeSpan.FromMinutes(1)));

        fault.Code.ShouldBe(ErrorCode.ServiceLost);
        (await ServiceSandbox.UpscaleAsync(client)).Pixels.ShouldBe(expected);
        (await client.GetHealthAsync(CancellationToken.None))!.ProcessId.ShouldNotBe(id);
    }

    [Fact]
    public async Task Upscale_ServiceStops_IsHungAndTheNextCallReplacesIt()
    {
        await using var sandbox = new ServiceSandbox();
        var client = new SrPluginClient(sandbox.Options with { HangTimeout = TimeSpan.FromSeconds(5) });
        int id = (await client.StartAsync(CancellationToken.None)).ProcessId;
        var underWay = new FirstProgress();
        Task<UpscaleResult> job = ServiceSandbox.UpscaleAsync(client, "!test delay=50 tiles=10000", underWay);
        await underWay.Task;

        ServiceSandbox.Kill(id, "STOP");
        ServiceException fault = await Should.ThrowAsync<ServiceException>(() => job);
        await ServiceSandbox.UpscaleAsync(client);

        fault.Code.ShouldBe(ErrorCode.ServiceHung);
        (await client.GetHealthAsync(CancellationToken.None))!.ProcessId.ShouldNotBe(id);
    }

    [Fact]
    public async Task Upscale_EngineHangs_IsHungAndTheNextCallReplacesTheService()
    {
        await using var sandbox = new ServiceSandbox("--heartbeat-time", "0.2");
        var client = new SrPluginClient(sandbox.Options with { StallTimeout = TimeSpan.FromSeconds(2) });
        int id = (await client.StartAsync(CancellationToken.None)).ProcessId;

        ServiceException fault = await Should.ThrowAsync<ServiceException>(() => ServiceSandbox.UpscaleAsync(client, "!test fault=hang"));
        await ServiceSandbox.UpscaleAsync(client);

        (fault.Code, fault.Message).ShouldBe((ErrorCode.ServiceHung, "The service's engine gave no sign of life for 2 seconds."));
        (await client.GetHealthAsync(CancellationToken.None))!.ProcessId.ShouldNotBe(id);
    }

    [Fact]
    public async Task Start_OptionsTheServiceRefuses_FailsWithItsWords()
    {
        await using var sandbox = new ServiceSandbox();
        var client = new SrPluginClient(sandbox.Options with { ServiceArguments = ["--device", "steam"] });

        ServiceException fault = await Should.ThrowAsync<ServiceException>(() => client.StartAsync(CancellationToken.None));

        fault.Code.ShouldBe(ErrorCode.StartFailed);
        fault.Message.ShouldContain("--device is \"steam\"");
    }

    [Fact]
    public async Task Upscale_PreviewsAskedFor_HandsThemOverWithTheProgress()
    {
        await using var sandbox = new ServiceSandbox();
        var client = new SrPluginClient(sandbox.Options);
        var request = new JobRequest
        {
            Width = 40,
            Height = 30,
            Channels = 3,
            SampleFormat = SampleFormat.UInt8,
            Previews = true,
            Recipe = new Recipe { Scale = 2, Prompt = "!test tiles=40 previews=2 delay=50" },
        };
        byte[] pixels = [.. Enumerable.Range(0, (int)request.PixelBytes).Select(i => (byte)(i / 7))];
        var told = new Everything();

        await client.UpscaleAsync(request, pixels, default, told, CancellationToken.None);

        JobProgress[] shown = [.. told.Reports.Where(report => report.Preview is not null)];
        shown[0].Preview!.Step.ShouldBe(1);
        shown.ShouldAllBe(
            report =>
                report.Stage == "denoise" && report.Preview!.Width == 80 && report.Preview.Height == 60
                    && report.Preview.Pixels.Length == 80 * 60 * 3);
        told.Reports.ShouldContain(report => report.Preview == null);
        told.Reports.Zip(told.Reports.Skip(1)).ShouldAllBe(pair => pair.First.Percent <= pair.Second.Percent);
    }

    [Fact]
    public async Task Start_SettingsNameAnotherSocket_ListensWhereTheClientLooks()
    {
        await using var sandbox = new ServiceSandbox();
        string folder = Path.GetDirectoryName(sandbox.Options.Endpoint)!, elsewhere = Path.Combine(folder, "elsewhere");
        Directory.CreateDirectory(Path.Combine(folder, "srplugin"));
        File.WriteAllText(Path.Combine(folder, "srplugin", "service.json"), $"{{\"socket\":\"{elsewhere}\"}}");
        var environment = new Dictionary<string, string>(sandbox.Options.ServiceEnvironment) { ["SRPLUGIN_SERVICE_SOCKET"] = elsewhere };
        var client = new SrPluginClient(sandbox.Options with { ServiceEnvironment = environment });

        await client.StartAsync(CancellationToken.None);

        File.Exists(elsewhere).ShouldBeFalse();
    }

    [Fact]
    public async Task Shutdown_HungService_IsKilled()
    {
        await using var sandbox = new ServiceSandbox();
        var client = new SrPluginClient(sandbox.Options with { HangTimeout = TimeSpan.FromSeconds(5) });
        ServiceSandbox.Kill((await client.StartAsync(CancellationToken.None)).ProcessId, "STOP");

        (await client.ShutdownAsync(CancellationToken.None)).ShouldBeTrue();
        (await client.GetHealthAsync(CancellationToken.None)).ShouldBeNull();
    }

    private static async Task<int> StartByProbeAsync(ServiceSandbox sandbox)
    {
        using Process process = Process.Start(sandbox.Probe(["start", .. sandbox.Options.ServiceArguments]))!;
        string said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0);
        return int.Parse(said.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
    }

    private sealed class Everything : IProgress<JobProgress>
    {
        public List<JobProgress> Reports { get; } = [];

        public void Report(JobProgress value) => Reports.Add(value);
    }

    private sealed class FirstProgress : IProgress<JobProgress>
    {
        private readonly TaskCompletionSource _told = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Task => _told.Task;

        public void Report(JobProgress value)
        {
            if (value.Percent > 0)
                _told.TrySetResult();
        }
    }
}
