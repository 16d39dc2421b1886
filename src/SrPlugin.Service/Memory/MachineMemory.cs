using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SrPlugin.Service.Memory;

/// <summary>How much memory there is, and how much of it programs can still get; the container's bounds included.</summary>
internal static partial class MachineMemory
{
    private const string Unbounded = "max";

    /// <summary>Bytes of all memory.</summary>
    public static long Total => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    /// <summary>Bytes that can still be had.</summary>
    public static long Available
    {
        get
        {
            long available = OnMachine();
            return ReadNumber("/sys/fs/cgroup/memory.max") is { } limit && ReadNumber("/sys/fs/cgroup/memory.current") is { } used
                ? Math.Min(available, Math.Max(0, limit - used + Reclaimable()))
                : available;
        }
    }

    private static long OnMachine()
    {
        const string File = "/proc/meminfo", Field = "MemAvailable:";
        if (System.IO.File.Exists(File))
        {
            foreach (string line in System.IO.File.ReadLines(File))
            {
                if (line.StartsWith(Field, StringComparison.Ordinal)
                    && long.TryParse(
                        line.AsSpan(Field.Length).Trim().TrimEnd("kB").Trim(), NumberStyles.None, CultureInfo.InvariantCulture,
                        out long kibibytes))
                {
                    return kibibytes * 1024;
                }
            }
        }

        if (OperatingSystem.IsWindows())
        {
            // The runtime knows the load of its last collection only, which may be long ago.
            var status = new Status { Length = (uint)Unsafe.SizeOf<Status>() };
            if (ReadStatus(ref status))
                return (long)status.Available;
        }

        GCMemoryInfo info = GC.GetGCMemoryInfo();
        return Math.Max(0, info.TotalAvailableMemoryBytes - info.MemoryLoadBytes);
    }

    // The group's count of used memory has the file cache in it, which is given up when asked.
    private static long Reclaimable()
    {
        const string File = "/sys/fs/cgroup/memory.stat", Field = "inactive_file ";
        if (!System.IO.File.Exists(File))
            return 0;
        foreach (string line in System.IO.File.ReadLines(File))
        {
            if (line.StartsWith(Field, StringComparison.Ordinal)
                && long.TryParse(line.AsSpan(Field.Length), NumberStyles.None, CultureInfo.InvariantCulture, out long bytes))
                return bytes;
        }

        return 0;
    }

    private static long? ReadNumber(string path)
    {
        if (!File.Exists(path))
            return null;
        string text = File.ReadAllText(path).Trim();
        return text != Unbounded && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long value) ? value : null;
    }

    [LibraryImport("kernel32", EntryPoint = "GlobalMemoryStatusEx")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool ReadStatus(ref Status status);

    // MEMORYSTATUSEX
    [StructLayout(LayoutKind.Explicit, Size = 64)]
    private struct Status
    {
        [FieldOffset(0)]
        public uint Length;

        [FieldOffset(16)]
        public ulong Available;
    }
}
