using SrPlugin.Protocol;
using SrPlugin.Service.Engines;
using SrPlugin.Service.Jobs;
using SrPlugin.Service.Memory;
using SrPlugin.Service.Tests.Harness;
using SrPlugin.TestService;

namespace SrPlugin.Service.Tests.Http;

/// <summary>Who may wait for what: owners that leave, jobs that are cancelled, queues that are full, results nobody fetches.</summary>
public sealed class OwnershipTests
{
    private static readonly JobRequest _slow = Samples.Request(16, 16, recipe: Samples.Told("delay=20 tiles=5000"));
    private static readonly byte[] _pixels = Samples.Pixels(_slow);

    [Fact]
    public async Task Owner_ClosesItsStream_CancelsTheJob()
    {
        await using RunningService service = await RunningService.StartAsync();
        string id = await service.Client.SubmitAsync(_slow, _pixels);
        await foreach (ServerEvent item in service.Client.ListenAsync(id))
        {
            if (item.Data.Contains("denoise", StringComparison.Ordinal))
                break;
        }

        ErrorResponse error = await EndOfAsync(service, id);

        error.Code.ShouldBe(ErrorCode.Cancelled);
        error.Message.ShouldContain("closed");
        await Patience.UntilAsync(async () => (await service.Client.HealthAsync()).RunningJobs == 0);
    }

    [Fact]
    public async Task Owner_NeverListens_CancelsTheJob()
    {
        await using RunningService service = await RunningService.StartAsync(
            options => options with { OwnerTime = TimeSpan.FromMilliseconds(200) });
        string id = await service.Client.SubmitAsync(_slow, _pixels);

        (await EndOfAsync(service, id)).Message.ShouldContain("nobody listened");
    }

    [Fact]
    public async Task Owner_OfADetachedJob_MayLeave()
    {
        await using RunningService service = await RunningService.StartAsync(
            options => options with { OwnerTime = TimeSpan.FromMilliseconds(1) });
        JobRequest request = _slow with { Detached = true, Recipe = Samples.Told("delay=20 tiles=10") };
        string id = await service.Client.SubmitAsync(request, _pixels);
        await foreach (ServerEvent item in service.Client.ListenAsync(id))
            break;

        JobStatus? status = null;
        await Patience.UntilAsync(async () => (status = await StatusAsync(service, id)).State is not (JobState.Queued or JobState.Running));

        status!.State.ShouldBe(JobState.Completed);
        (await service.Client.FetchAsync(id)).Length.ShouldBe(32 * 32 * 3);
    }

    [Fact]
    public async Task Delete_RunningJob_EndsWithinATileAndFreesTheThread()
    {
        await using RunningService service = await RunningService.StartAsync();
        string id = await service.Client.SubmitAsync(_slow with { Detached = true }, _pixels);
        await Patience.UntilAsync(async () => (await StatusAsync(service, id)).Progress?.Tile > 2);
        int before = (await StatusAsync(service, id)).Progress!.Tile;

        using HttpResponseMessage response = await service.Client.SendAsync(HttpMethod.Delete, WireFormat.JobPath(id));

        JobStatus status = await WireClient.ReadAsync(response, ProtocolJson.Default.JobStatus);
        status.State.ShouldBe(JobState.Cancelled);
        status.Error!.Code.ShouldBe(ErrorCode.Cancelled);
        status.Progress!.Tile.ShouldBeLessThan(before + 50, "it went on for many tiles");
        JobRequest quick = Samples.Request(8, 8);
        (await service.Client.RunAsync(quick, Samples.Pixels(quick))).Result.Width.ShouldBe(16);
    }

