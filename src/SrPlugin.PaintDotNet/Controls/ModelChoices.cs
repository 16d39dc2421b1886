using System.Text.Json;
using SrPlugin.Client;
using SrPlugin.Protocol;
using SrPlugin.Protocol.Catalogue;

namespace SrPlugin.PaintDotNet.Controls;

/// <summary>
/// The models that a dialog offers: those that ship with the product, whose manifests are built in, and those that a service has told of in
/// this process. A dialog must not wait for a service to start, so that models of the user's own appear from the second dialog on.
/// </summary>
internal sealed class ModelChoices
{
    private const string ResourcePrefix = "models/";

    private volatile IReadOnlyList<ModelChoice> _all = ReadBuiltIn();
    private int _learning;

    /// <summary>The one of this process.</summary>
    public static ModelChoices Shared { get; } = new();

    /// <summary>All of them, in a stable order: the built-in ones first.</summary>
    public IReadOnlyList<ModelChoice> All => _all;

    /// <summary>The family of the model that a service takes by itself.</summary>
    public string DefaultFamily => _all[0].Family;

    /// <summary>Whether a service should be asked now: true once.</summary>
    public bool BeginsLearning() => Interlocked.Exchange(ref _learning, 1) == 0;

    /// <summary>Finds a model that is not on this machine; null when it is, or is not known.</summary>
    public CatalogueEntry? FindMissing(string? id) => _all.FirstOrDefault(choice => choice.Id == id)?.Missing;

    /// <summary>Adds what a service has told of.</summary>
    /// <param name="models">The models it has.</param>
    /// <param name="catalogue">The models that can be downloaded.</param>
    public void Learn(IEnumerable<ModelDescription> models, IEnumerable<CatalogueEntry> catalogue)
    {
        var all = _all.ToList();
        all.AddRange(
            models.Where(model => all.TrueForAll(known => known.Id != model.Id))
                .Select(model => new ModelChoice(model.Id, model.Name, model.Family)));
        all.AddRange(catalogue.Where(entry => !entry.IsInstalled && all.TrueForAll(known => known.Id != entry.Id))
            .Select(entry => new ModelChoice(entry.Id, $"{entry.Name} ({ModelText.State(entry)})", entry.Family, entry)));
        _all = all;
    }

    /// <summary>Notes that a model has arrived.</summary>
    public void NoteInstalled(string id) =>
        _all = [
            .. _all.Select(
                choice => choice is { Missing: { } entry } && choice.Id == id ? new ModelChoice(id, entry.Name, choice.Family) : choice)
        ];

    private static List<ModelChoice> ReadBuiltIn()
    {
        var assembly = typeof(ModelChoices).Assembly;
        var choices = new List<ModelChoice>();
        foreach (
            string name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(ResourcePrefix, StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            using var manifest = JsonDocument.Parse(stream);
            choices.Add(new ModelChoice(Text(manifest, "id"), Text(manifest, "name"), Text(manifest, "pipeline")));
        }

        // The service takes this one by itself.
        return [
            .. choices.OrderByDescending(choice => choice.Id == RecipeDefaults.Model).ThenBy(choice => choice.Id, StringComparer.Ordinal)
        ];
    }

    private static string Text(JsonDocument manifest, string key) =>
        manifest.RootElement.GetProperty(key).GetString() ?? throw new JsonException($"A built-in model's manifest has no {key}.");
}
