using SrPlugin.Protocol;
using SrPlugin.Protocol.Endpoints;
using SrPlugin.Service.Tests.Harness;
using SrPlugin.Testing.Needs;

namespace SrPlugin.Service.Tests.Processes;

/// <summary>The service as a process: how it begins, and every way it ends.</summary>
public sealed class LifetimeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Start_TwentyAtOnce_OneServesAndTheOthersLeaveQuietly()
    {
        ServiceProcess[] all = [.. Enumerable.Range(0, 20).Select(_ => ServiceProcess.Launch(_folder.Path))];
        try
        {
            bool[] listens = await Task.WhenAll(all.Select(process => process.ListensAsync()));

            listens.Count(one => one).ShouldBe(1);
            ServiceProcess server = all[Array.IndexOf(listens, true)];
            foreach (ServiceProcess other in all.Where(process => process != server))
            {
                (await other.ExitCodeAsync()).ShouldBe((int)ServiceExitCode.AlreadyRunning);
                (await other.ErrorText).ShouldBeEmpty();
            }

            using WireClient client = server.Connect();
            (await client.HealthAsync()).ProcessId.ShouldBe(server.Id);
        }
        finally
        {
            foreach (ServiceProcess process in all)
                await process.DisposeAsync();
        }
    }

    [Fact]
    public async Task Kill_TheNextOneServes()
    {
        for (int i = 0; i < 3; i++)
        {
            await using ServiceProcess service = await ServiceProcess.StartAsync(_folder.Path);
            using WireClient client = service.Connect();
            JobRequest request = Samples.Request(8, 8);
            await client.RunAsync(request, Samples.Pixels(request));
            service.Kill();
            await service.ExitCodeAsync();
            File.Exists(service.SocketPath).ShouldBeTrue("nothing tidies up after kill -9");
        }
    }

    [Fact]
    public async Task Crash_InAJob_EndsItsStreamAtOnce()
    {
        await using ServiceProcess service = await ServiceProcess.StartAsync(_folder.Path);
        using WireClient client = service.Connect();
        JobRequest request = Samples.Request(8, 8, recipe: Samples.Told("fault=crash"));

        await Should.ThrowAsync<Exception>(() => client.RunAsync(request, Samples.Pixels(request)));

        (await service.ExitCodeAsync()).ShouldNotBe(0);
    }

    [Fact]
    public async Task Shutdown_WithJobs_TellsThemAndLeaves()
    {
        await using ServiceProcess service = await ServiceProcess.StartAsync(_folder.Path);
        using WireClient client = service.Connect();
        JobRequest request = Samples.Request(8, 8, recipe: Samples.Told("delay=20 tiles=5000"));
        string running = await client.SubmitAsync(request, Samples.Pixels(request)),
        waiting = await client.SubmitAsync(request, Samples.Pixels(request));
        Task<JobResult> first = client.WaitAsync(running), second = client.WaitAsync(waiting);
        await Patience.UntilAsync(async () => (await client.HealthAsync()).RunningJobs == 1);

        (await client.SendAsync(HttpMethod.Post, WireFormat.ShutdownPath)).EnsureSuccessStatusCode();

        (await Should.ThrowAsync<WireException>(() => first)).Code.ShouldBe(ErrorCode.ShuttingDown);
        (await Should.ThrowAsync<WireException>(() => second)).Code.ShouldBe(ErrorCode.ShuttingDown);
        (await service.ExitCodeAsync()).ShouldBe((int)ServiceExitCode.Ok);
        File.Exists(service.SocketPath).ShouldBeFalse();
    }

    [UnixTheory]
    [InlineData("TERM")]
    [InlineData("INT")]
    [InlineData("HUP")]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public async Task Signal_LeavesAndTidiesUp(string signal)
    {
        await using ServiceProcess service = await ServiceProcess.StartAsync(_folder.Path);

        await service.SignalAsync(signal);

        (await service.ExitCodeAsync()).ShouldBe((int)ServiceExitCode.Ok);
        File.Exists(service.SocketPath).ShouldBeFalse();
    }

    [Fact]
    public async Task Idle_Leaves()
    {
        await using ServiceProcess service = await ServiceProcess.StartAsync(_folder.Path, "--exit-idle-time", "0.2");

        (await service.ExitCodeAsync()).ShouldBe((int)ServiceExitCode.Ok);
    }

    [Fact]
    public async Task Hang_LeavesWithAFailure()
    {
        await using ServiceProcess service = await ServiceProcess.StartAsync(_folder.Path, "--stall-time", "0.5", "--test-fault", "hang");
        using WireClient client = service.Connect();
        JobRequest request = Samples.Request(8, 8);

        await Should.ThrowAsync<Exception>(() => client.RunAsync(request, Samples.Pixels(request)));

        (await service.ExitCodeAsync()).ShouldBe((int)ServiceExitCode.Failed);
    }

    [UnixFact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public async Task Socket_Deleted_TheServiceLeavesAfterItsJob()
    {
        await using ServiceProcess service = await ServiceProcess.StartAsync(_folder.Path, "--model-idle-time", "1");
        using WireClient client = service.Connect();
        JobRequest request = Samples.Request(8, 8, recipe: Samples.Told("delay=200 tiles=8"));
        string id = await client.SubmitAsync(request, Samples.Pixels(request));
        bool isDeleted = false;

        // On the connection that it has: a new one is not to be had.
        JobResult result = await client.WaitAsync(id, _ =>
        {
            if (!isDeleted)
                File.Delete(service.SocketPath);
            isDeleted = true;
        });

        (isDeleted, result.Width).ShouldBe((true, 16));
        (await service.ExitCodeAsync()).ShouldBe((int)ServiceExitCode.Ok);
    }

    [UnixFact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public async Task Folder_DeletedWithTheLock_TheNextServiceKeepsItsSocket()
    {
        string folder = Path.Combine(_folder.Path, "own");
        await using ServiceProcess first = await ServiceProcess.StartAsync(folder, "--model-idle-time", "1");
        Directory.Delete(folder, recursive: true);
        await using ServiceProcess second = await ServiceProcess.StartAsync(folder);

        (await first.ExitCodeAsync()).ShouldBe((int)ServiceExitCode.Ok);

        using WireClient client = second.Connect();
        (await client.HealthAsync()).ProcessId.ShouldBe(second.Id);
    }

    [Fact]
    public async Task Lock_DeletedWhileAServiceAnswers_TheNextOneLeavesItAlone()
    {
        await using ServiceProcess first = await ServiceProcess.StartAsync(_folder.Path);
        File.Delete(first.SocketPath + ".lock");

        await using ServiceProcess second = ServiceProcess.Launch(_folder.Path);

        (await second.ExitCodeAsync()).ShouldBe((int)ServiceExitCode.AlreadyRunning);
        using WireClient client = first.Connect();
        (await client.HealthAsync()).ProcessId.ShouldBe(first.Id);
    }

    [Fact]
    public async Task Options_Faulty_AreAllNamed()
    {
        await using ServiceProcess service = ServiceProcess.Launch(_folder.Path, "--queue-capacity", "0", "--colour", "red");

        (await service.ExitCodeAsync()).ShouldBe((int)ServiceExitCode.InvalidOptions);
        string error = await service.ErrorText;
        error.ShouldContain("--queue-capacity");
        error.ShouldContain("--colour");
    }

    [UnixFact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public async Task Socket_AndItsFolder_AreTheUsersAlone()
    {
        string folder = Path.Combine(_folder.Path, "own");
        await using ServiceProcess service = await ServiceProcess.StartAsync(folder);

        File.GetUnixFileMode(folder).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.GetUnixFileMode(service.SocketPath).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [UnixTheory]
    [InlineData("open")]
    [InlineData("link")]
    [InlineData("file")]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public async Task Socket_HostileFolder_IsRefused(string kind)
    {
        string folder = Path.Combine(_folder.Path, "hostile");
        switch (kind)
        {
            case "open":
                Directory.CreateDirectory(folder);
                File.SetUnixFileMode(folder, (UnixFileMode)0b111_111_111);
                break;
            case "link":
                File.CreateSymbolicLink(folder, Directory.CreateDirectory(Path.Combine(_folder.Path, "target")).FullName);
                break;
            default:
                File.WriteAllText(folder, "");
                break;
        }

        await using ServiceProcess service = ServiceProcess.Launch(folder);

        (await service.ExitCodeAsync()).ShouldBe((int)ServiceExitCode.EndpointRefused);
        (await service.ErrorText).ShouldContain(folder);
    }

    [Fact]
    public async Task Socket_PathOfAnotherFile_IsRefusedAndTheFileStays()
    {
        string file = Path.Combine(_folder.Path, "s");
        File.WriteAllText(file, "precious");

        await using ServiceProcess service = ServiceProcess.Launch(_folder.Path);

        (await service.ExitCodeAsync()).ShouldBe((int)ServiceExitCode.EndpointRefused);
        File.ReadAllText(file).ShouldBe("precious");
    }
}
