using System.Net.Http.Headers;
using System.Text.Json;
using SrPlugin.Protocol;
using SrPlugin.Protocol.Catalogue;

namespace SrPlugin.Client.Connections;

/// <summary>The conversation in which the service installs a model.</summary>
internal static class InstallationCall
{
    /// <summary>Begins an installation and follows it to its end.</summary>
    /// <exception cref="ServiceException">It failed.</exception>
    public static async Task<InstallationResult> InstallAsync(
        this ServiceConnection connection, string id, InstallationRequest request, IProgress<InstallationProgress>? progress,
        CancellationToken cancellationToken)
    {
        using Silence silence = connection.StartSilence(cancellationToken);
        return await connection.GuardAsync(silence, async () =>
        {
            using var content = new ByteArrayContent(
                JsonSerializer.SerializeToUtf8Bytes(request, ProtocolJson.Default.InstallationRequest));
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            (await connection.SendAsync(HttpMethod.Post, WireFormat.InstallationPath(id), content, silence).ConfigureAwait(false))
                .Dispose();
            using ServiceAnswer answer = await connection.SendAsync(HttpMethod.Get, WireFormat.InstallationEventsPath(id), null, silence)
                .ConfigureAwait(false);
            using var events = new EventReader(
                await answer.Response.Content.ReadAsStreamAsync(silence.Token).ConfigureAwait(false), silence);
            while (await events.ReadAsync().ConfigureAwait(false) is var (name, data))
            {
                switch (name)
                {
                    case JobEvents.Progress:
                        progress?.Report(JsonSerializer.Deserialize(data, ProtocolJson.Default.InstallationProgress)!);
                        break;
                    case JobEvents.Failed:
                        throw new ServiceException(JsonSerializer.Deserialize(data, ProtocolJson.Default.ErrorResponse)!);
                    case JobEvents.Completed:
                        return JsonSerializer.Deserialize(data, ProtocolJson.Default.InstallationResult)!;
                }
            }

            throw new EndOfStreamException("The events ended before the installation did.");
        }).ConfigureAwait(false);
    }
}
