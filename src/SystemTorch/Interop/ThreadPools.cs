using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

/// <summary>
/// Settings that the thread pools behind libtorch read when they are loaded, and never again. It uses two pools: OpenMP's for
/// convolutions and OpenBLAS's for matrix products. By default an idle worker of either keeps spinning and takes a core away from
/// the other pool.
/// </summary>
internal static partial class ThreadPools
{
    /// <summary>Makes idle workers sleep. To be called before the native library is loaded. What the user has set stays.</summary>
    internal static void LetIdleWorkersSleep()
    {
        if (!OperatingSystem.IsLinux())
            return;
        // The process's own environment: Environment.SetEnvironmentVariable changes only .NET's copy of it.
        _ = setenv("OMP_WAIT_POLICY", "passive", 0);
        // 2 to this power cycles of spinning.
        _ = setenv("OPENBLAS_THREAD_TIMEOUT", "14", 0);
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int setenv(string name, string value, int overwrite);
}
