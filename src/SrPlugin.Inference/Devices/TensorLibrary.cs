using System.Runtime.InteropServices;
using System.Runtime.Loader;
using SrPlugin.Inference.Errors;
using TorchSharp;

namespace SrPlugin.Inference.Devices;

/// <summary>
/// Loads libtorch and TorchSharp's native library into the process, with the settings that make them quick
/// (<see cref="ProcessSettings"/>). Everything that computes with tensors calls <see cref="Load"/> first.
/// </summary>
public static class TensorLibrary
{
    /// <summary>The environment variable that names a folder with another libtorch of the same version, such as one with CUDA.</summary>
    public const string FolderVariable = "SRPLUGIN_LIBTORCH";

    private const string TorchSharpName = "LibTorchSharp";

    private static readonly Dictionary<string, nint> _handles = [];
    private static readonly Lazy<string> _folder = new(LoadOnce, LazyThreadSafetyMode.ExecutionAndPublication);

    /// <summary>Gets the folder that libtorch was loaded from, and loads it at the first call.</summary>
    /// <exception cref="TensorLibraryException">A file of the library, or one that it needs, is missing or cannot be loaded.</exception>
    public static string Folder => _folder.Value;

    /// <summary>Loads the library, once per process.</summary>
    /// <exception cref="TensorLibraryException">A file of the library, or one that it needs, is missing or cannot be loaded.</exception>
    public static void Load() => _ = _folder.Value;

    /// <summary>
    /// Gives memory that freed tensors leave to the system. Between stages, whose blocks differ in size and tear the heap into holes, that
    /// lowers the peak; after a model was freed, it is what makes room.
    /// </summary>
    public static void ReleaseMemory() => ProcessSettings.ReleaseMemory();

    private static string LoadOnce()
    {
        ProcessSettings.Apply();
        string own = Path.Combine(AppContext.BaseDirectory, "libtorch");
        // TorchSharp asks for these by name, both by P/Invoke and by a loader of its own.
        NativeLibrary.SetDllImportResolver(typeof(torch).Assembly, (name, _, _) => HandleOf(name));
        AssemblyLoadContext.Default.ResolvingUnmanagedDll += (_, name) => HandleOf(name);
        string? named = Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } other ? other : null;
        string? added = named is null ? LoadAdded(own) : null;
        string folder = named ?? added ?? own;
        if (added is null)
            LoadFrom(folder, own);
        StartTorchSharp();
        return folder;
    }

    // With a library that lacks a file since it was added, the program still works: on the CPU.
    private static string? LoadAdded(string own)
    {
        if (!AddedTensorLibrary.IsInstalled)
            return null;
        string folder = AddedTensorLibrary.Folder;
        try
        {
            AddedTensorLibrary.Check(folder);
            LoadFrom(folder, own);
            return folder;
        }
        catch (TensorLibraryException exception)
        {
            AddedTensorLibrary.Fault = exception.Message;
            foreach (nint handle in _handles.Values)
                NativeLibrary.Free(handle);
            _handles.Clear();
            return null;
        }
    }

    private static void LoadFrom(string folder, string own)
    {
        foreach (string path in Dependencies(folder))
            Check(path);
        // One after the other, so that a file that cannot be loaded is named.
        foreach (string name in (ReadOnlySpan<string>)["c10", "torch_cpu"])
            _handles[name] = LoadFile(Path.Combine(folder, FileName(name)));
        foreach (string name in (ReadOnlySpan<string>)["c10_cuda", "torch_cuda"])
        {
            if (File.Exists(Path.Combine(folder, FileName(name))))
                _handles[name] = LoadFile(Path.Combine(folder, FileName(name)));
        }
        _handles["torch"] = LoadFile(Path.Combine(folder, FileName("torch")));
        _handles[TorchSharpName] = LoadFile(Path.Combine(own, FileName(TorchSharpName)));
    }

    private static nint HandleOf(string name) => _handles.GetValueOrDefault(name);

    private static void StartTorchSharp()
    {
        try
        {
            torch.InitializeDeviceType(DeviceType.CPU);
            torch.set_num_threads(ProcessSettings.Threads);
        }
        catch (Exception exception) when (exception is TypeInitializationException or NotSupportedException or DllNotFoundException
            or EntryPointNotFoundException or BadImageFormatException)
        {
            throw new TensorLibraryException($"TorchSharp cannot be started: {exception.GetBaseException().Message}", exception);
        }
    }

    // What libtorch itself loads from its folder; the loader would not say which of them is missing.
    private static string[] Dependencies(string folder) =>
        OperatingSystem.IsWindows() ? [Path.Combine(folder, "libiomp5md.dll"), Path.Combine(folder, "uv.dll")]
        : OperatingSystem.IsLinux() && Directory.Exists(folder) ? Directory.GetFiles(folder, "libgomp*.so*")
        : [];

    private static void Check(string path)
    {
        if (NativeFile.FindFault(path) is { } fault)
            throw new TensorLibraryException($"{path} {fault}.", null);
    }

    private static nint LoadFile(string path)
    {
        Check(path);
        try
        {
            return NativeLibrary.Load(path);
        }
        catch (Exception exception) when (exception is DllNotFoundException or BadImageFormatException)
        {
            throw TensorLibraryException.For(path, exception);
        }
    }

    private static string FileName(string name) =>
        OperatingSystem.IsWindows() ? $"{name}.dll" : OperatingSystem.IsMacOS() ? $"lib{name}.dylib" : $"lib{name}.so";
}
