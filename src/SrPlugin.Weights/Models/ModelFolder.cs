using System.Security.Cryptography;

namespace SrPlugin.Weights.Models;

/// <summary>
/// A model's folder: with a manifest, or just the official files (the diffusers layout of SD-Turbo or SD 2, <c>s3diff.pkl</c>,
/// <c>de_net.pth</c>, AddSR's ControlNet and <c>DAPE.pth</c>, RAM with its tags). Parts that a manifest's folder lacks come from its
/// <see cref="ModelManifest.Base"/>.
/// </summary>
public sealed class ModelFolder
{
    private const int BlockBytes = 1 << 20;

    private readonly string[] _folders;

    private ModelFolder(string directory, ModelManifest? manifest, string? baseDirectory)
    {
        Directory = directory;
        Manifest = manifest;
        BaseDirectory = baseDirectory;
        _folders = baseDirectory is null ? [directory] : [directory, baseDirectory];
    }

    /// <summary>The folder's full path.</summary>
    public string Directory { get; }

    /// <summary>The manifest; null for official files without one.</summary>
    public ModelManifest? Manifest { get; }

    /// <summary>Full path of the folder with the parts that this one lacks; null when the model has no base.</summary>
    public string? BaseDirectory { get; }

    /// <summary>The manifest's id, or the folder's name.</summary>
    public string Id => Manifest?.Id ?? Path.GetFileName(Path.TrimEndingDirectorySeparator(Directory));

    /// <summary>
    /// Which pipeline runs the model: what the manifest says, else what the files are of: <c>addsr</c> with a ControlNet, <c>s3diff</c>
    /// without.
    /// </summary>
    public string Pipeline => Manifest?.Pipeline ?? (Find("controlnet") is null ? "s3diff" : "addsr");

