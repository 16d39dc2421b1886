using System.CommandLine;
using SrPlugin.Protocol;

namespace SrPlugin.Cli.Commands;

/// <summary>Options that several commands have and that are no controls of a job.</summary>
internal static class SharedOptions
{
    public static Option<bool> Json() => new("--json") { Description = "Write one JSON object a line to standard output (docs/cli.md)." };

    public static Option<string> Model() => new("--model")
    {
        Description = "A model's id (srplugin models list), or a model's folder.",
        HelpName = "ID|DIR",
        DefaultValueFactory = _ => RecipeDefaults.Model,
    };
}
