using System.CommandLine;
using System.CommandLine.Parsing;

namespace SrPlugin.Cli.Commands;

/// <summary>Finds options that no command has, which would otherwise be taken for files.</summary>
internal static class UnknownOptions
{
    private const int LargestDistance = 2;

    /// <summary>Describes every argument that is written like an option.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="args">The same as it was given.</param>
    public static IReadOnlyList<string> Find(ParseResult parsed, IReadOnlyList<string> args)
    {
        // What stands after -- is no option, however it is written.
        HashSet<string> before = [.. args.TakeWhile(arg => arg != "--")];
        return
        [
            .. parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(argument => argument.Tokens).Select(token => token.Value)
                .Where(text => text.Length > 1 && text[0] == '-' && before.Contains(text) && !File.Exists(text))
                .Select(text => Describe(text, Options(parsed.CommandResult))),
        ];
    }

    private static List<string> Options(CommandResult command)
    {
        List<string> names = [.. command.Command.Options.SelectMany(option => option.Aliases.Append(option.Name))];
        for (SymbolResult? parent = command.Parent; parent is CommandResult outer; parent = outer.Parent)
            names.AddRange(outer.Command.Options.Where(option => option.Recursive).Select(option => option.Name));
        return names;
    }

    private static string Describe(string option, List<string> known)
    {
        string name = option.Split('=', 2)[0];
        string? near = known.Where(other => other.StartsWith("--", StringComparison.Ordinal))
            .Select(other => (other, distance: Distance(name, other)))
            .Where(item => item.distance <= LargestDistance).OrderBy(item => item.distance).Select(item => item.other).FirstOrDefault();
        return $"There is no option {name}.{(near is null ? "" : $" Did you mean {near}?")}";
    }

    // Levenshtein's distance.
    private static int Distance(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)));
        }

        return row[b.Length];
    }
}
