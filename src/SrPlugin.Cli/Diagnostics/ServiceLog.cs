using System.Text.Json;
using SrPlugin.Client;
using SrPlugin.Protocol;
using SrPlugin.Protocol.Endpoints;

namespace SrPlugin.Cli.Diagnostics;

/// <summary>Where the service's log is.</summary>
internal static class ServiceLog
{
    private const string Name = "service.log";
    private const string FolderVariable = "SRPLUGIN_SERVICE_LOG_FOLDER";
    private const string FolderKey = "logFolder";

    // A service that hangs is a reason to look at its log, not to wait.
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(2);

    /// <summary>
    /// What the running service says; where none runs, where the next one would write unless it is started with other options.
    /// </summary>
    public static string Find(ClientOptions options, CancellationToken cancellationToken) =>
        OfRunning(options, cancellationToken) ?? Path.Combine(Folder(), Name);

    private static string? OfRunning(ClientOptions options, CancellationToken cancellationToken)
    {
        try
        {
            ServiceHealth? health = new SrPluginClient(options with { HangTimeout = _patience }).GetHealthAsync(cancellationToken)
                .GetAwaiter().GetResult();
            return health?.LogPath;
        }
        catch (ServiceException)
        {
            return null;
        }
    }

    // As the service reads its options: the environment over service.json over the default.
    private static string Folder()
    {
        if (Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } given)
            return given;
        string file = Path.Combine(UserFolders.Config, "service.json");
        try
        {
            if (File.Exists(file))
            {
                using var settings = JsonDocument.Parse(
                    File.ReadAllBytes(file),
                    new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
                if (settings.RootElement.ValueKind == JsonValueKind.Object
                    && settings.RootElement.TryGetProperty(FolderKey, out JsonElement folder) && folder.ValueKind == JsonValueKind.String)
                {
                    return folder.GetString()!;
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            // The service refuses to start with such a file, and says so.
        }

        return Path.Combine(UserFolders.State, "logs");
    }
}
