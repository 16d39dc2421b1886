using System.CommandLine;
using SrPlugin.Cli.Output;

namespace SrPlugin.Cli.Commands;

/// <summary><c>srplugin completion SHELL</c>: the script by which a shell completes commands, options and their choices.</summary>
internal sealed class CompletionCommand(CliConsole console) : ICliCommand
{
    private static readonly string[] _shells = ["bash", "zsh", "powershell"];

    public Command Build()
    {
        var shell = new Argument<string>("SHELL") { Description = "bash, zsh or powershell." };
        shell.AcceptOnlyFromAmong(_shells);
        var command = new Command("completion", "Print the script by which a shell completes this program's command lines.") { shell };
        command.SetAction(parsed =>
        {
            using Stream script =
                typeof(CompletionCommand).Assembly.GetManifestResourceStream("completion/" + parsed.GetRequiredValue(shell))!;
            using var reader = new StreamReader(script);
            console.Out.Write(reader.ReadToEnd());
            return (int)ExitCode.Ok;
        });
        return command;
    }
}
