using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SrPlugin.Protocol;
using SrPlugin.Service.Faults;
using SrPlugin.Service.Jobs;

namespace SrPlugin.Service.Http;

/// <summary>Everything about jobs.</summary>
internal sealed class JobEndpoints(JobIntake intake, JobRegistry registry, EventStream events, TimeProvider clock)
{
    private const int ChunkBytes = 256 * 1024;
    private static readonly TimeSpan _stopAnswer = TimeSpan.FromSeconds(5);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost(WireFormat.JobsPath, SubmitAsync);
        routes.MapGet(WireFormat.JobsPath, context => Answers.WriteAsync(context, registry.Describe(), ProtocolJson.Default.JobList));
        routes.MapPost(WireFormat.EstimatePath, EstimateAsync);
        routes.MapGet(
            WireFormat.JobPath("{id}"), context => Answers.WriteAsync(context, Find(context).ToStatus(), ProtocolJson.Default.JobStatus));
        routes.MapGet(WireFormat.EventsPath("{id}"), ListenAsync);
        routes.MapGet(WireFormat.ResultPath("{id}"), FetchAsync);
        routes.MapDelete(WireFormat.JobPath("{id}"), StopAsync);
    }

    private async Task SubmitAsync(HttpContext context)
    {
        Job job = await intake.AcceptAsync(context, JobKind.Upscale).ConfigureAwait(false);
        context.Response.Headers.Location = WireFormat.JobPath(job.Id);
        await Answers.WriteAsync(context, new JobAccepted(job.Id), ProtocolJson.Default.JobAccepted, StatusCodes.Status202Accepted)
            .ConfigureAwait(false);
    }

    private async Task EstimateAsync(HttpContext context)
    {
        Job job = await intake.AcceptAsync(context, JobKind.Estimate).ConfigureAwait(false);
        try
        {
            await job.Ended.WaitAsync(context.RequestAborted).ConfigureAwait(false);
            JobSnapshot end = job.Snapshot;
            if (end.Scores is { } scores)
                await Answers.WriteAsync(context, scores, ProtocolJson.Default.DegradationScores).ConfigureAwait(false);
            else
                await Answers.WriteAsync(context, end.Error!).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            registry.Stop(
                job, new ErrorResponse { Code = ErrorCode.Cancelled, Message = "The connection that asked for the estimate was closed." });
            throw;
        }
        finally
        {
            if (job.Ended.IsCompleted)
                registry.Forget(job);
        }
    }

    private async Task ListenAsync(HttpContext context)
    {
        Job job = Find(context);
        using IDisposable listening = registry.Listen(job);
        await events.WriteAsync(context, job).ConfigureAwait(false);
    }

    private async Task FetchAsync(HttpContext context)
    {
        Job job = Find(context);
        JobSnapshot now = job.Snapshot;
        if (now.Error is { } error)
            throw new RefusedException(error);
        if (now.Result is not { } result)
            throw new RefusedException(ErrorCode.InvalidRequest, "The job has not ended.", "Listen to its events until the last one.");
        byte[] pixels = job.Pixels ?? throw NotFound();
        context.Response.ContentType = "application/octet-stream";
        context.Response.ContentLength = pixels.Length;
        context.Response.Headers[WireFormat.ResultHeader] = JsonSerializer.Serialize(result, ProtocolJson.Default.JobResult);
        for (int start = 0; start < pixels.Length; start += ChunkBytes)
        {
            int count = Math.Min(ChunkBytes, pixels.Length - start);
            await context.Response.Body.WriteAsync(pixels.AsMemory(start, count), context.RequestAborted).ConfigureAwait(false);
        }

        await context.Response.CompleteAsync().ConfigureAwait(false);
        registry.Forget(job);
    }

    private async Task StopAsync(HttpContext context)
    {
        Job job = Find(context);
        registry.Stop(job, new ErrorResponse { Code = ErrorCode.Cancelled, Message = "The job was cancelled." });
        await Task.WhenAny(job.Ended, Task.Delay(_stopAnswer, clock, context.RequestAborted)).ConfigureAwait(false);
        JobStatus status = job.ToStatus();
        int code = job.Ended.IsCompleted ? StatusCodes.Status200OK : StatusCodes.Status202Accepted;
        if (job.Ended.IsCompleted)
            registry.Forget(job);
        await Answers.WriteAsync(context, status, ProtocolJson.Default.JobStatus, code).ConfigureAwait(false);
    }

    private Job Find(HttpContext context) =>
        registry.TryFind((string)context.Request.RouteValues["id"]!, out Job? job) ? job : throw NotFound();

    private static RefusedException NotFound() =>
        new(ErrorCode.NotFound, "There is no such job, or its result's time was up, or it was fetched already.");
}
