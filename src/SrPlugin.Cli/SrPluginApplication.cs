using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using SrPlugin.Cli.Commands;
using SrPlugin.Cli.Composition;
using SrPlugin.Cli.Faults;
using SrPlugin.Cli.Output;

namespace SrPlugin.Cli;

/// <summary>The whole program, as a function: the process edge and the tests call it alike.</summary>
internal static class SrPluginApplication
{
    /// <summary>Runs one command line.</summary>
    /// <param name="args">The arguments, without the program's name.</param>
    /// <param name="console">Where output and log go.</param>
    /// <param name="cancellationToken">Stops the command within a tile.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static int Run(IReadOnlyList<string> args, CliConsole console, CancellationToken cancellationToken)
    {
        var verbose = false;
        try
        {
            using ServiceProvider services = CompositionRoot.Create(console, cancellationToken);
            var root = new SrPluginRootCommand(services.GetServices<ICliCommand>(), console.Width);
            ParseResult parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
            verbose = parsed.GetValue(root.Verbose);
            // --help and --version act even where something else on the line is wrong.
            if (parsed.Errors.Count > 0 && parsed.Action is null or System.CommandLine.Invocation.ParseErrorAction)
                return (int)ReportUsage(parsed, parsed.Errors.Select(error => error.Message), console);
            if (UnknownOptions.Find(parsed, args) is { Count: > 0 } unknown)
                return (int)ReportUsage(parsed, unknown, console);
            return parsed.Invoke(new InvocationConfiguration
            {
                Output = console.Out,
                Error = console.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            });
        }
#pragma warning disable CA1031 // The process edge: every fault becomes one line and an exit code.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Fault fault = FaultCatalog.Describe(exception);
            console.WriteFault(fault);
            if (verbose)
                console.Error.WriteLine(exception);
            else if (fault.Code == ExitCode.Internal)
                console.Error.WriteLine("  Run again with --verbose for the details a bug report needs.");
            return (int)fault.Code;
        }
    }

    private static ExitCode ReportUsage(ParseResult parsed, IEnumerable<string> messages, CliConsole console)
    {
        foreach (string message in messages.Distinct(StringComparer.Ordinal))
            console.Error.WriteLine($"srplugin: {CliConsole.Printable(message)}");
        var names = new List<string>();
        for (
            System.CommandLine.Parsing.SymbolResult? result =
                parsed.CommandResult; result is System.CommandLine.Parsing.CommandResult command; result = command.Parent)
            names.Insert(0, command.Command is RootCommand ? "srplugin" : command.Command.Name);
        console.Error.WriteLine($"  See {string.Join(' ', names)} --help.");
        return ExitCode.Usage;
    }
}
