using System.CommandLine;
using SrPlugin.Cli;
using SrPlugin.Cli.Composition;
using SrPlugin.Cli.Controls;
using SrPlugin.Cli.Faults;
using SrPlugin.Cli.Output;
using SrPlugin.Protocol.Controls;
using SrPlugin.Weights.Models;

namespace SrPlugin.Bench;

/// <summary>The whole program <c>srplugin-bench</c>, as a function.</summary>
internal static class BenchProgram
{
    /// <summary>Runs one command line.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static int Run(IReadOnlyList<string> args, CliConsole console, CancellationToken cancellationToken)
    {
        var cancellation = new CommandCancellation(cancellationToken);
        var runner = new BenchRunner(new PipelineSource(ModelStore.CreateDefault(), cancellation), TimeProvider.System, cancellation);
        Command command = new BenchCommand(
            console, new ControlOptions(ControlManifest.Load()), runner, new RealSizeCheck(cancellation), new SoakRun(runner, cancellation),
            new StripBench(console, cancellationToken)).Build();
        try
        {
            return command.Parse(args)
                .Invoke(new InvocationConfiguration { Output = console.Out, Error = console.Error, EnableDefaultExceptionHandler = false });
        }
#pragma warning disable CA1031 // The process edge: every failure becomes a message and an exit code.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Fault fault = FaultCatalog.Describe(exception);
            console.WriteFault(fault);
            return (int)fault.Code;
        }
    }
}
