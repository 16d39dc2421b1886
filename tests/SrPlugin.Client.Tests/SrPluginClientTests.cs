using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using SrPlugin.Protocol;

namespace SrPlugin.Client.Tests;

/// <summary>The client against services that do as they should, and others.</summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class SrPluginClientTests
{
    private static readonly string Completed =
        $"event: completed\ndata: {JsonSerializer.Serialize(FakeService.Result, ProtocolJson.Default.JobResult)}\n\n";

    [Fact]
    public async Task Upscale_ServiceAnswers_BringsPicturesBothWays()
    {
        (JobRequest Request, byte[] Pixels, byte[]? Mask) received = default;
        byte[] result = [.. FakeService.Pixels.Reverse()];
        await using FakeService service = await FakeService.StartAsync(web =>
        {
            web.MapPost(WireFormat.JobsPath, async context =>
            {
                received = await JobBody.ReadAsync(context.Request.Body, context.Request.ContentLength!.Value, _ => { }, default);
                await FakeService.JsonAsync(context, new JobAccepted("j1"), StatusCodes.Status202Accepted);
            });
            web.MapGet(
                WireFormat.EventsPath("j1"),
                context => FakeService.SayAsync(
                    context,
                    ": alive\n\nevent: progress\ndata: {\"stage\":\"encode\",\"percent\":40}\n\nevent: novelty\ndata: ?\n\n" + Completed));
            web.MapGet(WireFormat.ResultPath("j1"), async context =>
            {
                context.Response.Headers[WireFormat.ResultHeader] = JsonSerializer.Serialize(
                    FakeService.Result, ProtocolJson.Default.JobResult);
                context.Response.ContentLength = result.Length;
                await context.Response.Body.WriteAsync(result);
            });
        });
        SrPluginClient client = service.Connect();
        var told = new List<JobProgress>();

        UpscaleResult answer = await FakeService.UpscaleAsync(client, new Recorder(told));

        received.Request.ShouldBe(FakeService.Request);
        received.Pixels.ShouldBe(FakeService.Pixels);
        received.Mask.ShouldBe(FakeService.Mask);
        answer.Pixels.ShouldBe(result);
        answer.Details.ShouldBe(FakeService.Result);
        told.ShouldBe([new JobProgress { Stage = "encode", Percent = 40 }]);
    }

    [Fact]
    public async Task Upscale_MemoryOfAnotherLength_IsRefusedBeforeAnythingIsSent()
    {
        var client = new SrPluginClient(new ClientOptions { Endpoint = "/nonexistent/s" });

        await Should.ThrowAsync<ArgumentException>(
            () => client.UpscaleAsync(FakeService.Request, FakeService.Pixels.AsMemory(1), FakeService.Mask, null, default));
        await Should.ThrowAsync<ArgumentException>(
            () => client.UpscaleAsync(FakeService.Request, FakeService.Pixels, default, null, default));
    }

    [Fact]
    public async Task Upscale_ServiceOfAnotherVersion_IsATypedError()
    {
        await using FakeService service = await FakeService.StartAsync(
            web => web.MapGet(WireFormat.HealthPath, context => FakeService.JsonAsync(context, FakeService.Health(protocolVersion: 2))),
            isHealthy: false);
        SrPluginClient client = service.Connect();

        ServiceException fault = await Should.ThrowAsync<ServiceException>(() => FakeService.UpscaleAsync(client));

        fault.Code.ShouldBe(ErrorCode.VersionMismatch);
        fault.Message.ShouldContain("version 2");
        fault.Remedy.ShouldContain("srplugin service stop");
        service.Asked.ShouldAllBe(line => line.StartsWith("GET", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Upscale_ServiceWithoutOurPaths_IsAnotherVersion()
    {
        await using FakeService service = await FakeService.StartAsync(_ => { }, isHealthy: false);
        SrPluginClient client = service.Connect();

        (await Should.ThrowAsync<ServiceException>(() => FakeService.UpscaleAsync(client))).Code.ShouldBe(ErrorCode.VersionMismatch);
    }

    [Theory]
    [InlineData("busy", 429, ErrorCode.Busy)]
    [InlineData("too_large", 413, ErrorCode.TooLarge)]
    [InlineData("unsupported_version", 400, ErrorCode.VersionMismatch)]
    [InlineData("a_later_invention", 400, ErrorCode.Unknown)]
    public async Task Upscale_JobIsRefused_ReasonArrivesAndNothingIsSentAgain(string word, int status, ErrorCode code)
    {
        await using FakeService service = await FakeService.StartAsync(web => web.MapPost(WireFormat.JobsPath, context =>
        {
            // Without reading the body, as a service does that has no room for it.
            context.Response.StatusCode = status;
            return context.Response.WriteAsync($$"""{"code":"{{word}}","message":"No.","remedy":"Wait."}""");
        }));
        SrPluginClient client = service.Connect();

        ServiceException fault = await Should.ThrowAsync<ServiceException>(() => FakeService.UpscaleAsync(client));

        (fault.Code, fault.Message, fault.Remedy).ShouldBe((code, "No.", "Wait."));
        service.Asked.Count(line => line.StartsWith("POST", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task Upscale_ServiceIsBusy_IsSentAgainAfterTheTimeThatItAskedFor()
    {
        var clock = new ManualTime();
        int refusals = 0;
        await using FakeService service = await FakeService.StartAsync(web => web.MapPost(WireFormat.JobsPath, context =>
        {
            context.Response.Headers.RetryAfter = "3";
            return refusals++ < 2
                ? FakeService.JsonAsync(
                    context, new ErrorResponse { Code = ErrorCode.Busy, Message = "Full." }, StatusCodes.Status503ServiceUnavailable)
                : FakeService.JsonAsync(
                    context, new ErrorResponse { Code = ErrorCode.TooLarge, Message = "Reached." }, StatusCodes.Status413PayloadTooLarge);
        }));
        var told = new List<JobProgress>();
        Task<UpscaleResult> call = FakeService.UpscaleAsync(service.Connect(clock: clock), new Recorder(told));

        for (int second = 1; second <= 6; second++)
        {
            while (!clock.IsAwaited(TimeSpan.FromSeconds(1)) && !call.IsCompleted)
                await Task.Delay(5);
            refusals.ShouldBe(second <= 3 ? 1 : 2, $"before second {second}");
            clock.Advance(TimeSpan.FromSeconds(1));
        }

        (await Should.ThrowAsync<ServiceException>(() => call)).Message.ShouldBe("Reached.");
        refusals.ShouldBe(3);
        told.ShouldNotBeEmpty();
        told.ShouldAllBe(report => report.Stage == "queued", "the dialog says what is waited for");
    }

    [Fact]
    public async Task Upscale_ServiceStaysBusy_IsToldWithTheTimeToTryAgain()
    {
        await using FakeService service = await FakeService.StartAsync(web => web.MapPost(WireFormat.JobsPath, context =>
        {
            context.Response.Headers.RetryAfter = "700";
            return FakeService.JsonAsync(
                context, new ErrorResponse { Code = ErrorCode.Busy, Message = "Full." }, StatusCodes.Status503ServiceUnavailable);
        }));

        ServiceException exception = await Should.ThrowAsync<ServiceException>(() => FakeService.UpscaleAsync(service.Connect()));

        (exception.Code, exception.RetryAfter).ShouldBe((ErrorCode.Busy, TimeSpan.FromSeconds(700)));
        service.Asked.Count(asked => asked.StartsWith("POST", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task GetModels_ServiceIsBusy_IsAskedAgain()
    {
        int refusals = 0;
        await using FakeService service = await FakeService.StartAsync(web => web.MapGet(WireFormat.ModelsPath, context =>
        {
            context.Response.Headers.RetryAfter = "1";
            return refusals++ < 1
                ? FakeService.JsonAsync(
                    context, new ErrorResponse { Code = ErrorCode.Busy, Message = "Full." }, StatusCodes.Status503ServiceUnavailable)
                : FakeService.JsonAsync(context, new ModelList([]));
        }));

        (await service.Connect().GetModelsAsync(CancellationToken.None)).Models.ShouldBeEmpty();
        refusals.ShouldBe(2);
    }

    [Fact]
    public async Task Upscale_JobFails_IsTheJobsError()
    {
        await using FakeService service = await FakeService.StartAsync(web =>
        {
            web.MapPost(WireFormat.JobsPath, FakeService.AcceptAsync);
            web.MapGet(
                WireFormat.EventsPath("j1"),
                context => FakeService.SayAsync(context, "event: failed\ndata: {\"code\":\"out_of_memory\",\"message\":\"Full.\"}\n\n"));
        });
        SrPluginClient client = service.Connect();

        ServiceException fault = await Should.ThrowAsync<ServiceException>(() => FakeService.UpscaleAsync(client));

        (fault.Code, fault.Message).ShouldBe((ErrorCode.OutOfMemory, "Full."));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Upscale_ConnectionBreaks_IsLostAndNothingIsSentAgain(bool whileSending)
    {
        await using FakeService service = await FakeService.StartAsync(web =>
        {
            web.MapPost(WireFormat.JobsPath, whileSending ? BreakInTheBody : FakeService.AcceptAsync);
            web.MapGet(WireFormat.EventsPath("j1"), async context =>
            {
                await FakeService.SayAsync(context, ": alive\n\n");
                context.Abort();
            });
        });
        SrPluginClient client = service.Connect();

        ServiceException fault = await Should.ThrowAsync<ServiceException>(() => FakeService.UpscaleAsync(client));

        fault.Code.ShouldBe(ErrorCode.ServiceLost);
        service.Asked.Count(line => line.StartsWith("POST", StringComparison.Ordinal)).ShouldBe(1);

        static async Task BreakInTheBody(HttpContext context)
        {
            await context.Request.Body.ReadExactlyAsync(new byte[1]);
            context.Abort();
        }
    }

    [Fact]
    public async Task Upscale_PreviewOfAnotherSizeThanItSays_IsRefused()
    {
        await using FakeService service = await FakeService.StartAsync(web =>
        {
            web.MapPost(WireFormat.JobsPath, FakeService.AcceptAsync);
            web.MapGet(
                WireFormat.EventsPath("j1"),
                context => FakeService.SayAsync(context, "event: preview\ndata: {\"width\":9,\"height\":9,\"pixels\":\"AAAA\"}\n\n"));
        });

        (
            await Should.ThrowAsync<ServiceException>(
                () => FakeService.UpscaleAsync(service.Connect(), new Recorder([])))).Code.ShouldBe(ErrorCode.VersionMismatch);
    }

    [Fact]
    public async Task Upscale_EventsEndWithoutAnEnd_IsLost()
    {
        await using FakeService service = await FakeService.StartAsync(web =>
        {
            web.MapPost(WireFormat.JobsPath, FakeService.AcceptAsync);
            web.MapGet(WireFormat.EventsPath("j1"), context => FakeService.SayAsync(context, ": alive\n\n"));
        });
        SrPluginClient client = service.Connect();

        (await Should.ThrowAsync<ServiceException>(() => FakeService.UpscaleAsync(client))).Code.ShouldBe(ErrorCode.ServiceLost);
    }

    [Theory]
    [InlineData(WireFormat.HealthPath)]
    [InlineData(WireFormat.JobsPath)]
    [InlineData("/v1/jobs/j1/events")]
    public async Task Upscale_ServiceFallsSilent_IsHung(string where)
    {
        await using FakeService service = await FakeService.StartAsync(
            web =>
            {
                if (where != WireFormat.HealthPath)
                    web.MapGet(WireFormat.HealthPath, context => FakeService.JsonAsync(context, FakeService.Health()));
                if (where != WireFormat.JobsPath)
                    web.MapPost(WireFormat.JobsPath, FakeService.AcceptAsync);
                web.Map(where, context => Task.Delay(Timeout.Infinite, context.RequestAborted));
            },
            isHealthy: false);
        SrPluginClient client = service.Connect(hangTimeout: TimeSpan.FromMilliseconds(300));

        ServiceException fault = await Should.ThrowAsync<ServiceException>(() => FakeService.UpscaleAsync(client));

        fault.Code.ShouldBe(ErrorCode.ServiceHung);
        fault.Remedy.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Upscale_ServiceIsSlowButSpeaks_IsNotHung()
    {
        const int Reports = 12;
        var clock = new ManualTime();
        await using FakeService service = await FakeService.StartAsync(web =>
        {
            web.MapPost(WireFormat.JobsPath, FakeService.AcceptAsync);
            web.MapGet(WireFormat.EventsPath("j1"), context => FakeService.SayAsync(
                context,
                string.Concat(Enumerable.Repeat("event: progress\ndata: {\"stage\":\"encode\"}\n\n", Reports))
                + "event: failed\ndata: {\"code\":\"engine_failed\",\"message\":\"At last.\"}\n\n"));
        });
        SrPluginClient client = service.Connect(TimeSpan.FromSeconds(2), clock);
        var told = new List<JobProgress>();

        ServiceException fault = await Should.ThrowAsync<ServiceException>(
            () => FakeService.UpscaleAsync(client, new Recorder(told, () => clock.Advance(TimeSpan.FromSeconds(1.5)))));

        fault.Code.ShouldBe(ErrorCode.EngineFailed);
        told.Count.ShouldBe(Reports);
    }

    [Fact]
    public async Task Upscale_Cancelled_EndsPromptlyAndCancelsTheJob()
    {
        var deleted = new TaskCompletionSource();
        using var cancel = new CancellationTokenSource();
        await using FakeService service = await FakeService.StartAsync(web =>
        {
            web.MapPost(WireFormat.JobsPath, FakeService.AcceptAsync);
            web.MapGet(WireFormat.EventsPath("j1"), async context =>
            {
                await FakeService.SayAsync(context, ": alive\n\n");
                await cancel.CancelAsync();
                await Task.Delay(Timeout.Infinite, context.RequestAborted);
            });
            web.MapDelete(WireFormat.JobPath("j1"), _ =>
            {
                deleted.SetResult();
                return Task.CompletedTask;
            });
        });
        SrPluginClient client = service.Connect();

        await Should.ThrowAsync<OperationCanceledException>(() => FakeService.UpscaleAsync(client, cancellationToken: cancel.Token));

        deleted.Task.IsCompleted.ShouldBeTrue("the call returns after the job was told");
    }

    [Fact]
    public async Task Upscale_ServiceRefusesBecauseItEnds_TheNextOneGetsTheJob()
    {
        int posts = 0;
        await using FakeService service = await FakeService.StartAsync(web =>
        {
            web.MapPost(WireFormat.JobsPath, context => Interlocked.Increment(ref posts) == 1
                ? FakeService.JsonAsync(
                    context, new ErrorResponse { Code = ErrorCode.ShuttingDown, Message = "Going." },
                    StatusCodes.Status503ServiceUnavailable)
                : FakeService.JsonAsync(
                    context, new ErrorResponse { Code = ErrorCode.Busy, Message = "Reached." }, StatusCodes.Status429TooManyRequests));
        });
        SrPluginClient client = service.Connect();

        (await Should.ThrowAsync<ServiceException>(() => FakeService.UpscaleAsync(client))).Message.ShouldBe("Reached.");
    }

    [Fact]
    public async Task Upscale_ServiceLeavesAfterItsHealthAnswer_TheNextOneGetsTheJob()
    {
        string? socket = null;
        await using FakeService service = await FakeService.StartAsync(
            web =>
            {
                web.MapGet(WireFormat.HealthPath, context =>
                {
                    // Only the first time: "starting" the service brings the socket back, and it stays.
                    if (!File.Exists(socket + "~once"))
                    {
                        File.WriteAllText(socket + "~once", "");
                        File.Move(socket!, socket + "~");
                    }

                    return FakeService.JsonAsync(context, FakeService.Health());
                });
                web.MapPost(
                    WireFormat.JobsPath,
                    context => FakeService.JsonAsync(
                        context, new ErrorResponse { Code = ErrorCode.Busy, Message = "Reached." }, StatusCodes.Status429TooManyRequests));
            },
            isHealthy: false);
        socket = service.Socket;
        string program = service.Socket + "-start";
        File.WriteAllText(program, "#!/bin/sh\nmv \"$2~\" \"$2\"\nexit 3\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var client = new SrPluginClient(
            new ClientOptions
            {
                Endpoint = socket,
                ServicePath = program,
                HangTimeout = TimeSpan.FromMinutes(2),
                StartTimeout = TimeSpan.FromMinutes(2),
            });

        (await Should.ThrowAsync<ServiceException>(() => FakeService.UpscaleAsync(client))).Message.ShouldBe("Reached.");
    }

    [Fact]
    public async Task Upscale_ConnectionBreaksBeforeTheJobIsSent_TheNextServiceGetsIt()
    {
        int posts = 0;
        await using FakeService service = await FakeService.StartAsync(web => web.MapPost(WireFormat.JobsPath, context =>
        {
            if (Interlocked.Increment(ref posts) > 1)
                return FakeService.JsonAsync(
                    context, new ErrorResponse { Code = ErrorCode.Busy, Message = "Reached." }, StatusCodes.Status429TooManyRequests);
            context.Abort();
            return Task.CompletedTask;
        }));

        (await Should.ThrowAsync<ServiceException>(() => FakeService.UpscaleAsync(service.Connect()))).Message.ShouldBe("Reached.");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("not this")]
    public async Task Upscale_ResultWithoutItsHeader_IsNoPicture(string? header)
    {
        await using FakeService service = await FakeService.StartAsync(web =>
        {
            web.MapPost(WireFormat.JobsPath, FakeService.AcceptAsync);
            web.MapGet(WireFormat.EventsPath("j1"), context => FakeService.SayAsync(context, Completed));
            web.MapGet(WireFormat.ResultPath("j1"), context =>
            {
                if (header is not null)
                    context.Response.Headers[WireFormat.ResultHeader] = header;
                return context.Response.Body.WriteAsync(FakeService.Pixels).AsTask();
            });
        });
        SrPluginClient client = service.Connect();

        (await Should.ThrowAsync<ServiceException>(() => FakeService.UpscaleAsync(client))).Code.ShouldBe(ErrorCode.VersionMismatch);
    }

    [Fact]
    public async Task Estimate_AnswerTakesLongButServiceIsHealthy_IsNotHung()
    {
        var clock = new ManualTime();
        await using FakeService service = await FakeService.StartAsync(web => web.MapPost(WireFormat.EstimatePath, async context =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null);
            for (int second = 0; second < 6; second++)
            {
                // The client waits for its next look at the service's health: the last one is done.
                using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
                while (!clock.IsAwaited(TimeSpan.FromSeconds(1)))
                    await Task.Delay(5, patience.Token);
                clock.Advance(TimeSpan.FromSeconds(1));
            }

            await FakeService.JsonAsync(context, new DegradationScores(0.25, 0.75));
        }));
        SrPluginClient client = service.Connect(TimeSpan.FromSeconds(2.5), clock);

        DegradationScores scores = await client.EstimateAsync(FakeService.Request with { HasMask = false }, FakeService.Pixels, default);

        scores.ShouldBe(new DegradationScores(0.25, 0.75));
    }

    [Fact]
    public async Task Health_NobodyListens_IsNull()
    {
        var client = new SrPluginClient(new ClientOptions { Endpoint = "/nonexistent/srplugin/s", ServicePath = "/nonexistent/program" });

        (await client.GetHealthAsync(default)).ShouldBeNull();
        (await client.ShutdownAsync(default)).ShouldBeFalse();
        (await Should.ThrowAsync<ServiceException>(() => client.StartAsync(default))).Code.ShouldBe(ErrorCode.ServiceMissing);
    }

    [Fact]
    public async Task Connect_FolderOpenToOthers_IsRefused()
    {
        await using FakeService service = await FakeService.StartAsync(_ => { });
        string folder = Path.GetDirectoryName(service.Socket)!;
        File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.OtherExecute);
        SrPluginClient client = service.Connect();

        ServiceException fault = await Should.ThrowAsync<ServiceException>(() => FakeService.UpscaleAsync(client));

        fault.Code.ShouldBe(ErrorCode.StartFailed);
        fault.Message.ShouldContain("open to other users");
        service.Asked.ShouldBeEmpty();
    }

    private sealed class Recorder(List<JobProgress> told, Action? then = null) : IProgress<JobProgress>
    {
        public void Report(JobProgress value)
        {
            told.Add(value);
            then?.Invoke();
        }
    }
}
