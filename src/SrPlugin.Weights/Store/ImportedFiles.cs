using System.IO.Compression;
using System.Security.Cryptography;

namespace SrPlugin.Weights.Store;

/// <summary>The files that a person gave for an import, recognised by content. Archives are unpacked into a temporary folder.</summary>
internal sealed class ImportedFiles : IDisposable
{
    private static readonly EnumerationOptions _below =
        new() { RecurseSubdirectories = true, MaxRecursionDepth = 8, IgnoreInaccessible = true };

    private readonly List<ImportedFile> _files = [];
    private readonly Dictionary<string, string> _hashes = [];
    private readonly string _scratch;

    /// <summary>Looks at what was given.</summary>
    /// <param name="scratchParent">Where archives are unpacked.</param>
    /// <param name="paths">Files, folders and zip archives.</param>
    /// <param name="cancellationToken">Ends the unpacking.</param>
    /// <exception cref="FileNotFoundException">A path does not exist.</exception>
    public ImportedFiles(string scratchParent, IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        _scratch = Path.Combine(scratchParent, $"unpacked-{Path.GetRandomFileName()}");
        try
        {
            foreach (string path in paths.Select(Path.GetFullPath))
            {
                if (Directory.Exists(path))
                {
                    foreach (string file in Directory.EnumerateFiles(path, "*", _below).Order(StringComparer.Ordinal))
                        Add(new ImportedFile(file, file), cancellationToken);
                }
                else if (File.Exists(path))
                {
                    Add(new ImportedFile(path, path), cancellationToken);
                }
                else
                {
                    throw new FileNotFoundException($"There is no file or folder {path}.", path);
                }
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Gets the files that were not taken.</summary>
    public IReadOnlyList<string> Left => [.. _files.Select(file => file.Name)];

    /// <summary>Finds the file that is a part of a model, and takes it out of the list.</summary>
    /// <param name="wanted">The part.</param>
    /// <param name="knownHash">Its SHA-256, where known; a file with this hash comes before one that only looks right.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <returns>The file; null when none is this part.</returns>
    public ImportedFile? Take(CatalogueFile wanted, string? knownHash, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ImportedFile? found = knownHash is null
            ? null
            : _files.FirstOrDefault(
                file =>
                    (wanted.Sha256 is null || new FileInfo(file.Path).Length == wanted.Size)
                        && Hash(file).Equals(knownHash, StringComparison.OrdinalIgnoreCase));

        // Several may look right, in other precisions for example: the one with the right name, else the largest.
        found ??= wanted.Signature.IsEmpty
            ? null
            : _files.Where(file => wanted.Signature.Matches(file.Path))
                .OrderByDescending(file => file.Name.Replace('\\', '/').EndsWith("/" + wanted.Path, StringComparison.Ordinal))
                .ThenByDescending(file => new FileInfo(file.Path).Length)
                .FirstOrDefault();
        if (found is not null)
            _files.Remove(found);
        return found;
    }

    public void Dispose()
    {
        if (Directory.Exists(_scratch))
            Directory.Delete(_scratch, recursive: true);
    }

    private string Hash(ImportedFile file)
    {
        if (!_hashes.TryGetValue(file.Path, out string? hash))
        {
            using FileStream stream = File.OpenRead(file.Path);
            _hashes.Add(file.Path, hash = Convert.ToHexStringLower(SHA256.HashData(stream)));
        }

        return hash;
    }

    // A checkpoint of torch.save is a zip as well; an archive of files is told by its name.
    private void Add(ImportedFile file, CancellationToken cancellationToken)
    {
        if (!file.Name.EndsWith(".zip", StringComparison.OrdinalIgnoreCase))
        {
            _files.Add(file);
            return;
        }

        using ZipArchive archive = ZipFile.OpenRead(file.Path);
        foreach (ZipArchiveEntry entry in archive.Entries.Where(entry => entry.Name.Length > 0))
        {
            cancellationToken.ThrowIfCancellationRequested();

            // Under a number, not its name, which may point anywhere.
            Directory.CreateDirectory(_scratch);
            string target = Path.Combine(_scratch, _files.Count.ToString(System.Globalization.CultureInfo.InvariantCulture));
            entry.ExtractToFile(target);
            _files.Add(new ImportedFile($"{file.Name}/{entry.FullName}", target));
        }
    }
}
