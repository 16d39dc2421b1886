using System.Runtime.InteropServices;

namespace SrPlugin.Inference.Devices;

/// <summary>
/// Settings of the process that decide how quick libtorch is on a CPU. They are read when the native libraries are loaded, and what the
/// user has set in the environment stays. Measured in docs/dev/performance.md.
/// </summary>
internal static partial class ProcessSettings
{
    private const int TrimThreshold = -1; // M_TRIM_THRESHOLD
    private const int TopPad = -2; // M_TOP_PAD
    private const int MmapMax = -4; // M_MMAP_MAX
    private const int ArenaMax = -8; // M_ARENA_MAX
    private const int Reserve = 640 << 20;
    private const int Pad = 64 << 20;

    /// <summary>Gets the number of threads that libtorch computes with: OMP_NUM_THREADS, or the number of physical cores.</summary>
    public static int Threads =>
        int.TryParse(Environment.GetEnvironmentVariable("OMP_NUM_THREADS"), out int threads) && threads > 0 ? threads : PhysicalCores();

    /// <summary>Applies the settings. To be called before the native libraries are loaded.</summary>
    public static void Apply()
    {
        SetWhereUnset("OMP_WAIT_POLICY", "passive");
        // Intel's OpenMP, which libtorch for Windows brings along, spins for 200 ms.
        SetWhereUnset("KMP_BLOCKTIME", "0");
        // Wine before version 9 lacks a call that Intel's OpenMP makes to pin threads, which ends the process. Nothing here pins threads.
        if (IsWine())
            SetWhereUnset("KMP_AFFINITY", "disabled");
        if (OperatingSystem.IsLinux())
            KeepFreedMemory();
    }

    /// <summary>Gives memory that the heap keeps for later back to the system. It costs some milliseconds.</summary>
    public static void ReleaseMemory()
    {
        if (!OperatingSystem.IsLinux())
            return;
        try
        {
            _ = malloc_trim(0);
        }
        catch (EntryPointNotFoundException)
        {
            // Another C library (musl) has another allocator.
        }
    }

    private static bool IsWine() =>
        OperatingSystem.IsWindows() && NativeLibrary.TryLoad("ntdll.dll", out nint library)
            && NativeLibrary.TryGetExport(library, "wine_get_version", out _);

    // An idle worker of OpenMP that keeps spinning takes a core away from the thread that has work.
    private static void SetWhereUnset(string name, string value)
    {
        if (Environment.GetEnvironmentVariable(name) is not null)
            return;
        Environment.SetEnvironmentVariable(name, value);
        // On Unix, that changes .NET's copy of the environment only.
        if (!OperatingSystem.IsWindows())
            _ = setenv(name, value, 0);
    }

    // A feature map is far above glibc's threshold: it would be mapped at every operation and unmapped after it, and each of its pages
    // faulted in and zeroed again, which costs as much time as a normalisation. Kept on the heap, memory is used again.
    private static void KeepFreedMemory()
    {
        string[] tuning = ["MALLOC_MMAP_MAX_", "MALLOC_MMAP_THRESHOLD_", "MALLOC_TRIM_THRESHOLD_", "GLIBC_TUNABLES"];
        if (tuning.Any(name => Environment.GetEnvironmentVariable(name) is not null))
            return;
        try
        {
            _ = mallopt(MmapMax, 0);
            _ = mallopt(TrimThreshold, Reserve);
            _ = mallopt(TopPad, Pad);
            // Worker threads allocate from the same heap; arenas of their own cannot hold a feature map.
            _ = mallopt(ArenaMax, 1);
        }
        catch (EntryPointNotFoundException)
        {
            // Another C library (musl) has another allocator.
        }
    }

    // Cores, not hardware threads: a core's second thread competes for the same vector units.
    private static int PhysicalCores()
    {
        int allowed = Environment.ProcessorCount;
        if (!OperatingSystem.IsLinux())
            return allowed;
        try
        {
            var cores = new HashSet<string>();
            foreach (string cpu in Directory.EnumerateDirectories("/sys/devices/system/cpu", "cpu*"))
            {
                string siblings = Path.Combine(cpu, "topology", "thread_siblings_list");
                if (File.Exists(siblings))
                    cores.Add(File.ReadAllText(siblings).Trim());
            }
            return cores.Count > 0 ? Math.Clamp(cores.Count, 1, allowed) : allowed;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // No topology to read, as in a locked-down container: every processor counts.
            return allowed;
        }
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int setenv(string name, string value, int overwrite);

    [LibraryImport("libc")]
    private static partial int malloc_trim(nuint pad);

    [LibraryImport("libc")]
    private static partial int mallopt(int parameter, int value);
}
