using System.Reflection;
using System.Runtime.InteropServices;
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
        string own = FindOwnFolder();
        string folder = Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } other ? other : own;
        // One after the other, so that a file that cannot be loaded is named.
        foreach (string name in (ReadOnlySpan<string>)["c10", "torch_cpu", "torch"])
            LoadFile(Path.Combine(folder, FileName(name)));
        nint handle = LoadFile(Path.Combine(own, FileName("LibTorchSharp")));
        NativeLibrary.SetDllImportResolver(
            typeof(torch).Assembly, (name, _, _) => name == "LibTorchSharp" ? handle : nint.Zero);
        StartTorchSharp();
        return folder;
    }

    // TorchSharp writes what it does to standard output, where the program's results belong.
    private static void StartTorchSharp()
    {
        TextWriter output = Console.Out;
        Console.SetOut(Console.Error);
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
        finally
        {
            Console.SetOut(output);
        }
    }

    private static nint LoadFile(string path)
    {
        if (!File.Exists(path))
            throw new TensorLibraryException($"There is no file {path}.", null);
        try
        {
            return NativeLibrary.Load(path);
        }
        catch (Exception exception) when (exception is DllNotFoundException or BadImageFormatException)
        {
            throw TensorLibraryException.For(path, exception);
        }
    }

    // Beside the program in a publish for one runtime, in a folder of the runtime's name otherwise.
    private static string FindOwnFolder()
    {
        string file = FileName("LibTorchSharp");
        string[] folders =
        [
            AppContext.BaseDirectory,
            Path.Combine(AppContext.BaseDirectory, "runtimes", RuntimeName(), "native"),
            Path.GetDirectoryName(Assembly.GetExecutingAssembly().Location) ?? AppContext.BaseDirectory,
        ];
        return folders.FirstOrDefault(folder => File.Exists(Path.Combine(folder, file)))
            ?? throw new TensorLibraryException($"There is no file {file} in {AppContext.BaseDirectory}.", null);
    }

    private static string RuntimeName() =>
        OperatingSystem.IsWindows() ? "win-x64" : OperatingSystem.IsMacOS() ? "osx-arm64" : "linux-x64";

    private static string FileName(string name) =>
        OperatingSystem.IsWindows() ? $"{name}.dll" : OperatingSystem.IsMacOS() ? $"lib{name}.dylib" : $"lib{name}.so";
}
