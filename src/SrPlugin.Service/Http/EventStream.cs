using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using SrPlugin.Jobs;
using SrPlugin.Protocol;
using SrPlugin.Service.Jobs;
using SrPlugin.Service.Options;

namespace SrPlugin.Service.Http;

/// <summary>
/// A job's server-sent events. A slow reader gets fewer progress and preview events, never a queue of them: what is sent is where the job
/// stands when there is room to send.
/// </summary>
internal sealed class EventStream(JobScheduler scheduler, ServiceOptions options, TimeProvider clock)
{
    /// <summary>Sends events until the job's last one.</summary>
    /// <exception cref="OperationCanceledException">The reader left.</exception>
    public async Task WriteAsync(HttpContext context, Job job)
    {
        CancellationToken left = context.RequestAborted;
        await BeginAsync(context).ConfigureAwait(false);
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
            while (!await ChangesInTimeAsync(changed, options.HeartbeatTime, clock, left).ConfigureAwait(false))
            {
                var beat = new JobHeartbeat(Math.Round(scheduler.InactiveTime.TotalSeconds, 2));
                await SendAsync(context, JobEvents.Heartbeat, beat, ProtocolJson.Default.JobHeartbeat, left).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Sends the head of a stream.</summary>
    public static Task BeginAsync(HttpContext context)
    {
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.StartAsync(context.RequestAborted);
    }

    /// <summary>Waits for a change.</summary>
    /// <returns>False when there was none within this time, so that a heartbeat is due.</returns>
    public static async Task<bool> ChangesInTimeAsync(Task changed, TimeSpan time, TimeProvider clock, CancellationToken left)
    {
        try
        {
            await changed.WaitAsync(time, clock, left).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    /// <summary>Sends one event.</summary>
    public static async Task SendAsync<T>(
        HttpContext context, string name, T data, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        string json = JsonSerializer.Serialize(data, type);
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes($"event: {name}\ndata: {json}\n\n"), cancellationToken)
            .ConfigureAwait(false);
        await context.Response.Body.FlushAsync(cancellationToken).ConfigureAwait(false);
    }
}
