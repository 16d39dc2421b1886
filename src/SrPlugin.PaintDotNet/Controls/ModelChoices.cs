using System.Text.Json;
using SrPlugin.Protocol;

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

    /// <summary>Adds what a service has told of.</summary>
    public void Learn(IEnumerable<ModelDescription> models)
    {
        var all = _all.ToList();
        all.AddRange(models.Where(model => all.TrueForAll(known => known.Id != model.Id)).Select(model => new ModelChoice(model.Id, model.Name, model.Family)));
        _all = all;
    }

    private static List<ModelChoice> ReadBuiltIn()
    {
        var assembly = typeof(ModelChoices).Assembly;
        var choices = new List<ModelChoice>();
        foreach (string name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(ResourcePrefix, StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            using var manifest = JsonDocument.Parse(stream);
            choices.Add(new ModelChoice(Text(manifest, "id"), Text(manifest, "name"), Text(manifest, "pipeline")));
        }

        // The service takes this one by itself.
        return [.. choices.OrderByDescending(choice => choice.Id == RecipeDefaults.Model).ThenBy(choice => choice.Id, StringComparer.Ordinal)];
    }

    private static string Text(JsonDocument manifest, string key) =>
        manifest.RootElement.GetProperty(key).GetString() ?? throw new JsonException($"A built-in model's manifest has no {key}.");
}
