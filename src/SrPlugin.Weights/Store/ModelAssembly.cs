using System.Security.Cryptography;
using SrPlugin.Weights.Models;

namespace SrPlugin.Weights.Store;

/// <summary>Puts one model together in its <see cref="StagingFolder"/>. The caller holds the model's lock.</summary>
internal sealed class ModelAssembly
{
    private const int BlockBytes = 1 << 20;
    private const string ConvertedMark = "converted_by";

    private readonly CatalogueModel _model;
    private readonly InstallOptions _options;
    private readonly TimeProvider _clock;
    private readonly IProgress<InstallProgress>? _progress;
    private readonly Lock _lock = new();
    private ModelRecord _record;

    public ModelAssembly(
        CatalogueModel model, StagingFolder staging, InstallOptions options, TimeProvider clock, IProgress<InstallProgress>? progress)
    {
        (_model, Staging, _options, _clock, _progress) = (model, staging, options, clock, progress);
        _record = ModelRecord.Load(staging.RecordPath);
    }

    public StagingFolder Staging { get; }

    /// <summary>Gets what was noted when the file first arrived.</summary>
    public RecordedFile? Recorded(CatalogueFile file)
    {
        lock (_lock)
            return _record.Files.GetValueOrDefault(file.Path);
    }

    /// <summary>Gets the hash that the file must have: the catalogue's, or the noted one; null when there is none.</summary>
    public string? KnownHash(CatalogueFile file) => file.Sha256 ?? (_options.AcceptsChanges ? null : Recorded(file)?.Sha256);

    /// <summary>Gets the check of a file that arrived.</summary>
    public static Func<string, string?> Check(CatalogueFile file) => file.Signature.IsEmpty ? _ => null : file.Signature.FindFault;

    /// <summary>Notes a file that arrived.</summary>
    public void Record(CatalogueFile file, DownloadedFile arrived) =>
        Record(
            file,
            new RecordedFile(arrived.Size, arrived.Sha256, arrived.Source.Address.ToString(), arrived.Source.Revision, _clock.GetUtcNow()));

    /// <summary>Copies a file from the disk.</summary>
    /// <exception cref="ModelStoreException">It is not what is known of it.</exception>
    public async Task CopyAsync(CatalogueFile file, ImportedFile found, CancellationToken cancellationToken)
    {
        string target = Staging.Arriving(file), partPath = target + ".part";
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        PartFile.Delete(partPath);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        FileStream source = File.OpenRead(found.Path);
        await using (source.ConfigureAwait(false))
        {
            var copy = new FileStream(partPath, FileMode.Create, FileAccess.Write, FileShare.None, BlockBytes);
            await using (copy.ConfigureAwait(false))
            {
                var block = new byte[BlockBytes];
                for (int length; (length = await source.ReadAsync(block, cancellationToken).ConfigureAwait(false)) > 0;)
                {
                    hash.AppendData(block, 0, length);
                    await copy.WriteAsync(block.AsMemory(0, length), cancellationToken).ConfigureAwait(false);
                    _progress?.Report(new InstallProgress(InstallStage.Importing, file.Path, copy.Position, source.Length));
                }

                copy.Flush(flushToDisk: true);
            }

            string sha256 = Convert.ToHexStringLower(hash.GetHashAndReset());
            if (KnownHash(file) is { } known && !known.Equals(sha256, StringComparison.OrdinalIgnoreCase))
            {
                File.Delete(partPath);
                throw new ModelStoreException(
                    StoreFault.WrongContent,
                    $"{found.Name} looks like {_model.Id}'s {file.Path}, but has another content than the one that is known (SHA-256 "
                        + $"{sha256} instead of {known}).",
                    file.Sha256 is null
                        ? "If the authors replaced the file and you trust the new one, repeat with --accept-changes."
                        : "Download the file again.");
            }

            Record(file, new RecordedFile(source.Length, sha256, found.Name, null, _clock.GetUtcNow()));
        }

        PartFile.Complete(partPath, target);
    }

    /// <summary>Converts the files that need it, checks all, writes the manifest and makes the model visible.</summary>
    /// <exception cref="ModelStoreException">A file was damaged on the disk; it is removed, so that it can be downloaded again.</exception>
    public void Finish(CancellationToken cancellationToken)
    {
        CatalogueFile[] present = [.. _model.Files.Where(Staging.IsHere)];
        foreach (CatalogueFile file in present.Where(file => !File.Exists(Staging.Ready(file))))
            MakeReady(file, cancellationToken);
        var files = new List<ModelFile>();
        foreach (CatalogueFile file in present)
            files.Add(Describe(file, cancellationToken));
        new ModelManifest
        {
            Id = _model.Id,
            Name = _model.Name,
            Description = _model.Description,
            Pipeline = _model.Pipeline,
            Licence = _model.Licence,
            Base = _model.Base,
            Configuration = _model.Configuration,
            Files = files,
        }.Save(Path.Combine(Staging.Files, ModelManifest.FileName));
        Staging.Publish();
    }

    private void Record(CatalogueFile file, RecordedFile arrived)
    {
        lock (_lock)
        {
            _record = _record.With(file.Path, arrived);
            _record.Save(Staging.RecordPath);
        }
    }

    private void MakeReady(CatalogueFile file, CancellationToken cancellationToken)
    {
        string raw = Staging.Arriving(file), ready = Staging.Ready(file);
        Directory.CreateDirectory(Path.GetDirectoryName(ready)!);
        if (!file.Path.EndsWith(".safetensors", StringComparison.Ordinal))
        {
            File.Move(raw, ready, overwrite: true);
            return;
        }

        bool halves = _options.Halves && file.CanBeHalved, isConverted;
        using (WeightsSource weights = WeightsSource.Open(raw))
        {
            isConverted = weights is not SafetensorsFile
                || (halves && weights.Tensors.Values.Any(tensor => tensor.ElementType == TensorElementType.Float32));
            if (isConverted)
            {
                long total = weights.Tensors.Values.Sum(tensor => tensor.ByteCount);
                using var converted = new ConvertedWeights(weights, halves, done =>
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    _progress?.Report(new InstallProgress(InstallStage.Converting, file.Path, done, total));
                });
                SafetensorsFile.Write(ready, converted, new Dictionary<string, string> { ["format"] = "pt", [ConvertedMark] = "srplugin" });
            }
        }

        if (isConverted)
            File.Delete(raw);
        else
            File.Move(raw, ready, overwrite: true);
    }

    // Read back from the disk: a file that was not converted must still be the one that arrived.
    private ModelFile Describe(CatalogueFile file, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _progress?.Report(new InstallProgress(InstallStage.Checking, file.Path));
        ModelFile described = ModelFile.Describe(Staging.Files, file.Path);
        RecordedFile? recorded = Recorded(file);
        if (recorded is not null && recorded.Sha256 != described.Sha256 && !IsConverted(file))
        {
            File.Delete(Staging.Ready(file));
            throw new ModelStoreException(
                StoreFault.WrongContent, $"{file.Path} came back from the disk changed.",
                "Try again. If it happens again, check the disk.");
        }

        return described with { Sources = file.Sources };
    }

    private bool IsConverted(CatalogueFile file)
    {
        if (!file.Path.EndsWith(".safetensors", StringComparison.Ordinal))
            return false;
        using WeightsSource weights = WeightsSource.Open(Staging.Ready(file));
        return weights is SafetensorsFile { Metadata: { } metadata } && metadata.ContainsKey(ConvertedMark);
    }
}