    [Fact]
    public async Task Delete_WaitingJob_NeverRuns()
    {
        await using RunningService service = await RunningService.StartAsync();
        string running = await service.Client.SubmitAsync(_slow with { Detached = true }, _pixels);
        string waiting = await service.Client.SubmitAsync(_slow with { Detached = true }, _pixels);
        await Patience.UntilAsync(async () => (await StatusAsync(service, running)).State == JobState.Running);

        (await service.Client.SendAsync(HttpMethod.Delete, WireFormat.JobPath(waiting))).EnsureSuccessStatusCode();

        (await service.Client.HealthAsync()).QueuedJobs.ShouldBe(0);
        (await Should.ThrowAsync<WireException>(() => StatusAsync(service, waiting))).Code.ShouldBe(ErrorCode.NotFound);
    }

    [Fact]
    public async Task Submit_FullQueue_IsBusyUntilAPlaceIsFree()
    {
        await using RunningService service = await RunningService.StartAsync(options => options with { QueueCapacity = 2 });
        JobRequest detached = _slow with { Detached = true };
        string running = await service.Client.SubmitAsync(detached, _pixels);
        await Patience.UntilAsync(async () => (await StatusAsync(service, running)).State == JobState.Running);
        await service.Client.SubmitAsync(detached, _pixels);
        string last = await service.Client.SubmitAsync(detached, _pixels);

        using HttpResponseMessage refused = await service.Client.PostJobAsync(detached, _pixels);
        ErrorResponse error = await WireClient.ReadErrorAsync(refused);

        ((int)refused.StatusCode, error.Code).ShouldBe((503, ErrorCode.Busy));
        refused.Headers.RetryAfter.ShouldNotBeNull();
        (await service.Client.SendAsync(HttpMethod.Delete, WireFormat.JobPath(last))).EnsureSuccessStatusCode();
        await service.Client.SubmitAsync(detached, _pixels);
    }

    [Fact]
    public async Task Submit_PicturesTakeAllMemory_IsBusy()
    {
        await using RunningService service = await RunningService.StartAsync(options => options with { PictureMemory = 1 });
        JobRequest half = Samples.Request(256, 256, recipe: Samples.Told("delay=20 tiles=5000", scale: 1)) with { Detached = true };
        await service.Client.SubmitAsync(half, Samples.Pixels(half));
        string second = await service.Client.SubmitAsync(half, Samples.Pixels(half));

        using HttpResponseMessage refused = await service.Client.PostJobAsync(half, Samples.Pixels(half));
        (await WireClient.ReadErrorAsync(refused)).Code.ShouldBe(ErrorCode.Busy);

        (await service.Client.SendAsync(HttpMethod.Delete, WireFormat.JobPath(second))).EnsureSuccessStatusCode();
        await service.Client.SubmitAsync(half, Samples.Pixels(half));
    }

    [Fact]
    public async Task Result_NobodyFetchesIt_IsDroppedInTime()
    {
        await using RunningService service = await RunningService.StartAsync(
            options => options with { ResultTime = TimeSpan.FromMilliseconds(300) });
        JobRequest request = Samples.Request(64, 64) with { Detached = true };
        string id = await service.Client.SubmitAsync(request, Samples.Pixels(request));

        await Patience.UntilAsync(() => service.Get<JobRegistry>().Count == 0);

        (await service.Client.HealthAsync()).CompletedJobs.ShouldBe(1);
        service.Get<PictureBudget>().Taken.ShouldBe(0);
        (await Should.ThrowAsync<WireException>(() => service.Client.FetchAsync(id))).Code.ShouldBe(ErrorCode.NotFound);
    }

