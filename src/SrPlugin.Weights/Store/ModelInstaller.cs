using SrPlugin.Weights.Models;

namespace SrPlugin.Weights.Store;

/// <summary>Downloads and imports the models of a catalogue into the folder that a <see cref="ModelStore"/> keeps for them.</summary>
public sealed class ModelInstaller
{
    private const long Margin = 64 << 20;

    private readonly ModelStore _store;
    private readonly ModelCatalogue _catalogue;
    private readonly Downloader _downloader;
    private readonly TimeProvider _clock;

    /// <summary>Initializes a new instance of the <see cref="ModelInstaller"/> class.</summary>
    /// <param name="store">The installed models.</param>
    /// <param name="catalogue">The models that can be installed.</param>
    /// <param name="downloader">Downloads the files.</param>
    /// <param name="clock">Measures speed and dates the records.</param>
    public ModelInstaller(ModelStore store, ModelCatalogue catalogue, Downloader downloader, TimeProvider clock) =>
        (_store, _catalogue, _downloader, _clock) = (store, catalogue, downloader, clock);

    /// <summary>Gets the way in which the free space of a folder is found out.</summary>
    internal Func<string, long?> FreeSpace { get; init; } = DiskSpace.FindFree;

    /// <summary>Finds out what the installation of a model takes. Nothing is changed and no server is asked.</summary>
    /// <param name="id">The model's id.</param>
    /// <exception cref="ModelStoreException">The catalogue has no such model.</exception>
    public InstallPlan Plan(string id)
    {
        CatalogueModel model = _catalogue.Get(id);
        CatalogueModel[] missing = [.. Chain(model).Where(entry => !_store.IsInstalled(entry.Id))];
        CatalogueFile[] Left(CatalogueModel entry) => [.. entry.Files.Where(file => !Staging(entry).IsHere(file))];
        long bytes = missing.Sum(
            entry => entry.Files.Where(file => file.Sources.Count > 0).Sum(file => Math.Max(0, file.Size - Staging(entry).Present(file))));
        long largest = missing.SelectMany(entry => entry.Files)
            .Where(file => file.CanBeHalved || file.Path.EndsWith(".safetensors", StringComparison.Ordinal)).Select(file => file.Size)
                .DefaultIfEmpty().Max();
        return new InstallPlan
        {
            Model = model,
            Missing = missing,
            LicencesToAccept = [.. missing.Where(entry => !ModelRecord.Load(Staging(entry).RecordPath).Accepts(entry.Licence))],
            DownloadBytes = bytes,
            NeededBytes = missing.Length == 0 ? 0 : bytes + largest + Margin,
            FreeBytes = FreeSpace(_store.DownloadFolder),
            ManualFiles = [.. missing.SelectMany(Left).Where(file => file.Sources.Count == 0 && !file.IsOptional)],
            Folder = Staging(model).Target,
        };
    }

    /// <summary>
    /// Downloads a model and its base. What has arrived stays when this fails or is cancelled, and is used by the next call.
    /// </summary>
    /// <param name="id">The model's id.</param>
    /// <param name="options">How to install it.</param>
    /// <param name="progress">Receives how far it is, from several threads; may be null.</param>
    /// <param name="cancellationToken">Ends the installation.</param>
    /// <returns>The model's folder.</returns>
    /// <exception cref="ModelStoreException">The model cannot be installed.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<string> InstallAsync(
        string id, InstallOptions options, IProgress<InstallProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        InstallPlan plan = Plan(id);
        Accept(plan, options);
        CheckSpace(plan);
        foreach (CatalogueModel entry in plan.Missing)
        {
            StagingFolder staging = Staging(entry);
            using StoreLock held = await StoreLock.AcquireAsync(
                staging.LockPath, () => progress?.Report(new InstallProgress(InstallStage.Waiting)),
                cancellationToken).ConfigureAwait(false);
            if (_store.IsInstalled(entry.Id))
                continue;
            CheckTarget(entry);
            var assembly = new ModelAssembly(entry, staging, options, _clock, progress);
            await DownloadAsync(entry, assembly, options, progress, cancellationToken).ConfigureAwait(false);
            Finish(assembly, cancellationToken);
        }

