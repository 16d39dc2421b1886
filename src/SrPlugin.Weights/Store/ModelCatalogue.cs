using System.Text.Json;
using SrPlugin.Protocol;
using SrPlugin.Weights.Models;

namespace SrPlugin.Weights.Store;

/// <summary>
/// The models that can be downloaded or imported: the files <c>catalogue/*.json</c> of the folders in which models are looked for.
/// </summary>
public sealed class ModelCatalogue
{
    /// <summary>The name of the catalogue's folder inside a folder of models.</summary>
    public const string FolderName = "catalogue";

    private const long MaxBytes = 1 << 20;

    private readonly SortedDictionary<string, CatalogueModel> _models = new(StringComparer.Ordinal);
    private readonly List<string> _problems = [];

    private ModelCatalogue()
    {
    }

    /// <summary>Gets every model that people can ask for, by id. Shared bases are left out.</summary>
    public IReadOnlyList<CatalogueModel> Models => [.. _models.Values.Where(model => model.Pipeline != ModelManifest.BasePipeline)];

    /// <summary>Gets what is wrong with files that could not be read; the other entries can be used.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>Reads the catalogue. An id in an earlier folder hides the same id in a later one.</summary>
    /// <param name="folders">The folders in which models are looked for.</param>
    public static ModelCatalogue Load(IEnumerable<string> folders)
    {
        ArgumentNullException.ThrowIfNull(folders);
        var catalogue = new ModelCatalogue();
        foreach (string folder in folders.Select(folder => Path.Combine(folder, FolderName)).Where(Directory.Exists))
        {
            foreach (string path in Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal))
                catalogue.Add(path);
        }

        foreach (
            CatalogueModel model in catalogue._models.Values.Where(
                model => model.Base is { } id && catalogue.Find(id)?.Pipeline != ModelManifest.BasePipeline).ToArray())
        {
            catalogue._models.Remove(model.Id);
            catalogue._problems.Add($"The catalogue's entry '{model.Id}' names the base '{model.Base}', which is not in the catalogue.");
        }

        return catalogue;
    }

    /// <summary>Finds an entry, a shared base included.</summary>
    /// <param name="id">The model's id.</param>
    /// <returns>The entry; null when there is none.</returns>
    public CatalogueModel? Find(string id) => _models.GetValueOrDefault(id);

    /// <summary>Gets an entry, a shared base included.</summary>
    /// <exception cref="ModelStoreException">There is none.</exception>
    public CatalogueModel Get(string id) => Find(id) ?? throw new ModelStoreException(
        StoreFault.UnknownModel, $"There is no model '{id}' in the catalogue.",
        Models.Count > 0
            ? $"Available: {string.Join(", ", Models.Select(model => model.Id))}."
            : "The catalogue is empty: install the program again.");

    /// <summary>Reads one entry.</summary>
    /// <exception cref="InvalidModelException">The file is not JSON of the right form, or says something invalid; every fault is
    /// listed.</exception>
    internal static CatalogueModel Read(string path)
    {
        using FileStream stream = File.OpenRead(path);
        if (stream.Length > MaxBytes)
            throw new InvalidModelException(path, [$"it has {stream.Length} bytes; at most {MaxBytes} are accepted"]);
        CatalogueModel? model;
        try
        {
            model = JsonSerializer.Deserialize<CatalogueModel>(stream, ModelManifestJson.Options);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new InvalidModelException(path, [e.Message], e);
        }

        IReadOnlyList<string> faults = model is null ? ["it is empty"] : CatalogueRules.FindFaults(model);
        if (faults.Count == 0 && model!.Id != Path.GetFileNameWithoutExtension(path))
            faults = [$"its id is '{model.Id}', but the file is called {Path.GetFileName(path)}"];
        return faults.Count == 0 ? model! : throw new InvalidModelException(path, faults);
    }

    private void Add(string path)
    {
        try
        {
            CatalogueModel model = Read(path);
            _models.TryAdd(model.Id, model);
        }
        catch (Exception e) when (e is SrPluginException or IOException or UnauthorizedAccessException)
        {
            _problems.Add(e.Message);
        }
    }
}
