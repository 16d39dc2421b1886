using System.CommandLine;
using SrPlugin.Cli.Faults;
using SrPlugin.Cli.Help;

namespace SrPlugin.Cli.Commands;

/// <summary>
/// <c>srplugin manual FOLDER</c>: writes the manual pages, one for the program and one for each command. For those who make packages.
/// </summary>
internal sealed class ManualCommand : ICliCommand
{
    // What the command lines themselves do not say.
    private const string More = """
        .SH EXAMPLES
        .nf
        srplugin upscale photo.jpg \-o photo\-x4.png
        srplugin upscale scans/ \-o restored/ \-\-preset old\-scan
        srplugin upscale photo.jpg \-o choice.png \-\-try
        srplugin doctor
        .fi
        .SH EXIT STATUS
        0 done; 1 some of several files failed; 2 wrong command line; 3 bad input; 4 model; 5 device or tensor library; 6 output; 7 service;
        8 download; 70 a fault of the program; 130 stopped.
        .SH FILES
        .TP
        .I ~/.config/srplugin
        Presets and settings.
        .TP
        .I ~/.local/share/srplugin/models
        Models of the user.
        .TP
        .I ~/.local/share/srplugin/libtorch\-2.10.0\-cuda
        The tensor library with CUDA that srplugin setup cuda put there.
        .TP
        .I ~/.local/state/srplugin
        Logs.

        """;

    public Command Build()
    {
        var folder = new Argument<string>("FOLDER") { Description = "Where the pages are written; made if need be." };
        var command = new Command("manual", "Write the manual pages.") { folder };
        command.Hidden = true;
        command.SetAction(parsed => FaultCatalog.Within(ExitCode.Output, () =>
        {
            string target = Directory.CreateDirectory(parsed.GetRequiredValue(folder)).FullName;
            var root = (Command)parsed.RootCommandResult.Command;
            Write(target, root, More);
            foreach (Command child in root.Subcommands.Where(child => !child.Hidden))
            {
                Write(target, child, "");
                foreach (Command grandchild in child.Subcommands.Where(grandchild => !grandchild.Hidden))
                    Write(target, grandchild, "");
            }

            return (int)ExitCode.Ok;
        }));
        return command;
    }

    private static void Write(string folder, Command command, string more)
    {
        CommandDescription description = CommandDescription.Of(command);
        File.WriteAllText(Path.Combine(folder, description.Name.Replace(' ', '-') + ".1"), ManualPage.Format(description, more));
    }
}