        return _store.Open(id).Directory;
    }

    /// <summary>Takes a model's files from the disk, whatever they are called: files, folders and zip archives.</summary>
    /// <param name="id">The model's id.</param>
    /// <param name="paths">The files, folders and archives. They are copied, never changed.</param>
    /// <param name="options">How to install it.</param>
    /// <param name="progress">Receives how far it is; may be null.</param>
    /// <param name="cancellationToken">Ends the import; what was taken stays.</param>
    /// <exception cref="ModelStoreException">A file is not what is known of it, or a licence was not accepted.</exception>
    /// <exception cref="FileNotFoundException">A path does not exist.</exception>
    public async Task<ImportResult> ImportAsync(
        string id, IReadOnlyList<string> paths, InstallOptions options, IProgress<InstallProgress>? progress,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(paths);
        ArgumentNullException.ThrowIfNull(options);
        InstallPlan plan = Plan(id);
        Accept(plan, options);
        using var files = new ImportedFiles(Path.Combine(_store.DownloadFolder, StagingFolder.StoreName), paths, cancellationToken);
        var recognised = new List<KeyValuePair<string, string>>();
        var missing = new List<CatalogueFile>();
        foreach (CatalogueModel entry in plan.Missing)
        {
            StagingFolder staging = Staging(entry);
            using StoreLock held = await StoreLock.AcquireAsync(
                staging.LockPath, () => progress?.Report(new InstallProgress(InstallStage.Waiting)),
                cancellationToken).ConfigureAwait(false);
            if (_store.IsInstalled(entry.Id))
                continue;
            CheckTarget(entry);
            var assembly = new ModelAssembly(entry, staging, options, _clock, progress);
            foreach (CatalogueFile file in entry.Files.Where(file => !staging.IsHere(file)))
            {
                if (files.Take(file, assembly.KnownHash(file), cancellationToken) is not { } found)
                    continue;
                await CopyAsync(assembly, file, found, cancellationToken).ConfigureAwait(false);
                recognised.Add(new(found.Name, $"{entry.Id}/{file.Path}"));
            }

            CatalogueFile[] absent = [.. entry.Files.Where(file => !file.IsOptional && !staging.IsHere(file))];
            missing.AddRange(absent);

            // A model without its base would be visible and of no use.
            if (missing.Count == 0)
                Finish(assembly, cancellationToken);
        }

        return new ImportResult(missing.Count == 0 ? _store.Open(id).Directory : null, recognised, files.Left, missing);
    }

    private static void Finish(ModelAssembly assembly, CancellationToken cancellationToken)
    {
        try
        {
            assembly.Finish(cancellationToken);
        }
        catch (IOException e) when (DiskSpace.IsExhausted(e))
        {
            throw DiskSpace.Fault(assembly.Staging.Target, e);
        }
    }

    private static async Task CopyAsync(ModelAssembly assembly, CatalogueFile file, ImportedFile found, CancellationToken cancellationToken)
    {
        try
        {
            await assembly.CopyAsync(file, found, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException e) when (DiskSpace.IsExhausted(e))
        {
            throw DiskSpace.Fault(found.Name, e);
        }
    }

    private IEnumerable<CatalogueModel> Chain(CatalogueModel model) => model.Base is { } id ? [_catalogue.Get(id), model] : [model];

    private StagingFolder Staging(CatalogueModel model) => new(_store.DownloadFolder, model.Id);

    private void Accept(InstallPlan plan, InstallOptions options)
    {
        if (plan.LicencesToAccept.Count > 0 && !options.AcceptsLicences)
        {
            throw new ModelStoreException(
                StoreFault.LicenceNotAccepted,
                $"The licences of {string.Join(" and ", plan.LicencesToAccept.Select(entry => $"{entry.Name} ({entry.Licence.Name})"))} "
                    + $"have to be accepted first.",
                "Read them, and then repeat with --accept-licence.");
        }

        foreach (CatalogueModel entry in plan.LicencesToAccept)
        {
            string path = Staging(entry).RecordPath;
            (ModelRecord.Load(path) with { AcceptedLicence = entry.Licence, AcceptedAt = _clock.GetUtcNow() }).Save(path);
        }
    }

    private void CheckSpace(InstallPlan plan)
    {
        if (plan.FreeBytes is { } free && free < plan.NeededBytes)
        {
            throw new ModelStoreException(
                StoreFault.DiskFull,
                $"{plan.Model.Name} needs {plan.NeededBytes / 1e9:0.0} GB, but {_store.DownloadFolder} has {free / 1e9:0.0} GB free.",
                $"Free some space, or set {ModelStore.Variable} to a folder on a larger disk.");
        }
    }

    private void CheckTarget(CatalogueModel entry)
    {
        if (Directory.Exists(Staging(entry).Target))
        {
            throw new ModelStoreException(
                StoreFault.FolderInTheWay, $"{Staging(entry).Target} exists already, and has no manifest.json.",
                $"Move it somewhere else; then its files can be taken over with: srplugin models import {entry.Id} THAT-FOLDER");
        }
    }

    private async Task DownloadAsync(
        CatalogueModel entry, ModelAssembly assembly, InstallOptions options, IProgress<InstallProgress>? progress,
        CancellationToken cancellationToken)
    {
        CatalogueFile[] wanted = [.. entry.Files.Where(file => file.Sources.Count > 0 && !assembly.Staging.IsHere(file))];
        progress?.Report(new InstallProgress(InstallStage.Asking));
        var sources = new SourceResolver(_downloader, options.AcceptsChanges);
        var counter = new DownloadCounter(wanted, progress, _clock);
        await Parallel.ForEachAsync(
            wanted, new ParallelOptions { MaxDegreeOfParallelism = _downloader.Options.Parallelism, CancellationToken = cancellationToken },
            async (file, token) =>
            {
                try
                {
                    (IReadOnlyList<DownloadSource> places, IReadOnlyList<string> faults) =
                        await sources.ResolveAsync(file, assembly.Recorded(file), token).ConfigureAwait(false);
                    counter.Expect(file, places.Select(place => place.Size).FirstOrDefault(size => size is not null) ?? file.Size);
                    DownloadedFile arrived = await _downloader.DownloadAsync(
                        places, assembly.Staging.Arriving(file), ModelAssembly.Check(file), received => counter.Count(file, received),
                        faults, token).ConfigureAwait(false);
                    assembly.Record(file, arrived);
                }
                catch (ModelStoreException e) when (file.IsOptional && e.Fault == StoreFault.DownloadFailed)
                {
                    counter.Expect(file, 0);
                }
            }).ConfigureAwait(false);
        CatalogueFile[] absent = [.. entry.Files.Where(file => !file.IsOptional && !assembly.Staging.IsHere(file))];
        if (absent.Length > 0)
        {
            throw new ModelStoreException(
                StoreFault.FilesMissing,
                $"{entry.Name} is not complete: {string.Join(", ", absent.Select(file => file.Path))} can only be downloaded with a "
                    + $"browser, from {string.Join(" and ", absent.Select(file => file.Page).Distinct())}.",
                $"Download them, and then: srplugin models import {entry.Id} DOWNLOADED-FILES");
        }
    }
}
