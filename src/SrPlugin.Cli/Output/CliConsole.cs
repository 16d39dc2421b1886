using SrPlugin.Cli.Faults;

namespace SrPlugin.Cli.Output;

/// <summary>Where the program writes: results to <see cref="Out"/>, everything else to <see cref="Error"/>.</summary>
/// <param name="Out">Results.</param>
/// <param name="Error">Log, progress, faults.</param>
/// <param name="ErrorIsTerminal">Whether <see cref="Error"/> is a terminal that can redraw a line.</param>
internal sealed record CliConsole(TextWriter Out, TextWriter Error, bool ErrorIsTerminal)
{
    public static CliConsole OfProcess() =>
        new(Console.Out, Console.Error, !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") is not "dumb");

    /// <summary>Writes one line, and the remedy under it.</summary>
    public void WriteFault(Fault fault)
    {
        Error.WriteLine($"srplugin: {Printable(fault.Message)}");
        if (fault.Remedy is not null)
            Error.WriteLine($"  {Printable(fault.Remedy)}");
    }

    /// <summary>Gets a text with its control characters escaped, which in a file's name could steer the terminal.</summary>
    public static string Printable(string text) =>
        text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? $"\\x{(int)c:X2}" : c.ToString())) : text;
}
