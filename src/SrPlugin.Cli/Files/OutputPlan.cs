using SrPlugin.Cli.Faults;
using SrPlugin.Imaging;

namespace SrPlugin.Cli.Files;

/// <summary>Which file each result goes to. Made, and checked, before any work is done.</summary>
internal static class OutputPlan
{
    private const int MaxNameBytes = 255;

    /// <summary>Leaves out what an earlier run wrote into the very folder that is worked on.</summary>
    /// <param name="inputs">The inputs.</param>
    /// <param name="output">Where results go.</param>
    /// <param name="suffix">What their names end in.</param>
    /// <param name="isResult">Whether a picture says that this program made it: a picture of that name may be anybody's.</param>
    /// <returns>The others, and what was left out.</returns>
    public static (InputSet Inputs, IReadOnlyList<string> Results) WithoutResults(
        InputSet inputs, string output, string suffix, Func<string, bool> isResult)
    {
        if (inputs.IsSingleFile || suffix.Length == 0 || output == PathNames.StandardStream)
            return (inputs, []);
        string folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(output));
        HashSet<string> stems = [.. inputs.Files.Select(Stem)];
        List<string> results =
            [.. inputs.Files.Where(file => PathNames.Comparer.Equals(Path.GetDirectoryName(Path.GetFullPath(file)), folder)
            && Stem(file).EndsWith(suffix, StringComparison.Ordinal) && stems.Contains(Stem(file)[..^suffix.Length]) && isResult(file))];
        return results.Count == 0 ? (inputs, results) : (inputs with { Files = [.. inputs.Files.Except(results)] }, results);

        static string Stem(string file) =>
            Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file))!, Path.GetFileNameWithoutExtension(file));
    }

    /// <summary>Pairs every input with its output.</summary>
    /// <param name="inputs">The inputs.</param>
    /// <param name="output">A file for a single input file; else a folder, which need not exist.</param>
    /// <param name="suffix">What is put between name and extension where the output is a folder.</param>
    /// <param name="overwrite">Whether existing files, the input included, may be replaced.</param>
    /// <param name="names">When two paths name one file; null for the rule of this system.</param>
    /// <exception cref="FaultException">
    /// An output exists, is another input, or has a name that is too long; or two results have the same name; or OUT is a file for several
    /// inputs.
    /// </exception>
    public static IReadOnlyList<(string Input, string Output)> Create(
        InputSet inputs, string output, string suffix, bool overwrite, StringComparer? names = null)
    {
        names ??= PathNames.Comparer;
        var plan = new List<(string Input, string Output)>();
        if (output == PathNames.StandardStream)
        {
            if (inputs.Files.Count > 1)
                throw new FaultException(
                    ExitCode.Usage, "Standard output takes one picture, but there are several inputs.", "Name a folder with -o.");
            return [(inputs.Files[0], output)];
        }

        if (IsFolder(inputs, output))
        {
            foreach (string input in inputs.Files)
            {
                string name = input == PathNames.StandardStream ? "stdin" : Path.GetFileNameWithoutExtension(input);
                plan.Add((input, Path.Combine(output, name + suffix + ExtensionFor(input))));
            }
        }
        else
        {
            if (!HasPictureExtension(output))
                throw new FaultException(
                    ExitCode.Usage, $"{output} does not say which kind of picture to write.",
                    $"Use one of the extensions {string.Join(", ", PictureFile.Extensions)}, or name a folder.");
            plan.Add((inputs.Files[0], output));
        }

        var faults = new List<string>();
        foreach (
            IGrouping<string,
            (string Input, string Output)> same in plan.GroupBy(item => Path.GetFullPath(item.Output), names)
                .Where(group => group.Count() > 1))
            faults.Add($"{string.Join(" and ", same.Select(item => item.Input))} would both be written to {same.Key}.");
        // An input that was written over would be read as the picture that it is no more.
        ILookup<string, string> byPath = inputs.Files.ToLookup(PathNames.Resolve, names);
        foreach ((string input, string target) in plan)
        {
            foreach (string other in byPath[PathNames.Resolve(target)].Where(other => other != input))
                faults.Add($"The result of {input} would be written over {other}, which is an input too.");
            int length = System.Text.Encoding.UTF8.GetByteCount(Path.GetFileName(target));
            if (length > MaxNameBytes)
                faults.Add(
                    $"The name {Path.GetFileName(target)} is too long: it takes {length} bytes, and a file's name has at most "
                        + $"{MaxNameBytes}.");
        }

        if (!overwrite)
        {
            foreach ((string input, string target) in plan.Where(item => File.Exists(item.Output)))
                faults.Add(
                    names.Equals(PathNames.Resolve(input), PathNames.Resolve(target))
                        ? $"{target} is the input itself."
                        : $"{target} exists.");
        }

        if (faults.Count > 0)
            throw new FaultException(ExitCode.Usage, string.Join(' ', faults), faults.Exists(fault =>
                fault.EndsWith("exists.", StringComparison.Ordinal) || fault.EndsWith("itself.", StringComparison.Ordinal))
                ? "Choose another output, or pass --overwrite."
                : faults.Exists(fault => fault.Contains(" is too long: ", StringComparison.Ordinal))
                    ? "Choose another --suffix, or name the output's file with -o."
                    : "Write them to different folders, one after the other.");
        return plan;
    }

    /// <summary>The suffix of results that go to a folder.</summary>
    /// <param name="isRestore">Whether the picture keeps its size.</param>
    /// <param name="scale">The factor otherwise.</param>
    public static string DefaultSuffix(bool isRestore, double scale) =>
        isRestore ? "-restored" : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"-x{scale:0.###}");

    private static bool IsFolder(InputSet inputs, string output)
    {
        if (Directory.Exists(output))
            return true;
        if (output.EndsWith('/') || output.EndsWith(Path.DirectorySeparatorChar))
            return true;
        if (inputs.IsSingleFile)
            return !Path.HasExtension(output);
        if (File.Exists(output))
            throw new FaultException(ExitCode.Usage, $"{output} is a file, but there are several inputs.", "Name a folder with -o.");
        if (HasPictureExtension(output))
            throw new FaultException(
                ExitCode.Usage, $"{output} looks like a picture, but for a folder, a pattern or several files the output is a folder.",
                "Name a folder with -o.");
        return true;
    }

    // A picture that was recognised by its content only is written as PNG.
    private static string ExtensionFor(string input) => HasPictureExtension(input) ? Path.GetExtension(input) : ".png";

    private static bool HasPictureExtension(string path) =>
        PictureFile.Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);
}
