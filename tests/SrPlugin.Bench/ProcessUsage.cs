using System.Globalization;

namespace SrPlugin.Bench;

/// <summary>What this process has used up, as the operating system counts it.</summary>
internal static class ProcessUsage
{
    /// <summary>Largest resident memory since the last <see cref="ResetPeak"/>, in bytes.</summary>
    public static long PeakResidentBytes => Field("VmHWM");

    /// <summary>Resident memory now, in bytes.</summary>
    public static long ResidentBytes => Field("VmRSS");

    /// <summary>Processor time so far, in user mode and in the kernel.</summary>
    public static (TimeSpan User, TimeSpan System) ProcessorTime
    {
        get
        {
            using var process = System.Diagnostics.Process.GetCurrentProcess();
            return (process.UserProcessorTime, process.PrivilegedProcessorTime);
        }
    }

    /// <summary>Starts a new peak at the present size.</summary>
    /// <returns>False where the system cannot do that: the peak then counts from the process's start.</returns>
    public static bool ResetPeak()
    {
        try
        {
            File.WriteAllText("/proc/self/clear_refs", "5");
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static long Field(string name)
    {
        const string Status = "/proc/self/status";
        if (!File.Exists(Status))
        {
            using var process = System.Diagnostics.Process.GetCurrentProcess();
            return name == "VmHWM" ? process.PeakWorkingSet64 : process.WorkingSet64;
        }

        string line = File.ReadLines(Status).First(line => line.StartsWith(name + ":", StringComparison.Ordinal));
        string number = line[(name.Length + 1)..].Replace("kB", "", StringComparison.Ordinal).Trim();
        return long.Parse(number, CultureInfo.InvariantCulture) * 1024;
    }
}
