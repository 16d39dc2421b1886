using System.Security.Cryptography;
using System.Text;

namespace SrPlugin.Weights.Models;

/// <summary>One hash for all of a model's files, its base's included: what a result's recipe names its model by.</summary>
public static class ModelFingerprint
{
    // The layouts that are read lie no deeper (part/file, or the authors' own folders).
    private static readonly EnumerationOptions _files = new() { RecurseSubdirectories = true, MaxRecursionDepth = 4 };
    private static readonly string[] _extensions = [".safetensors", ".bin", ".pth", ".pt", ".pkl", ".ckpt", ".json", ".txt"];

    /// <summary>
    /// SHA-256 over the lines "sha256 path" of all files, sorted by path. A manifest's own checksums are taken as they are, so that it
    /// costs nothing; files without a manifest are read.
    /// </summary>
    /// <param name="folder">The model.</param>
    /// <param name="cancellationToken">Stops between two files.</param>
    /// <returns>64 lower-case hexadecimal digits.</returns>
    public static string Compute(ModelFolder folder, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(folder);
        string own = Lines(folder.Directory, folder.Manifest, cancellationToken);
        return Hash(folder.BaseDirectory is { } shared ? $"{own}{Hash(Lines(shared, Described(shared), cancellationToken))}  base\n" : own);
    }

    // A base lends its own files only: what it names as its own base is not looked at, so that manifests naming each other end.
    private static ModelManifest? Described(string directory)
    {
        string path = Path.Combine(directory, ModelManifest.FileName);
        return File.Exists(path) ? ModelManifest.Load(path) : null;
    }

    private static string Lines(string directory, ModelManifest? manifest, CancellationToken cancellationToken)
    {
        IEnumerable<(string Path, string Sha256)> files = manifest is not null
            ? manifest.Files.Select(file => (file.Path, file.Sha256.ToLowerInvariant()))
            : Read(directory, cancellationToken);
        var lines = new StringBuilder();
        foreach ((string path, string sha256) in files.OrderBy(file => file.Path, StringComparer.Ordinal))
            lines.Append(sha256).Append("  ").Append(path).Append('\n');
        return lines.ToString();
    }

    private static string Hash(string lines) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(lines)));

    private static IEnumerable<(string Path, string Sha256)> Read(string directory, CancellationToken cancellationToken)
    {
        foreach (
            string path in Directory.EnumerateFiles(directory, "*", _files)
                .Where(path => _extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            ModelFile file = ModelFile.Describe(directory, Path.GetRelativePath(directory, path));
            yield return (file.Path, file.Sha256);
        }
    }
}
