using System.CommandLine;
using System.Text;
using SrPlugin.Cli.Faults;
using SrPlugin.Cli.Output;
using SrPlugin.Protocol.Presets;

namespace SrPlugin.Cli.Commands;

/// <summary><c>srplugin presets list|show</c>.</summary>
internal sealed class PresetsCommand(CliConsole console, PresetLibrary library) : ICliCommand
{
    public Command Build()
    {
        Option<bool> json = SharedOptions.Json();
        var name = new Argument<string>("NAME") { Description = "The preset's name." };
        var list = new Command("list", "List the presets: those that come with the program, then yours.") { json };
        list.SetAction(parsed => List(parsed.GetValue(json)));
        var show = new Command("show", "Print a preset as JSON, to read, to change, or to save as a file of yours.") { name };
        show.SetAction(parsed => Show(parsed.GetRequiredValue(name)));
        return new Command("presets", "List and show presets: settings with a name, for upscale --preset.") { list, show };
    }

    private int List(bool json)
    {
        PresetList presets = library.Load();
        foreach (Preset preset in presets.Presets)
        {
            if (json)
                CliJson.WriteLine(
                    console.Out,
                    new
                    {
                        name = preset.Name,
                        title = preset.Title,
                        description = preset.Description,
                        isBuiltIn = preset.IsBuiltIn,
                        recipe = preset.Recipe,
                    });
            else
            {
                string owner = preset.IsBuiltIn ? "" : "(yours) ", text = preset.Description.Length > 0 ? preset.Description : preset.Title;
                console.Out.WriteLine(CliConsole.Printable($"{preset.Name,-20} {owner}{text}"));
            }
        }

        foreach (PresetFault fault in presets.Faults)
            console.Error.WriteLine(CliConsole.Printable($"srplugin: {fault.File} was left out: {string.Join(' ', fault.Faults)}"));
        return (int)ExitCode.Ok;
    }

    private int Show(string name)
    {
        PresetList presets = library.Load();
        Preset preset = presets.Find(name)
            ?? throw new FaultException(
                ExitCode.Usage, $"There is no preset \"{name}\".",
                $"Known are {string.Join(", ", presets.Presets)}; yours lie in {library.Folder}.");
        console.Out.Write(Encoding.UTF8.GetString(PresetFile.ToJson(preset)));
        return (int)ExitCode.Ok;
    }
}
