using System.IO.Enumeration;
using Microsoft.Extensions.FileSystemGlobbing;
using Microsoft.Extensions.FileSystemGlobbing.Abstractions;
using SrPlugin.Cli.Faults;
using SrPlugin.Imaging;

namespace SrPlugin.Cli.Files;

/// <summary>Turns what the user named (files, folders, patterns) into files.</summary>
internal static class InputExpander
{
    private static readonly char[] Wildcards = ['*', '?'];

    /// <summary>Lists the files, each once, in the order named; within a folder or pattern by name.</summary>
    /// <param name="inputs">Files, folders (the pictures directly in them) and patterns with *, ** and ?.</param>
    /// <exception cref="FaultException">Something named does not exist or matches nothing.</exception>
    public static InputSet Expand(IReadOnlyList<string> inputs)
    {
        var files = new List<string>();
        var seen = new HashSet<string>(PathNames.Comparer);
        var isSingleFile = inputs.Count == 1;
        var missing = new List<string>();
        var leftOut = new List<string>();
        foreach (string input in inputs)
        {
            // A file whose name holds a wildcard is still a file.
            if (File.Exists(input) || input == PathNames.StandardStream)
            {
                Add(input);
                continue;
            }

            isSingleFile = false;
            List<string> found;
            if (Directory.Exists(input))
                found = [.. Directory.EnumerateFiles(input)];
            else if (input.IndexOfAny(Wildcards) >= 0)
                found = Match(input);
            else
            {
                missing.Add($"There is no file {input}.");
                continue;
            }

            leftOut.AddRange(found.Where(file => Has(PictureFile.UnreadableExtensions, file)).Order(StringComparer.Ordinal));
            found.RemoveAll(file => !IsPicture(file));
            if (found.Count == 0)
                missing.Add(Directory.Exists(input) ? $"The folder {input} holds no pictures." : $"No picture matches {input}.");
            foreach (string file in found.Order(StringComparer.Ordinal))
                Add(file);
        }

        if (missing.Count > 0)
            throw new FaultException(
                ExitCode.BadInput, string.Join(' ', missing),
                $"Pictures are files named {string.Join(", ", PictureFile.ReadableExtensions)}.");
        return new InputSet(files, isSingleFile) { LeftOut = leftOut };

        void Add(string file)
        {
            if (seen.Add(Path.GetFullPath(file)))
                files.Add(file);
        }
    }

    private static bool IsPicture(string path) => Has(PictureFile.ReadableExtensions, path);

    private static bool Has(IReadOnlyList<string> extensions, string path) =>
        extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase) && !Path.GetFileName(path).StartsWith('.');

    private static List<string> Match(string pattern)
    {
        string normalised = pattern.Replace('\\', '/');
        int firstWildcard = normalised.IndexOfAny(Wildcards);
        int slash = normalised.LastIndexOf('/', firstWildcard);
        string folder = slash < 0 ? "." : slash == 0 ? "/" : normalised[..slash];
        if (!Directory.Exists(folder))
            return [];
        var matcher = new Matcher(StringComparison.OrdinalIgnoreCase);
        matcher.AddInclude(normalised[(slash + 1)..].Replace("?", "*", StringComparison.Ordinal));
        PatternMatchingResult result = matcher.Execute(new DirectoryInfoWrapper(new DirectoryInfo(folder)));
        // The matcher knows no '?': it was widened to '*' above, and the name's own pattern is applied here.
        string namePattern = Path.GetFileName(normalised);
        return
        [
            .. result.Files.Select(match => slash < 0 ? match.Path : Path.Combine(folder, match.Path))
                .Where(path => (namePattern is "**" || FileSystemName.MatchesSimpleExpression(namePattern, Path.GetFileName(path)))),
        ];
    }
}
