using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

/// <summary>The native shim's functions. Quick getters skip the runtime's transition to preemptive mode.</summary>
internal static unsafe partial class Native
{
    private const string Library = "systemtorch";

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial IntPtr st_operator(string name, string overload);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int st_operator_exists(string name, string overload);

    [LibraryImport(Library)]
    internal static partial int st_call(IntPtr op, NativeValue* arguments, int count, NativeValue* results, int capacity);

    [LibraryImport(Library)]
    internal static partial void st_free_array(IntPtr array);

    [LibraryImport(Library)]
    internal static partial byte* st_last_error();

    [LibraryImport(Library)]
    internal static partial void st_release(IntPtr tensor);

    [LibraryImport(Library)]
    internal static partial IntPtr st_share(IntPtr tensor);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial int st_info_of(IntPtr tensor, TensorInfo* info);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial int st_sizes(IntPtr tensor, long* sizes, int capacity);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial int st_strides(IntPtr tensor, long* strides, int capacity);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial long st_storage_offset(IntPtr tensor);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial int st_is_contiguous(IntPtr tensor);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial IntPtr st_data(IntPtr tensor);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial int st_autograd_flags(IntPtr tensor);

    [LibraryImport(Library)]
    internal static partial int st_set_requires_grad(IntPtr tensor, int value);

    [LibraryImport(Library)]
    internal static partial IntPtr st_grad(IntPtr tensor);

    [LibraryImport(Library)]
    internal static partial int st_set_grad(IntPtr tensor, IntPtr gradient);

    [LibraryImport(Library)]
    internal static partial int st_retain_grad(IntPtr tensor);

    [LibraryImport(Library)]
    internal static partial int st_set_data(IntPtr tensor, IntPtr source);

    [LibraryImport(Library)]
    internal static partial int st_backward(IntPtr* roots, IntPtr* gradients, int count, int retainGraph, int createGraph, IntPtr* inputs, int inputCount);

    [LibraryImport(Library)]
    internal static partial int st_gradients(IntPtr* outputs, IntPtr* gradients, int count, IntPtr* inputs, int inputCount, int retainGraph, int createGraph, int allowUnused, IntPtr* results);

    [LibraryImport(Library)]
    internal static partial void st_tune_process();

    [LibraryImport(Library)]
    internal static partial byte* st_version();

    [LibraryImport(Library)]
    internal static partial int st_get_num_threads();

    [LibraryImport(Library)]
    internal static partial int st_set_num_threads(int count);

    [LibraryImport(Library)]
    internal static partial int st_get_num_interop_threads();

    [LibraryImport(Library)]
    internal static partial int st_set_num_interop_threads(int count);

    [LibraryImport(Library)]
    internal static partial int st_has_tuned_blas();

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial int st_grad_enabled();

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial void st_set_grad_enabled(int value);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial int st_inference_enabled();

    [LibraryImport(Library)]
    internal static partial IntPtr st_inference_enter(int value);

    [LibraryImport(Library)]
    internal static partial void st_inference_leave(IntPtr guard);

    [LibraryImport(Library)]
    internal static partial IntPtr st_generator_new(ulong seed, int deviceType, int deviceIndex);

    [LibraryImport(Library)]
    internal static partial IntPtr st_generator_default(int deviceType, int deviceIndex);

    [LibraryImport(Library)]
    internal static partial void st_generator_free(IntPtr generator);

    [LibraryImport(Library)]
    internal static partial int st_generator_set_seed(IntPtr generator, ulong seed);

    [LibraryImport(Library)]
    internal static partial ulong st_generator_seed(IntPtr generator);

    [LibraryImport(Library)]
    internal static partial ulong st_generator_reseed(IntPtr generator);

    [LibraryImport(Library)]
    internal static partial IntPtr st_generator_get_state(IntPtr generator);

    [LibraryImport(Library)]
    internal static partial int st_generator_set_state(IntPtr generator, IntPtr state);

    [LibraryImport(Library)]
    internal static partial int st_manual_seed(ulong seed);

    [LibraryImport(Library)]
    internal static partial int st_cuda_count();

    [LibraryImport(Library)]
    internal static partial int st_cuda_synchronize(int device);

    [LibraryImport(Library)]
    internal static partial int st_cuda_manual_seed(ulong seed);

    /// <summary>Why the last native call of this thread failed.</summary>
    internal static string LastError() => Marshal.PtrToStringUTF8((IntPtr)st_last_error()) ?? "";

    /// <summary>Turns a failed native call into an exception that says what was attempted.</summary>
    internal static void Check(int ok, string what)
    {
        if (ok == 0)
            throw new ExternalException($"{what} failed: {LastError()}");
    }

    internal static IntPtr Check(IntPtr result, string what)
    {
        if (result == IntPtr.Zero)
            throw new ExternalException($"{what} failed: {LastError()}");
        return result;
    }
}