    [Fact]
    public async Task Interactive_BehindARunningBatchJob_StartsWithinOneTile()
    {
        await using RunningService service = await RunningService.StartAsync();
        JobRequest batch =
            Samples.Request(64, 64, recipe: Samples.Told("delay=50 tiles=60")) with { Priority = JobPriority.Batch, Detached = true };
        string slow = await service.Client.SubmitAsync(batch, Samples.Pixels(batch));
        service.Get<JobRegistry>().TryFind(slow, out Job? overtaken).ShouldBeTrue();
        await Patience.UntilAsync(() => overtaken!.Snapshot.Progress?.Tile >= 3);

        // It runs until it is stopped, so that there is time to look.
        string quick = await service.Client.SubmitAsync(_slow with { Detached = true }, _pixels);
        int atOnce = overtaken!.Snapshot.Progress!.Tile;
        await Patience.UntilAsync(async () => (await StatusAsync(service, quick)).Progress?.Tile > 0);
        int meanwhile = overtaken.Snapshot.Progress!.Tile;

        (meanwhile - atOnce).ShouldBeInRange(0, 1);
        (await service.Client.SendAsync(HttpMethod.Delete, WireFormat.JobPath(quick))).EnsureSuccessStatusCode();
        await service.Client.WaitAsync(slow);
        (await service.Client.FetchAsync(slow))
            .ShouldBe(Samples.Expect(batch with { Recipe = new Recipe { Scale = 2 } }, Samples.Pixels(batch)));
    }

    [Fact]
    public async Task Interactive_WhileABatchJobRuns_MakesItsOwnPixels()
    {
        await using RunningService service = await RunningService.StartAsync();
        await service.Client.SubmitAsync(_slow with { Priority = JobPriority.Batch, Detached = true }, _pixels);
        JobRequest quick = Samples.Request(20, 20);

        (await service.Client.RunAsync(quick, Samples.Pixels(quick))).Pixels.ShouldBe(Samples.Expect(quick, Samples.Pixels(quick)));
    }

    [Fact]
    public async Task Load_ManyClientsAtOnce_EveryResultIsTheSerialOne()
    {
        await using RunningService service = await RunningService.StartAsync();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(async client =>
        {
            using var wire = new WireClient(service.SocketPath);
            for (int i = 0; i < 12; i++)
            {
                int number = (client * 100) + i;
                JobRequest request = MixedJobs.Request(number);
                byte[] pixels = Samples.Pixels(request, number);
                byte[]? mask = request.HasMask ? Samples.Mask(request) : null;
                (await wire.RunAsync(request, pixels, mask)).Pixels.ShouldBe(Samples.Expect(request, pixels, mask), $"job {number}");
            }
        }));

        ServiceHealth health = await service.Client.HealthAsync();
        (health.CompletedJobs, health.FailedJobs, health.QueuedJobs).ShouldBe((96, 0, 0));
        service.Get<PictureBudget>().Taken.ShouldBe(0);
    }

    [Fact]
    public async Task Engine_Hangs_TheServiceSaysSoAndLeaves()
    {
        await using RunningService service = await RunningService.StartAsync(
            new TestBehaviour(),
            options => options with { StallTime = TimeSpan.FromMilliseconds(300), HeartbeatTime = TimeSpan.FromMilliseconds(50) });
        JobRequest request = Samples.Request(8, 8, recipe: Samples.Told("delay=1000"));
        string id = await service.Client.SubmitAsync(request, Samples.Pixels(request));
        double silent = 0;
        try
        {
            await foreach (ServerEvent item in service.Client.ListenAsync(id))
            {
                if (item.Name == JobEvents.Heartbeat)
                    silent = Math.Max(
                        silent, System.Text.Json.JsonSerializer.Deserialize(item.Data, ProtocolJson.Default.JobHeartbeat)!.SilentSeconds);
            }
        }
        catch (IOException)
        {
            // The service may be gone before the job is.
        }

        (await service.Get<SrPlugin.Service.Hosting.ServiceShutdown>().Begun).ShouldBe(Protocol.Endpoints.ServiceExitCode.Failed);
        silent.ShouldBeGreaterThan(0.2);
    }

    private static Task<JobStatus> StatusAsync(RunningService service, string id) =>
        service.Client.GetAsync(WireFormat.JobPath(id), ProtocolJson.Default.JobStatus);

    private static async Task<ErrorResponse> EndOfAsync(RunningService service, string id)
    {
        JobStatus? status = null;
        await Patience.UntilAsync(async () => (status = await StatusAsync(service, id)).Error is not null);
        status!.State.ShouldBe(JobState.Cancelled);
        return status.Error!;
    }
}
