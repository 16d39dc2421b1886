using System.Globalization;

namespace SrPlugin.Cli.Batches;

/// <summary>A process that works on a batch, as the ledger names it.</summary>
/// <param name="Machine">Its machine, or the container that has processes of its own.</param>
/// <param name="Process">Its number there.</param>
/// <param name="Started">When it started, which tells it from a later one of its number; in a unit of the system.</param>
internal sealed record BatchOwner(string Machine, int Process, long Started)
{
    // The field of /proc/PID/stat that holds the start, counted from the end of the program's name.
    private const int StartField = 19;

    /// <summary>Gets this process.</summary>
    public static BatchOwner Current { get; } = new(ThisMachine(), Environment.ProcessId, StartOf(Environment.ProcessId) ?? 0);

    /// <summary>Reads a name.</summary>
    public static BatchOwner Parse(string text)
    {
        string[] parts = text.Split('/');
        return new BatchOwner(
            parts[0], int.Parse(parts[1], CultureInfo.InvariantCulture), long.Parse(parts[2], CultureInfo.InvariantCulture));
    }

    /// <summary>
    /// Gets a value indicating whether the process has ended; null for one of another machine, of which that cannot be known.
    /// </summary>
    public bool? HasEnded() => Machine == Current.Machine ? StartOf(Process) != Started : null;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Machine}/{Process}/{Started}");

    // Containers may share a machine's name and have processes of the same numbers.
    private static string ThisMachine()
    {
        string name = Environment.MachineName.Replace('/', '-');
        const string Namespace = "/proc/self/ns/pid";
        return OperatingSystem.IsLinux() && new FileInfo(Namespace).LinkTarget is { } link
            ? name + "-" + string.Concat(link.Where(char.IsAsciiDigit))
            : name;
    }

    // Must not depend on the clock, which may be set between two looks at the same process: .NET computes a process's start from it on
    // Linux.
    private static long? StartOf(int process)
    {
        try
        {
            if (OperatingSystem.IsLinux())
            {
                string status = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/stat"));
                string[] fields = status[(status.LastIndexOf(')') + 2)..].Split(' ');

                // A killed process whose parent has not looked yet has ended, too.
                return fields[0] is "Z" or "X" ? null : long.Parse(fields[StartField], CultureInfo.InvariantCulture);
            }

            using var found = System.Diagnostics.Process.GetProcessById(process);
            return found.StartTime.ToUniversalTime().Ticks;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException
            or InvalidOperationException)
        {
            return null;
        }
    }
}
