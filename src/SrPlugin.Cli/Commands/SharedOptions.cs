using System.CommandLine;
using SrPlugin.Cli.Output;
using SrPlugin.Protocol;

namespace SrPlugin.Cli.Commands;

/// <summary>Options that several commands have and that are no controls of a job.</summary>
internal static class SharedOptions
{
    public static Option<bool> Json() => new("--json") { Description = "Write one JSON object a line to standard output (docs/cli.md)." };

    public static Option<long?> Memory() => new("--memory")
    {
        Description =
            "The most memory to take, such as 4G or 800M. Pictures that do not fit are worked on in strips. [default: as much as the "
                + "machine has]",
        HelpName = "BYTES",
        CustomParser = result =>
        {
            if (ByteText.TryParse(result.Tokens[0].Value) is { } bytes)
                return bytes;
            result.AddError($"--memory is \"{result.Tokens[0].Value}\"; it must be a number of bytes, such as 4G or 800M.");
            return null;
        },
    };

    public static Option<string> Model() => new("--model")
    {
        Description = "A model's id (srplugin models list), or a model's folder.",
        HelpName = "ID|DIR",
        DefaultValueFactory = _ => RecipeDefaults.Model,
    };
}
