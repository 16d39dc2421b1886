using SrPlugin.Cli.Faults;

namespace SrPlugin.Cli.Output;

/// <summary>Where the program writes: results to <see cref="Out"/>, everything else to <see cref="Error"/>.</summary>
/// <param name="Out">Results.</param>
/// <param name="Error">Log, progress, faults.</param>
/// <param name="ErrorIsTerminal">Whether <see cref="Error"/> is a terminal that can redraw a line.</param>
internal sealed record CliConsole(TextWriter Out, TextWriter Error, bool ErrorIsTerminal)
{
    /// <summary>Gets where a person answers questions; null where nobody can.</summary>
    public TextReader? Answers { get; init; }

    public static CliConsole OfProcess() =>
        new(Console.Out, Console.Error, !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") is not "dumb")
        {
            Answers = Console.IsInputRedirected || Console.IsErrorRedirected ? null : Console.In,
        };

    /// <summary>Writes one line, and the remedy under it.</summary>
    public void WriteFault(Fault fault)
    {
        Error.WriteLine($"srplugin: {fault.Message}");
        if (fault.Remedy is not null)
            Error.WriteLine($"  {fault.Remedy}");
    }
}
