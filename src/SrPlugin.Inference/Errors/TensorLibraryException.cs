using System.Runtime.InteropServices;
using SrPlugin.Protocol;

namespace SrPlugin.Inference.Errors;

/// <summary>Thrown when the tensor library (libtorch with TorchSharp's native part) cannot be loaded.</summary>
public sealed class TensorLibraryException : SrPluginException
{
    private const string Reinstall = "Install SrPlugin again; srplugin doctor shows what is missing.";

    private static readonly string[] _visualCppFiles = ["msvcp140.dll", "vcruntime140.dll", "vcruntime140_1.dll"];

    /// <summary>Creates the exception.</summary>
    /// <param name="reason">Which file cannot be loaded and why.</param>
    /// <param name="innerException">The loader's exception; null where there is none.</param>
    /// <param name="remedy">What the user can do.</param>
    public TensorLibraryException(string reason, Exception? innerException, string remedy = Reinstall)
        : base(ErrorCode.DeviceUnavailable, $"The tensor library cannot be loaded: {reason}", remedy, innerException)
    {
    }

    /// <summary>Creates the exception for a file that is there and cannot be loaded.</summary>
    /// <param name="path">The file.</param>
    /// <param name="exception">What the loader says.</param>
    internal static TensorLibraryException For(string path, Exception exception)
    {
        string[] missing = OperatingSystem.IsWindows() ? [.. _visualCppFiles.Where(name => !CanLoad(name))] : [];
        if (missing.Length > 0)
        {
            return new TensorLibraryException(
                $"{Path.GetFileName(path)} needs {string.Join(", ", missing)} of the Microsoft Visual C++ runtime.", exception,
                "Install the Microsoft Visual C++ Redistributable for x64: https://aka.ms/vs/17/release/vc_redist.x64.exe");
        }
        // .NET's advice comes first, what the system's loader says after it.
        string[] lines = exception.Message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return new TensorLibraryException($"{path}: {lines[Math.Min(1, lines.Length - 1)]}", exception);
    }

    private static bool CanLoad(string name)
    {
        if (!NativeLibrary.TryLoad(name, out nint handle))
            return false;
        NativeLibrary.Free(handle);
        return true;
    }
}
