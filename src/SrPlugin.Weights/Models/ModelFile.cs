using System.Security.Cryptography;

namespace SrPlugin.Weights.Models;

/// <summary>One file of a model.</summary>
public sealed record ModelFile
{
    /// <summary>Relative to the manifest, with '/': <c>unet/config.json</c>.</summary>
    public string Path { get; init; } = "";

    /// <summary>Length in bytes.</summary>
    public long Size { get; init; }

    /// <summary>SHA-256 of the content, 64 hexadecimal digits.</summary>
    public string Sha256 { get; init; } = "";

    /// <summary>Where it can be downloaded, best first; empty for a file that ships with the program.</summary>
    public IReadOnlyList<string> Sources { get; init; } = [];

    /// <summary>Describes an existing file.</summary>
    /// <param name="folder">The model's folder.</param>
    /// <param name="path">Relative to it.</param>
    public static ModelFile Describe(string folder, string path)
    {
        using var stream = File.OpenRead(System.IO.Path.Combine(folder, path));
        return new ModelFile
        {
            Path = path.Replace('\\', '/'),
            Size = stream.Length,
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(stream)),
        };
    }
}
