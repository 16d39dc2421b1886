using Microsoft.AspNetCore.Http;
using SrPlugin.Jobs;
using SrPlugin.Protocol;
using SrPlugin.Protocol.Controls;
using SrPlugin.Service.Engines;
using SrPlugin.Service.Faults;
using SrPlugin.Service.Hosting;
using SrPlugin.Service.Jobs;
using SrPlugin.Service.Memory;
using SrPlugin.Service.Options;

namespace SrPlugin.Service.Http;

/// <summary>
/// Takes jobs in: keeps a place in the queue, then reads the line, checks everything, takes memory, and only then reads the pictures.
/// </summary>
internal sealed class JobIntake(
    JobScheduler scheduler, JobRegistry registry, IEngine engine, PictureBudget budget, ControlManifest controls, ServiceOptions options,
    TimeProvider clock)
{
    /// <summary>Takes one job in and puts it into the queue.</summary>
    /// <exception cref="RefusedException">It is refused.</exception>
    /// <exception cref="JobBodyException">The body is not what it should be.</exception>
    public async Task<Job> AcceptAsync(HttpContext context, JobKind kind)
    {
        long length = CheckLength(context.Request);
        long arrival = clock.GetTimestamp();
        JobPlace place = scheduler.TryReserve(JobSender.Of(context), out string refusal)
            ?? throw (scheduler.IsClosed ? new RefusedException(ServiceShutdown.ShuttingDown) : Busy(refusal));
        IDisposable? memory = null;
        ModelDescription? model = null;
        try
        {
            (JobRequest request, byte[] pixels, byte[]? mask) = await JobBody.ReadAsync(
                context.Request.Body, length, request => (model, memory) = Check(request, kind, place),
                context.RequestAborted).ConfigureAwait(false);
            if (kind == JobKind.Estimate)
                request = request with { Priority = JobPriority.Interactive, Detached = true };
            var job = new Job(kind, request, JobPicture.Of(request, pixels, mask), memory)
            {
                Sender = place.Sender,
                Model = model!.Id,
                Pipeline = model.Family,
                Arrival = arrival,
            };
            memory = null;
            return registry.Add(job, place) ? job : throw new RefusedException(ServiceShutdown.ShuttingDown);
        }
        finally
        {
            memory?.Dispose();
            scheduler.Release(place);
        }
    }

    private long CheckLength(HttpRequest request)
    {
        if (request.ContentLength is not { } length)
            throw new RefusedException(
                ErrorCode.InvalidRequest, "The request has no Content-Length.", "Send the body's exact length, not chunks.");
        long longest = (2 * WireFormat.MaxPictureBytes) + WireFormat.MaxRequestLineBytes;
        return length <= longest
            ? length
            : throw new RefusedException(ErrorCode.TooLarge, $"The body has {length} bytes; at most {longest} are accepted.");
    }

    private (ModelDescription Model, IDisposable Memory) Check(JobRequest request, JobKind kind, JobPlace place)
    {
        if (kind == JobKind.Upscale && request.Priority == JobPriority.Batch && !scheduler.TryMarkBatch(place))
            throw Busy($"{scheduler.BatchCapacity} batch jobs wait already; the other places are kept for interactive jobs.");
        if (request.Recipe is { } recipe && RecipeRules.FindFaults(recipe, controls) is { Count: > 0 } faults)
            throw new RefusedException(ErrorCode.InvalidRequest, string.Join(' ', faults));
        double largest = options.MaxMegapixels * 1e6;
        long pixels = (long)request.Width * request.Height;
        if (pixels > largest)
            throw new RefusedException(
                ErrorCode.TooLarge,
                $"The picture has {request.Width}×{request.Height} pixels; at most {options.MaxMegapixels} megapixels are accepted.",
                "Select a smaller region.");
        long resultBytes = 0;
        ModelDescription model = engine.Find(request.Recipe);
        if (kind == JobKind.Upscale)
        {
            Recipe complete = RecipeDefaults.Complete(request.Recipe, model, controls);
            (long width, long height) = ResultSize(request, complete);
            resultBytes = width * height * request.Channels * JobRequest.SizeOf(request.SampleFormat);
            if (width > WireFormat.MaxSide || height > WireFormat.MaxSide || resultBytes > WireFormat.MaxPictureBytes
                || width * height > largest)
            {
                throw new RefusedException(ErrorCode.TooLarge,
                    $"The result would have {width}×{height} pixels; sides of at most {WireFormat.MaxSide}, {options.MaxMegapixels} "
                        + $"megapixels and {WireFormat.MaxPictureBytes} bytes are possible.",
                    "Select a smaller region or a smaller scale.");
            }
        }

        long wanted = request.PixelBytes + request.MaskBytes + resultBytes;
        if (wanted > budget.Capacity)
            throw new RefusedException(
                ErrorCode.TooLarge,
                $"Picture and result take {wanted >> 20} MiB; this service has {budget.Capacity >> 20} MiB for pictures.",
                "Select a smaller region or a smaller scale.");
        return (model, budget.TryTake(wanted) ?? throw Busy("The pictures of other jobs take up the memory."));
    }

    private static (long Width, long Height) ResultSize(JobRequest request, Recipe recipe)
    {
        if (recipe.Mode == "restore")
            return (request.Width, request.Height);
        PictureArea area = request.Selection ?? new PictureArea(0, 0, request.Width, request.Height);
        return (JobRules.Enlarged(area.Width, recipe.Scale!.Value), JobRules.Enlarged(area.Height, recipe.Scale.Value));
    }

    private RefusedException Busy(string why) =>
        new(ErrorCode.Busy, $"The service is busy: {why}", "Try again in a moment.") { RetryTime = registry.RetryTime() };
}
