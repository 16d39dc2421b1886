using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using SrPlugin.Protocol;
using SrPlugin.Jobs;
using SrPlugin.Service.Jobs;
using SrPlugin.Service.Options;

namespace SrPlugin.Service.Http;

/// <summary>
/// A job's server-sent events. A slow reader gets fewer progress and preview events, never a queue of them: what is sent is where the job stands
/// when there is room to send.
/// </summary>
internal sealed class EventStream(JobScheduler scheduler, ServiceOptions options, TimeProvider clock)
{
    /// <summary>Sends events until the job's last one.</summary>
    /// <exception cref="OperationCanceledException">The reader left.</exception>
    public async Task WriteAsync(HttpContext context, Job job)
    {
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        CancellationToken left = context.RequestAborted;
        await context.Response.StartAsync(left).ConfigureAwait(false);
        JobProgress? told = null;
        JobPreview? shown = null;
        while (true)
        {
            (JobSnapshot now, Task changed) = job.Watch();
            if (now.Progress is { } progress && progress != told)
            {
                told = progress;
                await SendAsync(context, JobEvents.Progress, progress, ProtocolJson.Default.JobProgress, left).ConfigureAwait(false);
            }
            else if (told is null && !now.IsEnd)
            {
                told = new JobProgress { Stage = StageWords.Queued };
                await SendAsync(context, JobEvents.Progress, told, ProtocolJson.Default.JobProgress, left).ConfigureAwait(false);
            }

            if (now.Preview is { } preview && preview != shown)
            {
                shown = preview;
                await SendAsync(context, JobEvents.Preview, preview, ProtocolJson.Default.JobPreview, left).ConfigureAwait(false);
            }

            if (now.Result is { } result)
                await SendAsync(context, JobEvents.Completed, result, ProtocolJson.Default.JobResult, left).ConfigureAwait(false);
            else if (now.Error is { } error)
                await SendAsync(context, JobEvents.Failed, error, ProtocolJson.Default.ErrorResponse, left).ConfigureAwait(false);
            if (now.IsEnd)
                return;
            while (!await ChangesInTimeAsync(changed, left).ConfigureAwait(false))
            {
                var beat = new JobHeartbeat(Math.Round(scheduler.InactiveTime.TotalSeconds, 2));
                await SendAsync(context, JobEvents.Heartbeat, beat, ProtocolJson.Default.JobHeartbeat, left).ConfigureAwait(false);
            }
        }
    }

    private async Task<bool> ChangesInTimeAsync(Task changed, CancellationToken left)
    {
        try
        {
            await changed.WaitAsync(options.HeartbeatTime, clock, left).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private static async Task SendAsync<T>(HttpContext context, string name, T data, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        string json = JsonSerializer.Serialize(data, type);
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes($"event: {name}\ndata: {json}\n\n"), cancellationToken).ConfigureAwait(false);
        await context.Response.Body.FlushAsync(cancellationToken).ConfigureAwait(false);
    }
}
