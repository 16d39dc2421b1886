using System.Text.Json;
using SrPlugin.Protocol;
using SrPlugin.Protocol.Controls;
using SrPlugin.Protocol.Presets;

namespace SrPlugin.PaintDotNet.Controls;

/// <summary>What the dialog offers: the manifest's controls that a recipe holds, the presets and the models.</summary>
internal sealed class ControlSet
{
    private readonly ModelChoices _models;
    private readonly Dictionary<string, JsonElement> _presetValues = [];

    /// <summary>Takes its parts.</summary>
    public ControlSet(ControlManifest manifest, IReadOnlyList<Preset> presets, ModelChoices models)
    {
        Controls = [.. manifest.Controls.Where(control => control.IsInRecipe)];
        ShowChanges = manifest[EffectProperties.ShowChanges];
        Presets = presets;
        _models = models;
        Models = models.All;
        foreach (Preset preset in presets)
            _presetValues[preset.Name] = JsonSerializer.SerializeToElement(preset.Recipe, ProtocolJson.Default.Recipe);
    }

    /// <summary>The controls, in the manifest's order.</summary>
    public IReadOnlyList<Control> Controls { get; }

    /// <summary>The control that shows what changes.</summary>
    public Control ShowChanges { get; }

    /// <summary>The presets.</summary>
    public IReadOnlyList<Preset> Presets { get; }

    /// <summary>The models known when the set was made: what a service tells of meanwhile, the properties do not have.</summary>
    public IReadOnlyList<ModelChoice> Models { get; }

    /// <summary>The family of a model's property value.</summary>
    public string FamilyOf(string? model) => _models.All.FirstOrDefault(choice => choice.Id == model)?.Family ?? _models.DefaultFamily;

    /// <summary>Whether the engine may choose the value: it has no default, or only other families than the usual one know it.</summary>
    public bool HasAutomatic(Control control) => control.Default is null || IsForeign(control);

    /// <summary>Whether the usual family does not know the control.</summary>
    public bool IsForeign(Control control) => !control.Applies(_models.DefaultFamily);

    /// <summary>What a preset says about a control; null when nothing.</summary>
    public JsonElement? PresetValue(string preset, Control control) =>
        _presetValues.TryGetValue(preset, out JsonElement recipe) && recipe.TryGetProperty(control.Key, out JsonElement value)
            ? value
            : null;

    /// <summary>
    /// What the control shows at first. The manifest speaks for a command line; in an editor, a picture is restored where it is.
    /// </summary>
    public static JsonElement? DefaultOf(Control control) =>
        control.Name == "mode" ? JsonSerializer.SerializeToElement("restore") : control.Default;
}
