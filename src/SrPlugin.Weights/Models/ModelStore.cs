using SrPlugin.Protocol;
using SrPlugin.Weights.Store;

namespace SrPlugin.Weights.Models;

/// <summary>Finds models by id in a list of folders, the first folder winning, and removes those that were installed.</summary>
public sealed class ModelStore
{
    /// <summary>The environment variable with further folders, separated as in PATH.</summary>
    public const string Variable = "SRPLUGIN_MODELS";

    /// <summary>Creates a store over given folders; those that do not exist are skipped.</summary>
    /// <param name="folders">Where to look, the most important first.</param>
    /// <param name="downloadFolder">Where models are installed; null for the first of the folders.</param>
    /// <exception cref="ArgumentException">There is no folder.</exception>
    public ModelStore(IEnumerable<string> folders, string? downloadFolder = null)
    {
        Folders = [.. folders.Select(Path.GetFullPath).Distinct()];
        DownloadFolder = downloadFolder is not null ? Path.GetFullPath(downloadFolder)
            : Folders.Count > 0 ? Folders[0] : throw new ArgumentException("A store needs a folder.", nameof(folders));
    }

    /// <summary>Where is looked, the most important first.</summary>
    public IReadOnlyList<string> Folders { get; }

    /// <summary>Gets the folder that models are installed into. It need not exist.</summary>
    public string DownloadFolder { get; }

