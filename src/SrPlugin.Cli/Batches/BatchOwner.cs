using System.Diagnostics;
using System.Globalization;

namespace SrPlugin.Cli.Batches;

/// <summary>A process that works on a batch, as the ledger names it.</summary>
/// <param name="Machine">Its machine.</param>
/// <param name="Process">Its number there.</param>
/// <param name="Started">When it started, which tells it from a later one of its number.</param>
internal sealed record BatchOwner(string Machine, int Process, long Started)
{
    /// <summary>Gets this process.</summary>
    public static BatchOwner Current { get; } = Of(System.Diagnostics.Process.GetCurrentProcess());

    /// <summary>Reads a name.</summary>
    public static BatchOwner Parse(string text)
    {
        string[] parts = text.Split('/');
        return new BatchOwner(parts[0], int.Parse(parts[1], CultureInfo.InvariantCulture), long.Parse(parts[2], CultureInfo.InvariantCulture));
    }

    /// <summary>Gets a value indicating whether the process is known to have ended. On another machine that cannot be known.</summary>
    public bool HasEnded()
    {
        if (Machine != Current.Machine)
            return false;
        try
        {
            using var process = System.Diagnostics.Process.GetProcessById(Process);
            return Of(process) != this;
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            return true;
        }
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Machine}/{Process}/{Started}");

    // Seconds: what is told of a process's start differs by less from one look to the next.
    private static BatchOwner Of(Process process) =>
        new(Environment.MachineName.Replace('/', '-'), process.Id, new DateTimeOffset(process.StartTime.ToUniversalTime()).ToUnixTimeSeconds());
}
