using Spectre.Console;

namespace SrPlugin.Cli.Output;

/// <summary>Chooses how progress is shown: a bar on a terminal, lines elsewhere.</summary>
internal sealed class BatchProgressFactory(CliConsole console, TimeProvider clock)
{
    /// <param name="count">Files of the batch.</param>
    public IBatchProgress Create(int count) =>
        console.ErrorIsTerminal
            ? new TerminalProgress(AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(console.Error) }), clock, count)
            : new PlainProgress(console.Error, clock, count);
}
