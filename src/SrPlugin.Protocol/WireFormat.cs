namespace SrPlugin.Protocol;

/// <summary>The constants of the wire: version, paths, headers and bounds. docs/service-api.md describes them for people.</summary>
public static class WireFormat
{
    /// <summary>Version of the protocol. Members may be added within a version; a change of meaning makes a new one.</summary>
    public const int Version = 1;

    /// <summary>POST a job, GET those that run or wait, and the prefix of everything about one: <c>/v1/jobs/ID</c>.</summary>
    public const string JobsPath = "/v1/jobs";

    /// <summary>POST a picture to have its degradation estimated.</summary>
    public const string EstimatePath = "/v1/estimate";

    /// <summary>GET the models.</summary>
    public const string ModelsPath = "/v1/models";

    /// <summary>GET the models that can be installed.</summary>
    public const string CataloguePath = "/v1/catalogue";

    /// <summary>GET the presets.</summary>
    public const string PresetsPath = "/v1/presets";

    /// <summary>GET how the service is.</summary>
    public const string HealthPath = "/v1/health";

    /// <summary>GET figures in Prometheus' text format.</summary>
    public const string MetricsPath = "/metrics";

    /// <summary>POST to end the service.</summary>
    public const string ShutdownPath = "/v1/shutdown";

    /// <summary>Header of a result: the <see cref="JobResult"/> as JSON, ASCII only.</summary>
    public const string ResultHeader = "Srplugin-Result";

    /// <summary>Content type of a job's body.</summary>
    public const string JobContentType = "application/x-srplugin-job";

    /// <summary>Longest JSON line at the head of a job's body, the line feed included.</summary>
    public const int MaxRequestLineBytes = 64 * 1024;

    /// <summary>Longest side of a picture, in pixels.</summary>
    public const int MaxSide = 65_535;

    /// <summary>Most bytes of one picture: what an array holds.</summary>
    public const long MaxPictureBytes = 0x7FFFFFC7;

    /// <summary>
    /// A stream of events is never silent for longer than this while the service lives: where there is nothing to tell, it sends a
    /// <c>heartbeat</c> event. A client that hears nothing for several of these takes the service for hung.
    /// </summary>
    public static TimeSpan HeartbeatInterval { get; } = TimeSpan.FromSeconds(1);

    /// <summary>Path of a job: its state, or with DELETE its end.</summary>
    public static string JobPath(string id) => $"{JobsPath}/{id}";

    /// <summary>Path of a job's server-sent events.</summary>
    public static string EventsPath(string id) => $"{JobsPath}/{id}/events";

    /// <summary>Path of a job's result.</summary>
    public static string ResultPath(string id) => $"{JobsPath}/{id}/result";

    /// <summary>Path of a model's installation: POST begins it, DELETE ends it.</summary>
    public static string InstallationPath(string id) => $"{ModelsPath}/{id}/installation";

    /// <summary>Path of an installation's server-sent events.</summary>
    public static string InstallationEventsPath(string id) => $"{InstallationPath(id)}/events";
}
