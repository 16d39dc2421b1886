namespace SrPlugin.Weights.Models;

/// <summary>Finds models by id in a list of folders, the first folder winning.</summary>
public sealed class ModelStore
{
    /// <summary>The environment variable with further folders, separated as in PATH.</summary>
    public const string Variable = "SRPLUGIN_MODELS";

    /// <summary>Creates a store over given folders; those that do not exist are skipped.</summary>
    /// <param name="folders">Where to look, the most important first.</param>
    public ModelStore(IEnumerable<string> folders) => Folders = [.. folders.Select(Path.GetFullPath).Distinct()];

    /// <summary>Where is looked, the most important first.</summary>
    public IReadOnlyList<string> Folders { get; }

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
        folders.AddRange((Environment.GetEnvironmentVariable(Variable) ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        if (Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify) is { Length: > 0 } data)
            folders.Add(Path.Combine(data, "srplugin", "models"));
        folders.Add(Path.Combine(AppContext.BaseDirectory, "models"));
        for (var above = new DirectoryInfo(AppContext.BaseDirectory); above is not null; above = above.Parent)
        {
            if (File.Exists(Path.Combine(above.FullName, "SrPlugin.sln")))
                folders.Add(Path.Combine(above.FullName, "models"));
        }
        return new ModelStore(folders);
    }

    /// <summary>Every model, by id. One with a broken manifest is listed with its problem.</summary>
    public IReadOnlyList<InstalledModel> List()
    {
        var found = new SortedDictionary<string, InstalledModel>(StringComparer.Ordinal);
        foreach (var directory in Folders.Where(Directory.Exists).SelectMany(Directory.EnumerateDirectories))
        {
            if (!found.ContainsKey(Path.GetFileName(directory)) && Inspect(directory) is { } model)
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
        string FindOrThrow(string wanted) => Find(wanted) ?? throw new ModelNotFoundException(wanted, [.. List().Select(installed => installed.Id)], Folders);
        return ModelFolder.Open(FindOrThrow(model), FindOrThrow);
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
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A folder that has nothing to do with models is no broken model.
            return File.Exists(Path.Combine(directory, ModelManifest.FileName)) ? new InstalledModel(id, directory, null, e.Message) : null;
        }
    }
}
