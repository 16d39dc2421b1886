using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SrPlugin.Protocol;
using SrPlugin.Protocol.Catalogue;
using SrPlugin.Service.Faults;
using SrPlugin.Service.Models;
using SrPlugin.Service.Options;

namespace SrPlugin.Service.Http;

/// <summary>Everything about the models that can be installed.</summary>
internal sealed class InstallationEndpoints(InstallationBoard board, ServiceOptions options, TimeProvider clock)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(
            WireFormat.CataloguePath, context => Answers.WriteAsync(context, board.Describe(), ProtocolJson.Default.CatalogueList));
        routes.MapPost(WireFormat.InstallationPath("{id}"), BeginAsync);
        routes.MapGet(WireFormat.InstallationEventsPath("{id}"), ListenAsync);
        routes.MapDelete(WireFormat.InstallationPath("{id}"), CancelAsync);
    }

    private static string Id(HttpContext context) => (string)context.GetRouteValue("id")!;

    private async Task BeginAsync(HttpContext context)
    {
        if (context.Request.ContentLength is not (> 0 and <= WireFormat.MaxRequestLineBytes))
            throw new RefusedException(
                ErrorCode.InvalidRequest,
                $"The body must be JSON of 1 to {WireFormat.MaxRequestLineBytes} bytes, with its Content-Length.");
        InstallationRequest? request;
        try
        {
            request =
                await JsonSerializer.DeserializeAsync(
                    context.Request.Body, ProtocolJson.Default.InstallationRequest, context.RequestAborted).ConfigureAwait(false);
        }
        catch (JsonException exception)
        {
            throw new RefusedException(ErrorCode.InvalidRequest, $"The body is not a request for an installation: {exception.Message}");
        }

        Installation installation = board.Begin(Id(context), request ?? new InstallationRequest());
        await Answers.WriteAsync(
            context, installation.Watch().State.Progress, ProtocolJson.Default.InstallationProgress,
            StatusCodes.Status202Accepted).ConfigureAwait(false);
    }

    private async Task CancelAsync(HttpContext context)
    {
        Installation installation = board.Get(Id(context));
        installation.Cancel();
        while (installation.Watch() is { State.IsEnd: false } now)
            await now.Changed.WaitAsync(context.RequestAborted).ConfigureAwait(false);
        await Answers.WriteAsync(context, installation.Watch().State.Progress, ProtocolJson.Default.InstallationProgress)
            .ConfigureAwait(false);
    }

    private async Task ListenAsync(HttpContext context)
    {
        Installation installation = board.Get(Id(context));
        CancellationToken left = context.RequestAborted;
        await EventStream.BeginAsync(context).ConfigureAwait(false);
        InstallationProgress? told = null;
        while (true)
        {
            (InstallationState now, Task changed) = installation.Watch();
            if (now.Progress != told)
            {
                told = now.Progress;
                await EventStream.SendAsync(context, JobEvents.Progress, told, ProtocolJson.Default.InstallationProgress, left)
                    .ConfigureAwait(false);
            }

            if (now.Result is { } result)
                await EventStream.SendAsync(context, JobEvents.Completed, result, ProtocolJson.Default.InstallationResult, left)
                    .ConfigureAwait(false);
            else if (now.Error is { } error)
                await EventStream.SendAsync(context, JobEvents.Failed, error, ProtocolJson.Default.ErrorResponse, left)
                    .ConfigureAwait(false);
            if (now.IsEnd)
                return;
            while (!await EventStream.ChangesInTimeAsync(changed, options.HeartbeatTime, clock, left).ConfigureAwait(false))
                await EventStream.SendAsync(context, JobEvents.Heartbeat, new JobHeartbeat(0), ProtocolJson.Default.JobHeartbeat, left)
                    .ConfigureAwait(false);
        }
    }
}
