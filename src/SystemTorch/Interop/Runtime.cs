using System.Runtime.CompilerServices;

namespace TorchSharp.Interop;

/// <summary>Brings libtorch up once per process: as many threads as there are physical cores, and a warning where GEMM is crippled.</summary>
internal static class Runtime
{
    static Runtime()
    {
        ThreadPools.LetIdleWorkersSleep();
        // Before anything else: libtorch chooses its kernels at the first operator.
        Native.st_tune_process();
        var threads = ThreadsFromEnvironment() ?? PhysicalCores();
        Native.Check(Native.st_set_num_threads(threads), "setting the number of threads");
        if (Native.st_has_tuned_blas() == 0)
        {
            Console.Error.WriteLine(
                "SystemTorch: warning: libtorch runs on the reference BLAS, which makes matrix products some 60 times slower. " +
                "Install a tuned one (Debian, Ubuntu: apt-get install libopenblas0-pthread).");
        }
    }

    /// <summary>Called before the first operator runs: reaching this class runs its initialiser.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void EnsureStarted()
    {
    }

    /// <summary>What OpenMP programs obey is obeyed here too.</summary>
    private static int? ThreadsFromEnvironment() =>
        int.TryParse(Environment.GetEnvironmentVariable("OMP_NUM_THREADS"), out var n) && n > 0 ? n : null;

    /// <summary>Cores, not hardware threads: a core's second thread only fights over the same vector units.</summary>
    private static int PhysicalCores()
    {
        var allowed = Environment.ProcessorCount;
        try
        {
            var cores = new HashSet<string>();
            foreach (var cpu in Directory.EnumerateDirectories("/sys/devices/system/cpu", "cpu*"))
            {
                var siblings = Path.Combine(cpu, "topology", "thread_siblings_list");
                if (File.Exists(siblings))
                    cores.Add(File.ReadAllText(siblings).Trim());
            }
            if (cores.Count > 0)
                return Math.Clamp(cores.Count, 1, allowed);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // No topology to read (another operating system, a locked-down container): every processor counts.
        }
        return Math.Max(1, allowed);
    }
}
