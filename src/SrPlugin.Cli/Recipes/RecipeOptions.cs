using System.CommandLine;
using System.CommandLine.Completions;
using System.Text.Json;
using System.Text.Json.Nodes;
using SrPlugin.Cli.Commands;
using SrPlugin.Cli.Controls;
using SrPlugin.Protocol;
using SrPlugin.Protocol.Controls;
using SrPlugin.Weights.Models;

namespace SrPlugin.Cli.Recipes;

/// <summary>One command-line option for every control that a recipe holds, and the model.</summary>
internal sealed class RecipeOptions
{
    private readonly List<(Control Control, Option Option, Func<ParseResult, JsonNode?> Read)> _options = [];
    private readonly Option<string> _model = SharedOptions.Model();

    private readonly ModelStore _store;

    public RecipeOptions(ControlManifest manifest, ControlOptions options, ModelStore store)
    {
        _store = store;
        _model.CompletionSources.Add(_ => store.List().Select(model => new CompletionItem(model.Id)));
        foreach (Control control in manifest.Controls.Where(control => control.IsInRecipe))
            _options.Add(Create(control, options));
    }

    /// <summary>Gets the model and the options that most pictures need, in the order of the manifest.</summary>
    public IEnumerable<Option> Basic => [.. _options.Where(item => !item.Control.Advanced).Select(item => item.Option), _model];

    /// <summary>Gets the other options, in the order of the manifest.</summary>
    public IEnumerable<Option> Advanced => _options.Where(item => item.Control.Advanced).Select(item => item.Option);

    /// <summary>The settings that were given; the others stay null.</summary>
    public Recipe Read(ParseResult parsed)
    {
        var given = new JsonObject();
        foreach (
            (Control control, Option option, Func<ParseResult, JsonNode?> read) in _options.Where(item => IsGiven(parsed, item.Option)))
            given[control.Key] = read(parsed);
        Recipe recipe = given.Deserialize(ProtocolJson.Default.Recipe)!;
        return IsGiven(parsed, _model) ? recipe with { Model = Resolve(parsed.GetRequiredValue(_model)) } : recipe;
    }

    /// <summary>The controls that were given.</summary>
    public IReadOnlyList<Control> Given(ParseResult parsed) =>
        [.. _options.Where(item => IsGiven(parsed, item.Option)).Select(item => item.Control)];

    // Presets are used from other folders, and the service has another one too: a folder by its full path. Ids stay ids.
    private string Resolve(string model) =>
        Directory.Exists(model)
            && !(Path.GetFileName(model) == model && _store.Folders.Any(folder => Directory.Exists(Path.Combine(folder, model))))
            ? Path.GetFullPath(model)
            : model;

    private static bool IsGiven(ParseResult parsed, Option option) => parsed.GetResult(option) is { Implicit: false };

    private static (Control Control, Option Option, Func<ParseResult, JsonNode?> Read) Create(Control control, ControlOptions options)
    {
        switch (control.Type)
        {
            case ControlType.Number:
                Option<double?> number = options.Number(control.Name);
                return (control, number, parsed => JsonValue.Create(parsed.GetValue(number)));
            case ControlType.Integer:
                Option<double?> integer = options.Number(control.Name);
                return (control, integer, parsed => JsonValue.Create((long?)parsed.GetValue(integer)));
            case ControlType.Choice:
                Option<string> choice = options.Choice(control.Name);
                return (control, choice, parsed => JsonValue.Create(parsed.GetValue(choice)));
            default:
                Option<string> text = options.Text(control.Name);
                return (control, text, parsed => JsonValue.Create(parsed.GetValue(text)));
        }
    }
}