    /// <summary>
    /// A store over the usual folders: the one given, those of SRPLUGIN_MODELS, the user's data folder, <c>models</c> beside the
    /// program, and <c>models</c> of the checkout that the program was built in.
    /// </summary>
    /// <param name="folder">A folder to look in first; may be null.</param>
    public static ModelStore CreateDefault(string? folder = null)
    {
        var folders = new List<string>();
        if (!string.IsNullOrEmpty(folder))
            folders.Add(folder);
        folders.AddRange(
            (Environment.GetEnvironmentVariable(Variable) ?? "")
                .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        string local = Environment.GetFolderPath(
            Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        if (local is { Length: > 0 } data)
            folders.Add(Path.Combine(data, "srplugin", "models"));
        // Whoever names a folder, on a larger disk perhaps, wants downloads there; those of the program itself may be read-only.
        string? downloads = folders.FirstOrDefault();
        folders.Add(Path.Combine(AppContext.BaseDirectory, "models"));
        for (var above = new DirectoryInfo(AppContext.BaseDirectory); above is not null; above = above.Parent)
        {
            if (File.Exists(Path.Combine(above.FullName, "SrPlugin.sln")))
                folders.Add(Path.Combine(above.FullName, "models"));
        }
        return new ModelStore(folders, downloads);
    }

    /// <summary>Every model, by id. One with a broken manifest is listed with its problem; bases of other models are left out.</summary>
    public IReadOnlyList<InstalledModel> List() => [.. ListAll().Where(model => model.Manifest?.Pipeline != ModelManifest.BasePipeline)];

    /// <summary>Every base that models share, by id.</summary>
    public IReadOnlyList<InstalledModel> ListBases() =>
        [.. ListAll().Where(model => model.Manifest?.Pipeline == ModelManifest.BasePipeline)];

    private IReadOnlyList<InstalledModel> ListAll()
    {
        var found = new SortedDictionary<string, InstalledModel>(StringComparer.Ordinal);
        foreach (var directory in Folders.Where(Directory.Exists).SelectMany(Directory.EnumerateDirectories))
        {
            // A name with a dot in front is the store's own folder, or hidden.
            if (!Path.GetFileName(directory).StartsWith('.') && !found.ContainsKey(Path.GetFileName(directory))
                && Inspect(directory) is { } model)
                found.Add(model.Id, model);
        }
        return [.. found.Values];
    }

    /// <summary>Opens a model.</summary>
    /// <param name="model">A model's id, or the path of a model's folder.</param>
    /// <exception cref="ModelNotFoundException">Neither a model nor a folder is called so.</exception>
    /// <exception cref="DirectoryNotFoundException">The model's base is missing.</exception>
    /// <exception cref="InvalidModelException">The model's manifest is invalid.</exception>
    public ModelFolder Open(string model)
    {
        string FindOrThrow(string wanted) =>
            Find(wanted) ?? throw new ModelNotFoundException(wanted, [.. List().Select(installed => installed.Id)], Folders);
        return ModelFolder.Open(FindOrThrow(model), FindOrThrow);
    }

    /// <summary>Determines whether a folder of this id with a manifest is found.</summary>
    /// <param name="id">A model's or base's id.</param>
    public bool IsInstalled(string id) =>
        ModelManifestRules.IsId(id)
            && Folders.Append(DownloadFolder).Any(folder => File.Exists(Path.Combine(folder, id, ModelManifest.FileName)));

    /// <summary>Removes an installed or half-downloaded model, and its base where no other model needs that any more.</summary>
    /// <param name="id">The model's id.</param>
    /// <returns>The folders that were removed.</returns>
    /// <exception cref="ModelNotFoundException">Nothing of this model is in the folder for downloads.</exception>
    /// <exception cref="ModelStoreException">Other models need it, or its files are in use.</exception>
    public IReadOnlyList<string> Remove(string id)
    {
        if (!ModelManifestRules.IsId(id))
            throw new ModelNotFoundException(id, [.. List().Select(installed => installed.Id)], [DownloadFolder]);
        string[] users = [.. UsersOf(id)];
        if (users.Length > 0)
            throw new ModelStoreException(
                StoreFault.FolderInTheWay, $"{id} is the base of {string.Join(", ", users)}.",
                $"Remove {string.Join(", ", users)} first; the base goes with the last of them.");
        string? shared = ListAll().FirstOrDefault(model => model.Id == id)?.Manifest?.Base;
        string[] removed = [.. RemoveFolders(id)];
        if (removed.Length == 0)
            throw new ModelNotFoundException(
                id, [.. List().Where(model => IsRemovable(model.Directory)).Select(model => model.Id)], [DownloadFolder]);
        return shared is not null && ModelManifestRules.IsId(shared) && !UsersOf(shared).Any()
            ? [.. removed, .. RemoveFolders(shared)]
            : removed;
    }

    private IEnumerable<string> UsersOf(string id) => ListAll().Where(model => model.Manifest?.Base == id).Select(model => model.Id);

    private bool IsRemovable(string directory) => Path.GetDirectoryName(directory) == DownloadFolder;

    private IEnumerable<string> RemoveFolders(string id)
    {
        var staging = new StagingFolder(DownloadFolder, id);
        string store = Path.Combine(DownloadFolder, StagingFolder.StoreName);

        // What an interrupted removal left.
        foreach (string left in Directory.Exists(store) ? Directory.GetDirectories(store, "removed-*") : [])
            Directory.Delete(left, recursive: true);
        foreach (string folder in (string[])[staging.Target, staging.Root])
        {
            if (!Directory.Exists(folder))
                continue;

            // Renamed first, so that a half-removed model is never visible.
            string doomed = Path.Combine(store, $"removed-{Path.GetRandomFileName()}");
            Directory.CreateDirectory(store);
            try
            {
                Directory.Move(folder, doomed);
                Directory.Delete(doomed, recursive: true);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new ModelStoreException(
                    StoreFault.FolderInTheWay, $"{folder} cannot be removed: {e.Message}",
                    "Its files may be in use: end the service with srplugin service stop, and try again.", e);
            }

            yield return folder;
        }
    }

    private string? Find(string model)
    {
        var candidates = ModelManifestRules.IsId(model) ? Folders.Select(folder => Path.Combine(folder, model)) : [];
        return candidates.Append(model).FirstOrDefault(Directory.Exists);
    }

    private InstalledModel? Inspect(string directory)
    {
        var id = Path.GetFileName(directory);
        // Lists no other models in its message: this is called for such a list.
        string FindBase(string wanted) => Find(wanted) ?? throw new ModelNotFoundException(wanted, [], Folders);
        try
        {
            return new InstalledModel(id, directory, ModelFolder.Open(directory, FindBase).Manifest, null);
        }
        catch (Exception e) when (e is SrPluginException or IOException or UnauthorizedAccessException)
        {
            // A folder that has nothing to do with models is no broken model.
            return File.Exists(Path.Combine(directory, ModelManifest.FileName)) ? new InstalledModel(id, directory, null, e.Message) : null;
        }
    }
}
