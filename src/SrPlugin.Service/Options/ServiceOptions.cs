using SrPlugin.Inference.Devices;
using SrPlugin.Service.Engines;

namespace SrPlugin.Service.Options;

/// <summary>How the service behaves. Names, units and ranges for people: <see cref="SettingTable"/>.</summary>
internal sealed record ServiceOptions
{
    /// <summary>Who does the work.</summary>
    public EngineKind Engine { get; init; } = EngineKind.Real;

    /// <summary>Where to compute.</summary>
    public ComputeDevice Device { get; init; } = ComputeDevice.Auto;

    /// <summary>The model of recipes that name none.</summary>
    public string DefaultModel { get; init; } = "tiny-s3diff";

    /// <summary>A folder of models looked at before the usual ones; null for none.</summary>
    public string? ModelsFolder { get; init; }

    /// <summary>Socket path or pipe name; null for the user's own.</summary>
    public string? Socket { get; init; }

    /// <summary>Most jobs that may wait, 1…10000.</summary>
    public int QueueCapacity { get; init; } = 64;

    /// <summary>Most connections at once, 4…10000.</summary>
    public int MaxConnections { get; init; } = 200;

    /// <summary>Most pixels of a source or a result, in megapixels, 0.001…2000.</summary>
    public double MaxMegapixels { get; init; } = 500;

    /// <summary>Most memory that all pictures on their way may take together, in MiB, from 1; a share of the machine's unless given.</summary>
    public int? PictureMemory { get; init; }

    /// <summary>Seconds a result is kept for its owner.</summary>
    public TimeSpan ResultTime { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>Seconds within which the owner of a submitted job must listen to its events.</summary>
    public TimeSpan OwnerTime { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Seconds between signs of life in an event stream.</summary>
    public TimeSpan HeartbeatTime { get; init; } = SrPlugin.Protocol.WireFormat.HeartbeatInterval;

    /// <summary>Seconds a computing job may give no sign of life before the service ends itself; zero for ever.</summary>
    public TimeSpan StallTime { get; init; } = TimeSpan.FromMinutes(20);

    /// <summary>Seconds without a job after which models leave the memory.</summary>
    public TimeSpan ModelIdleTime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Seconds without a request after which the service ends itself; zero for never.</summary>
    public TimeSpan ExitIdleTime { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Seconds a client may take to send its headers, or to fall silent within a body.</summary>
    public TimeSpan SlowClientTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>MiB of free memory below which idle models leave it.</summary>
    public int MemoryReserve { get; init; } = 1024;

    /// <summary>Where the logs go.</summary>
    public required string LogFolder { get; init; }

    /// <summary>Size in KiB at which a log is put aside.</summary>
    public int LogSize { get; init; } = 4096;

    /// <summary>Logs kept, the current one included.</summary>
    public int LogCount { get; init; } = 5;

    /// <summary>Whether the log has every request.</summary>
    public bool Verbose { get; init; }

    /// <summary>What the test engine does to every job.</summary>
    public TestBehaviour Test { get; init; } = new();
}
