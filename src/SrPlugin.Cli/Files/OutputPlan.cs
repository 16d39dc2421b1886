using SrPlugin.Cli.Faults;
using SrPlugin.Imaging;

namespace SrPlugin.Cli.Files;

/// <summary>Which file each result goes to. Made, and checked, before any work is done.</summary>
internal static class OutputPlan
{
    /// <summary>Pairs every input with its output.</summary>
    /// <param name="inputs">The inputs.</param>
    /// <param name="output">A file for a single input file; else a folder, which need not exist.</param>
    /// <param name="suffix">What is put between name and extension where the output is a folder.</param>
    /// <param name="overwrite">Whether existing files, the input included, may be replaced.</param>
    /// <param name="names">When two paths name one file; null for the rule of this system.</param>
    /// <exception cref="FaultException">An output exists, or two results have the same name, or OUT is a file for several inputs.</exception>
    public static IReadOnlyList<(string Input, string Output)> Create(InputSet inputs, string output, string suffix, bool overwrite, StringComparer? names = null)
    {
        names ??= PathNames.Comparer;
        var plan = new List<(string Input, string Output)>();
        if (IsFolder(inputs, output))
        {
            foreach (string input in inputs.Files)
                plan.Add((input, Path.Combine(output, Path.GetFileNameWithoutExtension(input) + suffix + ExtensionFor(input))));
        }
        else
        {
            if (!HasPictureExtension(output))
                throw new FaultException(ExitCode.Usage, $"{output} does not say which kind of picture to write.", $"Use one of the extensions {string.Join(", ", PictureFile.Extensions)}, or name a folder.");
            plan.Add((inputs.Files[0], output));
        }

        var faults = new List<string>();
        foreach (IGrouping<string, (string Input, string Output)> same in plan.GroupBy(item => Path.GetFullPath(item.Output), names).Where(group => group.Count() > 1))
            faults.Add($"{string.Join(" and ", same.Select(item => item.Input))} would both be written to {same.Key}.");
        if (!overwrite)
        {
            foreach ((string input, string target) in plan.Where(item => File.Exists(item.Output)))
                faults.Add(names.Equals(Resolve(input), Resolve(target)) ? $"{target} is the input itself." : $"{target} exists.");
        }

        if (faults.Count > 0)
            throw new FaultException(ExitCode.Usage, string.Join(' ', faults), faults.Exists(fault => fault.EndsWith("exists.", StringComparison.Ordinal) || fault.EndsWith("itself.", StringComparison.Ordinal))
                ? "Choose another output, or pass --overwrite."
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
            throw new FaultException(ExitCode.Usage, $"{output} looks like a picture, but for a folder, a pattern or several files the output is a folder.", "Name a folder with -o.");
        return true;
    }

    // A picture that was recognised by its content only is written as PNG.
    private static string ExtensionFor(string input) => HasPictureExtension(input) ? Path.GetExtension(input) : ".png";

    private static bool HasPictureExtension(string path) => PictureFile.Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    private static string Resolve(string path) =>
        File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? Path.GetFullPath(path);
}
