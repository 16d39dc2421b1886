using System.CommandLine;

namespace SrPlugin.Cli.Commands;

/// <summary>The command <c>srplugin</c> itself: its subcommands and the options they share.</summary>
internal sealed class SrPluginRootCommand : RootCommand
{
    public SrPluginRootCommand(IEnumerable<ICliCommand> commands)
        : base("Super resolution of pictures by a diffusion model. Results go to standard output, everything else to standard error. Exit codes: docs/cli.md.")
    {
        foreach (ICliCommand command in commands)
            Add(command.Build());
        Add(Verbose);
    }

    public Option<bool> Verbose { get; } = new("--verbose") { Description = "Print the stack trace of a failure.", Recursive = true };
}
