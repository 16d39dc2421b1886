using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32;

namespace SrPlugin.Cli.Diagnostics;

/// <summary>What computer this is.</summary>
internal static class MachineFacts
{
    public static IEnumerable<Finding> All() =>
    [
        new("system", $"{OperatingSystemName()} ({RuntimeInformation.OSArchitecture})"),
        new("processor", $"{ProcessorName()}, {Environment.ProcessorCount} cores{VectorUnits()}"),
        new(
            "memory",
            string.Create(CultureInfo.InvariantCulture, $"{TotalBytes() / GiB:0.0} GiB, {AvailableBytes() / GiB:0.0} GiB available")),
    ];

    /// <summary>The processor as it calls itself.</summary>
    public static string ProcessorName() =>
        (OperatingSystem.IsWindows()
            ? Registry.GetValue(@"HKEY_LOCAL_MACHINE\HARDWARE\DESCRIPTION\System\CentralProcessor\0", "ProcessorNameString", null) as string
            : ReadField("/proc/cpuinfo", "model name"))?.Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();

    private const double GiB = 1L << 30;

    // Only on Linux: Wine shows Linux's files to programs for Windows.
    private static string OperatingSystemName() =>
        (OperatingSystem.IsLinux() ? ReadField("/etc/os-release", "PRETTY_NAME", '=')?.Trim('"') : null)
            ?? RuntimeInformation.OSDescription;

    private static string VectorUnits() =>
        System.Runtime.Intrinsics.X86.Avx512F.IsSupported ? ", AVX-512"
        : System.Runtime.Intrinsics.X86.Avx2.IsSupported ? ", AVX2"
        : "";

    private static double TotalBytes() => Kibibytes("MemTotal") * 1024 ?? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    private static double AvailableBytes()
    {
        if (Kibibytes("MemAvailable") is { } kibibytes)
            return kibibytes * 1024;
        // The runtime looks at the machine's memory when it collects.
        GC.Collect(0, GCCollectionMode.Forced);
        GCMemoryInfo info = GC.GetGCMemoryInfo();
        return Math.Max(0, info.TotalAvailableMemoryBytes - info.MemoryLoadBytes);
    }

    private static double? Kibibytes(string field) =>
        OperatingSystem.IsLinux() && ReadField("/proc/meminfo", field) is { } text
            && double.TryParse(text.Split(' ')[0], CultureInfo.InvariantCulture, out double kibibytes) ? kibibytes : null;

    private static string? ReadField(string path, string name, char separator = ':') =>
        File.Exists(path)
            ? File.ReadLines(path).Where(line => line.StartsWith(name, StringComparison.Ordinal))
                .Select(line => line[(line.IndexOf(separator) + 1)..].Trim()).FirstOrDefault()
            : null;
}
