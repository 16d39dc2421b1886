using System.Text.RegularExpressions;
using SrPlugin.Cli.Faults;
using SrPlugin.Cli.Files;

namespace SrPlugin.Cli.Evaluation;

/// <summary>Finds for every picture of a folder the one of another that it is to be compared with.</summary>
internal static partial class PicturePairs
{
    /// <summary>Pairs by name without extension; a scale at the end (0801x4, a-x4, b_x2) or -restored is passed over.</summary>
    /// <param name="pictures">A folder, or one picture.</param>
    /// <param name="references">The folder, or picture, of what they should look like.</param>
    /// <exception cref="FaultException">A folder is missing or empty, or a picture has no partner: all of these are named.</exception>
    public static IReadOnlyList<(string Picture, string Reference)> Find(string pictures, string references)
    {
        InputSet first = InputExpander.Expand([pictures]);
        InputSet second = InputExpander.Expand([references]);
        if (first.IsSingleFile && second.IsSingleFile)
            return [(first.Files[0], second.Files[0])];
        ILookup<string, string> byName = second.Files.ToLookup(file => Path.GetFileNameWithoutExtension(file), StringComparer.Ordinal);
        var pairs = new List<(string, string)>();
        var faults = new List<string>();
        foreach (string file in first.Files)
        {
            string name = Path.GetFileNameWithoutExtension(file);
            string[] found = [.. byName[name]];
            if (found.Length == 0)
                found = [.. byName[Suffix().Replace(name, "")]];
            if (found.Length == 1)
                pairs.Add((file, found[0]));
            else
                faults.Add(
                    found.Length == 0
                        ? $"{references} holds no partner of {file}."
                        : $"{file} could belong to {string.Join(" or ", found)}.");
        }

        return faults.Count == 0 ? pairs : throw new FaultException(
            ExitCode.BadInput, string.Join(' ', faults), "Partners have the same name; a scale at its end, as in 0801x4.png, may differ.");
    }

    [GeneratedRegex(@"([-_]?[xX]\d+(\.\d+)?|-restored)$", RegexOptions.CultureInvariant)]
    private static partial Regex Suffix();
}
