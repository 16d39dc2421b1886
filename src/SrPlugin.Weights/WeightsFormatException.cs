using SrPlugin.Protocol;

namespace SrPlugin.Weights;

/// <summary>
/// A weights file, or a tensor in one, is not what its format demands: damaged, truncated, of an unknown kind, or of a
/// kind this program refuses. Nothing of the file was executed, and nothing was allocated beyond what the file can hold.
/// </summary>
public class WeightsFormatException : SrPluginException
{
    private const int MaxShown = 2000;
    private const string Verify = "Verify the model's files with: srplugin models verify";

    /// <summary>Creates the exception.</summary>
    /// <param name="file">The file (or other source) at fault.</param>
    /// <param name="problem">What is wrong with it, and what can be done.</param>
    /// <param name="offset">Where in the file, in bytes from its start, when known.</param>
    /// <param name="innerException">What was caught, if anything.</param>
    public WeightsFormatException(string file, string problem, long? offset = null, Exception? innerException = null)
        : base(
            ErrorCode.ModelDamaged, $"{file}: {Printable(problem)}{(offset is { } at ? $" (at byte {at})" : "")}", Verify, innerException)
    {
        File = file;
        Offset = offset;
    }

    /// <summary>The file (or other source) at fault.</summary>
    public string File { get; }

    /// <summary>Where in <see cref="File"/>, in bytes from its start, when known.</summary>
    public long? Offset { get; }

    // Names come out of the file: they may be megabytes long, or full of escape sequences for a terminal.
    private static string Printable(string problem) =>
        string.Concat(problem.Take(MaxShown).Select(c => char.IsControl(c) ? '?' : c)) + (problem.Length > MaxShown ? "…" : "");
}
