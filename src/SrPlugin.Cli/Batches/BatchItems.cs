using SrPlugin.Cli.Faults;
using SrPlugin.Cli.Files;
using SrPlugin.Imaging;

namespace SrPlugin.Cli.Batches;

/// <summary>Finds the pictures of a batch.</summary>
internal static class BatchItems
{
    private static readonly EnumerationOptions _all = new() { RecurseSubdirectories = true, IgnoreInaccessible = true };

    /// <summary>Lists the pictures in folders, and in the folders below them.</summary>
    /// <param name="folders">Folders, or single pictures.</param>
    /// <param name="output">Where results go; what lies in there is no source.</param>
    /// <param name="suffix">What their names end in.</param>
    /// <exception cref="FaultException">A folder does not exist, or two pictures would have the same result.</exception>
    public static IReadOnlyList<BatchItem> Find(IReadOnlyList<string> folders, string output, string suffix)
    {
        string target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(output)) + Path.DirectorySeparatorChar;
        var items = new List<BatchItem>();
        foreach (string folder in folders)
        {
            string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
            if (File.Exists(full))
            {
                Add(full, Path.GetFileName(full));
                continue;
            }

            if (!Directory.Exists(full))
                throw new FaultException(ExitCode.BadInput, $"There is no folder {folder}.");
            string prefix = folders.Count == 1 ? "" : Path.GetFileName(full) + "/";
            foreach (string file in Directory.EnumerateFiles(full, "*", _all).Where(IsPicture).Order(StringComparer.Ordinal))
                Add(file, prefix + Path.GetRelativePath(full, file).Replace('\\', '/'));
        }

        if (items.GroupBy(item => item.Output, PathNames.Comparer).FirstOrDefault(group => group.Count() > 1) is { } same)
            throw new FaultException(
                ExitCode.Usage, $"{string.Join(" and ", same.Select(item => item.Input))} would both be written to {same.Key}.",
                "Do them in two batches, with different folders.");
        return items;

        void Add(string file, string name)
        {
            if (file.StartsWith(target, StringComparison.Ordinal))
                return;
            string extension = PictureFile.Extensions.Contains(Path.GetExtension(name), StringComparer.OrdinalIgnoreCase)
                ? Path.GetExtension(name)
                : ".png";
            items.Add(new BatchItem(name, file, Path.Combine(target, Path.ChangeExtension(name, null) + suffix + extension)));
        }
    }

    private static bool IsPicture(string path) =>
        PictureFile.ReadableExtensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);
}
