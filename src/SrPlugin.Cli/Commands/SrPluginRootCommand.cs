using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using SrPlugin.Cli.Diagnostics;
using SrPlugin.Cli.Help;

namespace SrPlugin.Cli.Commands;

/// <summary>The command <c>srplugin</c> itself: its subcommands and the options they share.</summary>
internal sealed class SrPluginRootCommand : RootCommand
{
    public SrPluginRootCommand(IEnumerable<ICliCommand> commands, int width)
        : base(
            "Super resolution of pictures by a diffusion model. Results go to standard output, everything else to standard error. Exit "
                + "codes: docs/cli.md.")
    {
        foreach (ICliCommand command in commands)
            Add(command.Build());
        Add(Verbose);
        foreach (VersionOption version in Options.OfType<VersionOption>())
            version.Action = new PrintVersion();
        foreach (HelpOption help in Options.OfType<HelpOption>())
            help.Action = new PrintHelp(width);
    }

    // By default the version of the process's own program is printed, which inside a host or a test is another one.
    private sealed class PrintVersion : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            parseResult.InvocationConfiguration.Output.WriteLine(ProgramVersion.Text);
            return (int)ExitCode.Ok;
        }
    }

    public Option<bool> Verbose { get; } = new("--verbose") { Description = "Print the stack trace of a failure.", Recursive = true };
}
