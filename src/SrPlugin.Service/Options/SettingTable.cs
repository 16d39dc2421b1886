using System.Globalization;
using SrPlugin.Inference.Devices;
using SrPlugin.Service.Engines;

namespace SrPlugin.Service.Options;

/// <summary>Every option of the service: its name, what it means, how it is read.</summary>
internal static class SettingTable
{
    private const double Year = 366.0 * 24 * 3600;

    /// <summary>In the order help lists them.</summary>
    public static IReadOnlyList<Setting> All { get; } =
    [
        new("engine", "real, or test: bicubic resampling with faults on demand. Default real.",
            (options, text) => options with { Engine = Word<EngineKind>(text) }),
        new("device", "auto, cpu, cuda or cuda:N. Default auto.",
            (options, text) => options with { Device = ComputeDevice.TryParse(text, out ComputeDevice device) ? device : throw new FormatException("must be auto, cpu, cuda or cuda:N") }),
        new("default-model", "Model of jobs that name none. Default tiny-s3diff.", (options, text) => options with { DefaultModel = Text(text) }),
        new("models-folder", "Folder of models to look in before the usual ones.", (options, text) => options with { ModelsFolder = FullPath(text) }),
        new("socket", "Path of the socket, or on Windows name of the pipe.", (options, text) => options with { Socket = Text(text) }),
        new("queue-capacity", "Jobs that may wait, 1 to 10000. Default 64.", (options, text) => options with { QueueCapacity = Whole(text, 1, 10_000) }),
        new("max-connections", "Connections at once, 4 to 10000. Default 200.", (options, text) => options with { MaxConnections = Whole(text, 4, 10_000) }),
        new("max-megapixels", "Largest source or result in megapixels, 0.001 to 2000. Default 500.", (options, text) => options with { MaxMegapixels = Number(text, 0.001, 2000) }),
        new("picture-memory", "MiB that all pictures on their way may take together, from 1. Default a quarter of the memory.",
            (options, text) => options with { PictureMemory = Whole(text, 1, int.MaxValue) }),
        new("result-time", "Seconds a result is kept. Default 120.", (options, text) => options with { ResultTime = Seconds(text, 0.01) }),
        new("owner-time", "Seconds within which the sender of a job must listen to its events. Default 15.", (options, text) => options with { OwnerTime = Seconds(text, 0.01) }),
        new("heartbeat-time", "Seconds between signs of life in an event stream. Default 1.", (options, text) => options with { HeartbeatTime = Seconds(text, 0.01) }),
        new("stall-time", "Seconds a running job may give no sign of life before the service ends itself, 0 for ever. Default 1200.",
            (options, text) => options with { StallTime = Seconds(text, 0) }),
        new("model-idle-time", "Seconds without a job after which models leave the memory. Default 300.", (options, text) => options with { ModelIdleTime = Seconds(text, 0.01) }),
        new("exit-idle-time", "Seconds without a request after which the service ends itself, 0 for never. Default 1800.",
            (options, text) => options with { ExitIdleTime = Seconds(text, 0) }),
        new("slow-client-time", "Seconds a client may take for its headers. Default 10.", (options, text) => options with { SlowClientTime = Seconds(text, 0.1) }),
        new("memory-reserve", "MiB of free memory below which idle models leave it, from 0. Default 1024.", (options, text) => options with { MemoryReserve = Whole(text, 0, int.MaxValue) }),
        new("log-folder", "Where the logs go. Default: logs in the user's state folder.", (options, text) => options with { LogFolder = FullPath(text) }),
        new("log-size", "KiB at which a log is put aside, from 1. Default 4096.", (options, text) => options with { LogSize = Whole(text, 1, 1 << 20) }),
        new("log-count", "Logs kept, 1 to 1000. Default 5.", (options, text) => options with { LogCount = Whole(text, 1, 1000) }),
        new("verbose", "true to log every request. Default false.", (options, text) => options with { Verbose = Truth(text) }),
        new("test-delay", "Test engine: milliseconds that a tile takes, 0 to 600000. Default 0.",
            (options, text) => options with { Test = options.Test with { Delay = TimeSpan.FromMilliseconds(Whole(text, 0, 600_000)) } }),
        new("test-tiles", "Test engine: tiles of a job, 1 to 100000. Default 4.",
            (options, text) => options with { Test = options.Test with { Tiles = Whole(text, 1, 100_000) } }),
        new("test-fault", $"Test engine: {string.Join(", ", Words<TestFault>())}. Default none.",
            (options, text) => options with { Test = options.Test with { Fault = Word<TestFault>(text) } }),
        new("test-fault-at", "Test engine: the job, from 1, that has the fault; 0 for every job. Default 0.",
            (options, text) => options with { Test = options.Test with { FaultAt = Whole(text, 0, int.MaxValue) } }),
    ];

    internal static int Whole(string text, int minimum, int maximum) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) && value >= minimum && value <= maximum
            ? value
            : throw new FormatException($"must be a whole number from {minimum} to {maximum}");

    internal static T Word<T>(string text)
        where T : struct, Enum
    {
        string word = text.Replace("-", "", StringComparison.Ordinal);
        return word.Length > 0 && char.IsAsciiLetter(word[0]) && Enum.TryParse(word, ignoreCase: true, out T value)
            ? value
            : throw new FormatException($"must be one of {string.Join(", ", Words<T>())}");
    }

    private static IEnumerable<string> Words<T>()
        where T : struct, Enum => Enum.GetNames<T>().Select(System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName);

    private static double Number(string text, double minimum, double maximum) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value >= minimum && value <= maximum
            ? value
            : throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"must be a number from {minimum} to {maximum}"));

    private static TimeSpan Seconds(string text, double minimum) => TimeSpan.FromSeconds(Number(text, minimum, Year));

    private static bool Truth(string text) => bool.TryParse(text, out bool value) ? value : throw new FormatException("must be true or false");

    private static string Text(string text) => text.Trim() is { Length: > 0 and <= 4096 } value ? value : throw new FormatException("must not be empty");

    private static string FullPath(string text) => Path.GetFullPath(Text(text));
}
