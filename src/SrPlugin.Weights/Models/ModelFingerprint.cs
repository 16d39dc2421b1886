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
    /// SHA-256 over the lines "sha256  path" of all files, sorted by path. A manifest's own checksums are taken as they are, so that it costs
    /// nothing; files without a manifest are read.
    /// </summary>
    /// <param name="folder">The model.</param>
    /// <param name="cancellationToken">Stops between two files.</param>
    /// <returns>64 lower-case hexadecimal digits.</returns>
    public static string Compute(ModelFolder folder, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(folder);
        IEnumerable<(string Path, string Sha256)> files = folder.Manifest is { } manifest
            ? manifest.Files.Select(file => (file.Path, file.Sha256.ToLowerInvariant()))
            : Read(folder.Directory, cancellationToken);
        var lines = new StringBuilder();
        foreach ((string path, string sha256) in files.OrderBy(file => file.Path, StringComparer.Ordinal))
            lines.Append(sha256).Append("  ").Append(path).Append('\n');
        if (folder.BaseDirectory is { } shared)
            lines.Append(Compute(ModelFolder.Open(shared), cancellationToken)).Append("  base\n");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(lines.ToString())));
    }

    private static IEnumerable<(string Path, string Sha256)> Read(string directory, CancellationToken cancellationToken)
    {
        foreach (string path in Directory.EnumerateFiles(directory, "*", _files).Where(path => _extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            ModelFile file = ModelFile.Describe(directory, Path.GetRelativePath(directory, path));
            yield return (file.Path, file.Sha256);
        }
    }
}