    /// <summary>Opens a folder. A base given by id is looked for beside the folder; a <see cref="ModelStore"/> looks everywhere.</summary>
    /// <exception cref="DirectoryNotFoundException">The folder, or its base, does not exist.</exception>
    /// <exception cref="InvalidModelException">The manifest is invalid, or there is none and nothing known lies in the folder.</exception>
    public static ModelFolder Open(string directory) =>
        Open(
            directory, id => Path.Combine(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory))) ?? "", id));

    internal static ModelFolder Open(string directory, Func<string, string> findModel)
    {
        directory = Path.GetFullPath(directory);
        if (!System.IO.Directory.Exists(directory))
            throw new DirectoryNotFoundException($"There is no folder {directory}.");
        var manifestPath = Path.Combine(directory, ModelManifest.FileName);
        var manifest = File.Exists(manifestPath) ? ModelManifest.Load(manifestPath) : null;
        var baseDirectory = manifest?.Base is { } given ? Path.IsPathFullyQualified(given) ? given : findModel(given) : null;
        if (baseDirectory is not null && !System.IO.Directory.Exists(baseDirectory))
            throw new DirectoryNotFoundException(
                $"{manifestPath} names the base '{manifest!.Base}', but there is no folder {baseDirectory}. Put the base model there, or "
                    + $"correct the manifest.");
        var folder = new ModelFolder(directory, manifest, baseDirectory);
        if (manifest is null && ModelParts.Names.All(part => folder.Find(part) is null))
            throw new InvalidModelException(directory, [$"it has neither a {ModelManifest.FileName} nor any part of a model"]);
        return folder;
    }

    /// <summary>Where a part lies, or null when the model has none.</summary>
    /// <param name="part">unet, vae, text_encoder, tokenizer, scheduler, s3diff, de_net, controlnet, ram, dape or ram_tags.</param>
    /// <exception cref="ArgumentOutOfRangeException">No part has this name.</exception>
    public ModelPart? Find(string part) =>
        _folders.Select(folder => ModelParts.Find(folder, part)).FirstOrDefault(found => found is not null);

    /// <summary>Where a part lies.</summary>
    /// <param name="part">unet, vae, text_encoder, tokenizer, scheduler, s3diff, de_net, controlnet, ram, dape or ram_tags.</param>
    /// <exception cref="InvalidModelException">The model has none; the message says which files are looked for.</exception>
    public ModelPart Get(string part) => Find(part) ?? throw Lacking([part]);

    /// <summary>Checks that parts are there, all at once.</summary>
    /// <exception cref="InvalidModelException">Some are missing; every one is listed with the files looked for.</exception>
    public void Require(params ReadOnlySpan<string> parts)
    {
        var missing = new List<string>();
        foreach (var part in parts)
        {
            if (Find(part) is null)
                missing.Add(part);
        }
        if (missing.Count > 0)
            throw Lacking(missing);
    }

    /// <summary>Checks that the parts' files hold something: a pipe or a device does not count, as reading one might never end.</summary>
    /// <exception cref="InvalidModelException">Some are empty; every one is named.</exception>
    public void RequireContent()
    {
        string[] faults =
        [
            .. ModelParts.Names.Select(Find).OfType<ModelPart>().SelectMany(part => (string?[])[part.WeightsPath, part.ConfigPath])
                .OfType<string>()
                .Distinct(StringComparer.Ordinal).Where(path => new FileInfo(path) is { Exists: true, Length: 0 })
                    .Select(path => $"{path} is empty, or no regular file"),
        ];
        if (faults.Length > 0)
            throw new InvalidModelException(Directory, faults);
    }

    /// <summary>Reads every file of the manifest and compares size and SHA-256.</summary>
    /// <param name="progress">Bytes read so far, monotone; may be null.</param>
    /// <param name="cancellationToken">Checked after each mebibyte.</param>
    /// <returns>One entry for each file, in the manifest's order; empty when there is no manifest to compare with.</returns>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public IReadOnlyList<FileVerification> Verify(IProgress<VerificationProgress>? progress, CancellationToken cancellationToken)
    {
        IReadOnlyList<ModelFile> files = Manifest?.Files ?? [];
        var total = files.Sum(file => file.Size);
        var results = new List<FileVerification>(files.Count);
        long completed = 0;
        foreach (var file in files)
        {
            var before = completed;
            results.Add(
                new FileVerification(
                    file,
                    Compare(file, read => progress?.Report(new VerificationProgress(file.Path, before + read, total)), cancellationToken)));
            completed += file.Size;
            progress?.Report(new VerificationProgress(file.Path, completed, total));
        }
        return results;
    }

    /// <summary>Compares the sizes of the manifest's files only, which takes no time.</summary>
    /// <returns>One entry for each file, in the manifest's order; empty when there is no manifest to compare with.</returns>
    public IReadOnlyList<FileVerification> VerifySizes() =>
        [.. (Manifest?.Files ?? []).Select(file => new FileVerification(file, CompareSize(file)))];

    /// <inheritdoc/>
    public override string ToString() => $"{Id} ({Directory})";

    private string? Compare(ModelFile file, Action<long> read, CancellationToken cancellationToken)
    {
        if (CompareSize(file) is { } fault)
            return fault;
        var path = Path.Combine(Directory, file.Path);
        using var stream = File.OpenRead(path);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var block = new byte[BlockBytes];
        long completed = 0;
        for (int length; (length = stream.Read(block)) > 0;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            hash.AppendData(block, 0, length);
            read(completed += length);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset()).Equals(file.Sha256, StringComparison.OrdinalIgnoreCase)
            ? null
            : $"{path} has another content than the manifest says (SHA-256 differs). {Remedy(file)}";
    }

    private string? CompareSize(ModelFile file)
    {
        var found = new FileInfo(Path.Combine(Directory, file.Path));
        if (!found.Exists)
            return $"{found.FullName} is missing. {Remedy(file)}";
        return found.Length == file.Size ? null : $"{found.FullName} has {found.Length} bytes instead of {file.Size}. {Remedy(file)}";
    }

    private static string Remedy(ModelFile file) =>
        file.Sources.Count > 0 ? $"Get it again from {string.Join(" or ", file.Sources)}." : "It ships with the program: reinstall it.";

    private InvalidModelException Lacking(IEnumerable<string> parts) =>
        new(
            Directory,
            [.. parts.Select(part => $"the part {part} is missing ({ModelParts.Describe(part)} in {string.Join(" or ", _folders)})")]);
}
