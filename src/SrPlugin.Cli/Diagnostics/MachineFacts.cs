using System.Globalization;
using System.Runtime.InteropServices;

namespace SrPlugin.Cli.Diagnostics;

/// <summary>What computer this is.</summary>
internal static class MachineFacts
{
    public static IEnumerable<Finding> All() =>
    [
        new("system", $"{OperatingSystemName()} ({RuntimeInformation.OSArchitecture})"),
        new("processor", $"{ProcessorName()}, {Environment.ProcessorCount} cores{VectorUnits()}"),
        new("memory", string.Create(CultureInfo.InvariantCulture, $"{Bytes("MemTotal") / GiB:0.0} GiB, {Bytes("MemAvailable") / GiB:0.0} GiB available")),
    ];

    /// <summary>The processor as it calls itself.</summary>
    public static string ProcessorName() =>
        ReadField("/proc/cpuinfo", "model name") ?? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? RuntimeInformation.ProcessArchitecture.ToString();

    private const double GiB = 1L << 30;

    private static string OperatingSystemName() =>
        File.Exists("/etc/os-release")
            ? File.ReadLines("/etc/os-release").Where(line => line.StartsWith("PRETTY_NAME=", StringComparison.Ordinal)).Select(line => line[12..].Trim('"')).FirstOrDefault()
                ?? RuntimeInformation.OSDescription
            : RuntimeInformation.OSDescription;

    private static string VectorUnits() =>
        System.Runtime.Intrinsics.X86.Avx512F.IsSupported ? ", AVX-512"
        : System.Runtime.Intrinsics.X86.Avx2.IsSupported ? ", AVX2"
        : "";

    private static double Bytes(string field) =>
        ReadField("/proc/meminfo", field) is { } text && double.TryParse(text.Split(' ')[0], CultureInfo.InvariantCulture, out double kibibytes)
            ? kibibytes * 1024
            : GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    private static string? ReadField(string path, string name) =>
        File.Exists(path)
            ? File.ReadLines(path).Where(line => line.StartsWith(name, StringComparison.Ordinal)).Select(line => line[(line.IndexOf(':') + 1)..].Trim()).FirstOrDefault()
            : null;
}
