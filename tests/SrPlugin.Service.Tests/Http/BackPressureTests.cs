using System.Net;
using System.Net.Sockets;
using SrPlugin.Protocol;
using SrPlugin.Service.Hosting;
using SrPlugin.Service.Tests.Harness;

namespace SrPlugin.Service.Tests.Http;

/// <summary>More connections, requests and jobs than the service takes at once: each gets an answer.</summary>
public sealed class BackPressureTests
{
    private static readonly JobRequest _slow =
        Samples.Request(16, 16, recipe: Samples.Told("delay=20 tiles=5000")) with { Detached = true };

    [Theory]
    [InlineData(500)]
    [InlineData(1500)]
    public async Task Connect_BesideManyIdleConnections_IsServed(int count)
    {
        await using RunningService service = await RunningService.StartAsync();
        var idle = new List<Socket>();
        try
        {
            for (int i = 0; i < count; i++)
                idle.Add(await ConnectAsync(service.SocketPath));
            JobRequest request = Samples.Request(8, 8);

            (JobResult result, _) = await service.Client.RunAsync(request, Samples.Pixels(request));

            result.Width.ShouldBe(16);
            await Patience.UntilAsync(() => service.Get<ConnectionGate>().Connections <= service.Get<ConnectionGate>().Most);
        }
        finally
        {
            idle.ForEach(socket => socket.Dispose());
        }
    }

    [Fact]
    public async Task Submit_AsManyRequestsInProgressAsThereMayBe_IsAnsweredBusyWithRetryAfter()
    {
        await using RunningService service = await RunningService.StartAsync(options => options with { MaxConnections = 4 });
        string id = await service.Client.SubmitAsync(_slow, Samples.Pixels(_slow));
        using var end = new CancellationTokenSource();
        Task[] listeners = [.. Enumerable.Range(0, 6).Select(_ => ListenAsync(service, id, end.Token))];
        await Patience.UntilAsync(() => service.Get<ConnectionGate>().IsFull);

        using HttpResponseMessage refused = await service.Client.PostJobAsync(_slow, Samples.Pixels(_slow));
        using HttpResponseMessage models = await service.Client.SendAsync(HttpMethod.Get, WireFormat.ModelsPath);
        ErrorResponse error = await WireClient.ReadErrorAsync(refused);

        (refused.StatusCode, error.Code, models.StatusCode)
            .ShouldBe((HttpStatusCode.ServiceUnavailable, ErrorCode.Busy, HttpStatusCode.ServiceUnavailable));
        refused.Headers.RetryAfter!.Delta!.Value.ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(1));
        error.Message.ShouldContain("requests are in progress");
        (await service.Client.HealthAsync()).RunningJobs.ShouldBe(1, "who looks after the service is let through");
        (await service.Client.GetAsync(WireFormat.JobPath(id), ProtocolJson.Default.JobStatus)).Id.ShouldBe(
            id, "an accepted job is looked after");

        await end.CancelAsync();
        await Task.WhenAll(listeners);
        await Patience.UntilAsync(() => service.Get<ConnectionGate>().Requests == 0);
        await service.Client.SubmitAsync(_slow, Samples.Pixels(_slow));
    }

    [Fact]
    public async Task Submit_QueueIsFullOfOneHostsBatchJobs_AnotherHostIsServedNext()
    {
        await using RunningService service = await RunningService.StartAsync(options => options with { QueueCapacity = 8 });
        JobRequest batch = _slow with { Priority = JobPriority.Batch, Recipe = Samples.Told("delay=20 tiles=20") };
        string running = await SubmitAsync(service, batch, "greedy");
        await Patience.UntilAsync(
            async () =>
                (await service.Client.GetAsync(WireFormat.JobPath(running), ProtocolJson.Default.JobStatus)).State == JobState.Running);
        for (int i = 0; i < 4; i++)
            await SubmitAsync(service, batch, "greedy");
        (await Should.ThrowAsync<WireException>(() => SubmitAsync(service, batch, "greedy"))).Message.ShouldContain("the share of one host");

        string modest = await SubmitAsync(service, batch, "modest");
        await Patience.UntilAsync(
            async () =>
                (await service.Client.GetAsync(WireFormat.JobPath(modest), ProtocolJson.Default.JobStatus)).State == JobState.Completed);

        JobList left = await service.Client.GetAsync(WireFormat.JobsPath, ProtocolJson.Default.JobList);
        left.Jobs.Count(job => job.Host == "greedy")
            .ShouldBeGreaterThanOrEqualTo(2, "one ran before, one went first, the others waited for their turn");
    }

    [Fact]
    public async Task Jobs_RunningAndWaiting_AreListedWithHostAndProgress()
    {
        await using RunningService service = await RunningService.StartAsync();
        string running = await SubmitAsync(service, _slow, "gimp-2.10");
        await Patience.UntilAsync(
            async () => (await service.Client.GetAsync(WireFormat.JobPath(running), ProtocolJson.Default.JobStatus)).Progress?.Tile > 1);
        string waiting = await SubmitAsync(service, _slow with { Priority = JobPriority.Batch }, "paint net/5.1 (x)");

        JobList list = await service.Client.GetAsync(WireFormat.JobsPath, ProtocolJson.Default.JobList);

        list.Jobs.Select(job => (job.State, job.Host, job.Priority))
            .ShouldBe([(JobState.Running, "gimp-2.10", JobPriority.Interactive), (JobState.Queued, "paint", JobPriority.Batch)]);
        list.Jobs[0].Progress!.Stage.ShouldBe("denoise");
        list.Jobs[0].RunningSeconds.ShouldNotBeNull();
        list.Jobs[1].RunningSeconds.ShouldBeNull();
        list.Jobs.ShouldAllBe(
            job => job.Width == 16 && job.ProcessId == (OperatingSystem.IsLinux() ? Environment.ProcessId : job.ProcessId));
        waiting.ShouldStartWith(list.Jobs[1].Id);
        list.Jobs[1].Id.Length.ShouldBeLessThan(waiting.Length, "who only looks cannot fetch or cancel");
    }

    // The system refuses more than the service has not taken yet.
    private static async Task<Socket> ConnectAsync(string path)
    {
        while (true)
        {
            try
            {
                return await WireClient.ConnectAsync(path);
            }
            catch (SocketException exception) when (exception.SocketErrorCode == SocketError.WouldBlock)
            {
                await Task.Delay(1);
            }
        }
    }

    private static async Task<string> SubmitAsync(RunningService service, JobRequest request, string agent)
    {
        using HttpResponseMessage response = await service.Client.PostJobAsync(request, Samples.Pixels(request), agent: agent);
        return (await WireClient.ReadAsync(response, ProtocolJson.Default.JobAccepted)).Id;
    }

    private static async Task ListenAsync(RunningService service, string id, CancellationToken end)
    {
        try
        {
            await foreach (ServerEvent item in service.Client.ListenAsync(id, end))
            {
                if (end.IsCancellationRequested)
                    return;
            }
        }
        catch (OperationCanceledException)
        {
            // It was to end.
        }
    }
}
