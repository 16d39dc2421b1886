using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using SrPlugin.Inference.Devices;
using SrPlugin.Protocol;
using SrPlugin.Protocol.Endpoints;

namespace SrPlugin.Service.Options;

/// <summary>
/// The options of the service. Each property is an option: its name, its description, its range and its default are what
/// <c>--help</c> prints and what <see cref="OptionsReader"/> checks.
/// </summary>
internal sealed record ServiceOptions
{
    private const string Zero = "0:0:0";
    private const string Shortest = "0:0:0.01";
    private const string Year = "366.0:0:0";
    private const string NotNegative = "must be a number of seconds from 0 to 31622400";
    private const string Positive = "must be a number of seconds from 0.01 to 31622400";
    private const string InRange = "must be from {1} to {2}";
    private const string NotEmpty = "must not be empty";

    /// <summary>The device to compute on: auto, cpu, cuda or cuda:N.</summary>
    [Description("Device to compute on: auto, cpu, cuda or cuda:N.")]
    [Device]
    public string Device { get; init; } = "auto";

    /// <summary>The model of recipes that name none.</summary>
    [Description("Model of jobs that name none.")]
    [Required(ErrorMessage = NotEmpty)]
    public string DefaultModel { get; init; } = RecipeDefaults.Model;

    /// <summary>A folder of models that is searched before the usual ones; null for none.</summary>
    [Description("Folder of models that is searched before the usual ones.")]
    [MinLength(1, ErrorMessage = NotEmpty)]
    public string? ModelsFolder { get; init => field = value is null ? null : Path.GetFullPath(value); }

    /// <summary>The path of the socket or the name of the pipe; null for the user's own.</summary>
    [Description("Path of the socket, or on Windows name of the pipe.")]
    [MinLength(1, ErrorMessage = NotEmpty)]
    public string? Socket { get; init; }

    /// <summary>The maximum number of waiting jobs.</summary>
    [Description("Jobs that may wait.")]
    [Range(1, 10_000, ErrorMessage = InRange)]
    public int QueueCapacity { get; init; } = 64;

    /// <summary>The maximum number of requests in progress; a multiple of it may be connected and idle.</summary>
    [Description("Requests in progress at once, event streams included; more are answered with busy.")]
    [Range(4, 10_000, ErrorMessage = InRange)]
    public int MaxConnections { get; init; } = 200;

    /// <summary>The maximum number of megapixels of a source or a result.</summary>
    [Description("Largest source or result, in megapixels.")]
    [Range(0.001, 2000, ErrorMessage = InRange)]
    public double MaxMegapixels { get; init; } = 500;

    /// <summary>The memory in MiB that all pictures together may take; null for a quarter of the machine's memory.</summary>
    [Description("MiB that all pictures together may take; a quarter of the memory unless given.")]
    [Range(1, int.MaxValue, ErrorMessage = InRange)]
    public int? PictureMemory { get; init; }

    /// <summary>The time for which a result is kept for its owner.</summary>
    [Description("Seconds for which a result is kept.")]
    [Range(typeof(TimeSpan), Shortest, Year, ErrorMessage = Positive)]
    public TimeSpan ResultTime { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>The time within which the owner of a submitted job must listen to its events.</summary>
    [Description("Seconds within which the sender of a job must listen to its events.")]
    [Range(typeof(TimeSpan), Shortest, Year, ErrorMessage = Positive)]
    public TimeSpan OwnerTime { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The time between heartbeats in an event stream.</summary>
    [Description("Seconds between heartbeats in an event stream.")]
    [Range(typeof(TimeSpan), Shortest, Year, ErrorMessage = Positive)]
    public TimeSpan HeartbeatTime { get; init; } = WireFormat.HeartbeatInterval;

    /// <summary>The time for which a running job may be inactive before the service ends itself; 0 for ever.</summary>
    [Description("Seconds for which a running job may be inactive before the service ends itself; 0 for ever.")]
    [Range(typeof(TimeSpan), Zero, Year, ErrorMessage = NotNegative)]
    public TimeSpan StallTime { get; init; } = TimeSpan.FromMinutes(20);

    /// <summary>The time without a job after which the models are unloaded.</summary>
    [Description("Seconds without a job after which the models are unloaded.")]
    [Range(typeof(TimeSpan), Shortest, Year, ErrorMessage = Positive)]
    public TimeSpan ModelIdleTime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The time without a request after which the service ends itself; 0 for never.</summary>
    [Description("Seconds without a request after which the service ends itself; 0 for never.")]
    [Range(typeof(TimeSpan), Zero, Year, ErrorMessage = NotNegative)]
    public TimeSpan ExitIdleTime { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>The time that a client may take to send its headers, or to pause within a body.</summary>
    [Description("Seconds that a client may take to send its headers.")]
    [Range(typeof(TimeSpan), Shortest, Year, ErrorMessage = Positive)]
    public TimeSpan SlowClientTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The free memory in MiB below which idle models are unloaded.</summary>
    [Description("MiB of free memory below which idle models are unloaded.")]
    [Range(0, int.MaxValue, ErrorMessage = InRange)]
    public int MemoryReserve { get; init; } = 1024;

    /// <summary>The folder of the logs.</summary>
    [Description("Folder of the logs.")]
    [Required(ErrorMessage = NotEmpty)]
    public string LogFolder { get; init => field = Path.GetFullPath(value); } = Path.Combine(UserFolders.State, "logs");

    /// <summary>The size in KiB at which a log is rotated.</summary>
    [Description("KiB at which a log is rotated.")]
    [Range(1, 1 << 20, ErrorMessage = InRange)]
    public int LogSize { get; init; } = 4096;

    /// <summary>The number of logs kept, the current one included.</summary>
    [Description("Logs kept, the current one included.")]
    [Range(1, 1000, ErrorMessage = InRange)]
    public int LogCount { get; init; } = 5;

    /// <summary>Whether every request is logged.</summary>
    [Description("true to log every request.")]
    public bool Verbose { get; init; }

    /// <summary>Gets the device to compute on.</summary>
    public ComputeDevice ComputeDevice =>
        ComputeDevice.TryParse(Device, out ComputeDevice device) ? device : throw new InvalidOperationException(Device);
}
