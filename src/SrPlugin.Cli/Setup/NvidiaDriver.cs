using System.ComponentModel;
using System.Diagnostics;

namespace SrPlugin.Cli.Setup;

/// <summary>The driver of an NVIDIA graphics card.</summary>
/// <param name="Card">The card's name.</param>
/// <param name="Version">The driver's version.</param>
internal sealed record NvidiaDriver(string Card, Version Version)
{
    /// <summary>Gets the oldest driver that programs made with CUDA 12 run on.</summary>
    public static Version Oldest { get; } = OperatingSystem.IsWindows() ? new Version(528, 33) : new Version(525, 60, 13);

    /// <summary>Finds the driver by its own program nvidia-smi.</summary>
    /// <returns>Null where there is none, or none that works.</returns>
    public static NvidiaDriver? Find()
    {
        try
        {
            using var process =
                Process.Start(new ProcessStartInfo("nvidia-smi", ["--query-gpu=name,driver_version", "--format=csv,noheader"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            process.ErrorDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
            string[] parts = (process.StandardOutput.ReadLine() ?? "").Split(',', StringSplitOptions.TrimEntries);
            process.WaitForExit();
            return process.ExitCode == 0 && parts.Length == 2 && Version.TryParse(parts[1], out Version? version)
                ? new NvidiaDriver(parts[0], version)
                : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
