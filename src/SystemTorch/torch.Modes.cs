using TorchSharp.Interop;

namespace TorchSharp;

/// <summary>The whole API hangs on this class, as in TorchSharp; its parts lie in files named after them.</summary>
public static partial class torch
{
    public static string __version__ => System.Runtime.InteropServices.Marshal.PtrToStringUTF8(NativeVersion());

    public static DisposeScope CurrentDisposeScope => DisposeScopeManager.OfThread.Current;

    /// <summary>Opens a dispose scope on this thread; close it on the same thread.</summary>
    public static DisposeScope NewDisposeScope() => DisposeScopeManager.NewDisposeScope();

    /// <summary>Runs an expression in a scope of its own; only its result survives.</summary>
    public static Tensor WrappedTensorDisposeScope(Func<Tensor> expr)
    {
        using var scope = NewDisposeScope();
        return expr().MoveToOuterDisposeScope();
    }

    public static IDisposable no_grad() => new GradMode(false);

    public static IDisposable enable_grad(bool enabled = true) => new GradMode(enabled);

    public static IDisposable set_grad_enabled(bool mode = true) => new GradMode(mode);

    public static bool is_grad_enabled() => Native.st_grad_enabled() != 0;

    public static IDisposable inference_mode(bool mode = true) => new InferenceMode(mode);

    public static bool is_inference_mode_enabled() => Native.st_inference_enabled() != 0;

    public static int get_num_threads()
    {
        Runtime.EnsureStarted();
        return Native.st_get_num_threads();
    }

    public static void set_num_threads(int num)
    {
        Runtime.EnsureStarted();
        ArgumentOutOfRangeException.ThrowIfLessThan(num, 1);
        Native.Check(Native.st_set_num_threads(num), "setting the number of threads");
    }

    public static int get_num_interop_threads()
    {
        Runtime.EnsureStarted();
        return Native.st_get_num_interop_threads();
    }

    public static void set_num_interop_threads(int num)
    {
        Runtime.EnsureStarted();
        Native.Check(Native.st_set_num_interop_threads(num), "setting the number of interop threads");
    }

    /// <summary>Loads libtorch if need be and makes sure that the device kind is there.</summary>
    public static void InitializeDeviceType(DeviceType deviceType)
    {
        if (!TryInitializeDeviceType(deviceType))
            throw new InvalidOperationException($"Torch device type {deviceType} did not initialise on the current machine.");
    }

    public static bool TryInitializeDeviceType(DeviceType deviceType)
    {
        Runtime.EnsureStarted();
        return deviceType switch
        {
            DeviceType.CPU or DeviceType.META => true,
            DeviceType.CUDA => cuda.is_available(),
            _ => false,
        };
    }

    public static Device InitializeDevice(Device device)
    {
        device ??= CPU;
        InitializeDeviceType(device.type);
        return device;
    }

    public static bool cuda_is_available() => cuda.is_available();

    public static class cuda
    {
        public static bool is_available() => device_count() > 0;

        public static int device_count()
        {
            Runtime.EnsureStarted();
            return Native.st_cuda_count();
        }

        public static void synchronize(Device device = null) =>
            Native.Check(Native.st_cuda_synchronize(device?.index ?? -1), "waiting for the CUDA device");

        public static void manual_seed(long seed) => manual_seed_all(seed);

        public static void manual_seed_all(long seed) =>
            Native.Check(Native.st_cuda_manual_seed(unchecked((ulong)seed)), "seeding the CUDA devices");
    }

    private static unsafe IntPtr NativeVersion() => (IntPtr)Native.st_version();

    private sealed class GradMode : IDisposable
    {
        private readonly bool _before = is_grad_enabled();
        private bool _open = true;

        internal GradMode(bool enabled) => Native.st_set_grad_enabled(enabled ? 1 : 0);

        public void Dispose()
        {
            if (!_open)
                return;
            _open = false;
            Native.st_set_grad_enabled(_before ? 1 : 0);
        }
    }

    private sealed class InferenceMode(bool enabled) : IDisposable
    {
        private IntPtr _guard = Native.st_inference_enter(enabled ? 1 : 0);

        public void Dispose()
        {
            var guard = Interlocked.Exchange(ref _guard, IntPtr.Zero);
            if (guard != IntPtr.Zero)
                Native.st_inference_leave(guard);
        }
    }
}
