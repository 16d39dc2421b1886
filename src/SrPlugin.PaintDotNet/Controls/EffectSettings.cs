using System.Text.Json;
using System.Text.Json.Nodes;
using PaintDotNet.PropertySystem;
using SrPlugin.Protocol;
using SrPlugin.Protocol.Controls;

namespace SrPlugin.PaintDotNet.Controls;

/// <summary>What a token asks for.</summary>
/// <param name="Recipe">The settings of the job.</param>
/// <param name="RecipeText">The recipe as JSON: equal settings, equal text.</param>
/// <param name="Enlarges">Whether a new image is made; otherwise the picture is restored in place.</param>
/// <param name="Runs">How often the button was pressed.</param>
/// <param name="ShowsChanges">Whether a restored picture is shown with its changes drawn over it.</param>
internal sealed record EffectSettings(Recipe Recipe, string RecipeText, bool Enlarges, int Runs, bool ShowsChanges)
{
    /// <summary>Reads a token's properties.</summary>
    public static EffectSettings Read(PropertyCollection properties, ControlSet set)
    {
        string model = (string)Value(properties, EffectProperties.Model);
        string preset = (string)Value(properties, EffectProperties.Preset);
        string family = set.FamilyOf(model);
        var values = new JsonObject();
        if (model != EffectProperties.AutomaticModel)
            values["model"] = model;
        foreach (Control control in set.Controls.Where(control => control.Applies(family)))
        {
            if (Read(properties, set, control, preset) is { } value)
                values[control.Key] = value;
        }

        bool enlarges = (string)Value(properties, "mode") == "upscale";
        values["mode"] = enlarges ? "upscale" : "restore";
        if (!enlarges)
            values.Remove("scale");
        Recipe recipe = values.Deserialize(ProtocolJson.Default.Recipe)!;
        return new EffectSettings(
            recipe, JsonSerializer.Serialize(recipe, ProtocolJson.Default.Recipe), enlarges, (int)Value(properties, EffectProperties.Run),
            (bool)Value(properties, EffectProperties.ShowChanges));
    }

    // A value at its default is left out, so that a family with another default gets its own.
    private static JsonNode? Read(PropertyCollection properties, ControlSet set, Control control, string preset)
    {
        if (set.HasAutomatic(control) && (bool)Value(properties, EffectProperties.Automatic(control.Name)))
            return set.IsForeign(control) && set.PresetValue(preset, control) is { } chosen ? JsonNode.Parse(chosen.GetRawText()) : null;
        object value = Value(properties, control.Name);
        if (control.Default is { } given && value.Equals(PropertyFactory.ToPropertyValue(control, given)))
            return null;
        return value switch
        {
            double number => JsonValue.Create(number),
            int number => JsonValue.Create(number),
            _ => JsonValue.Create((string)value),
        };
    }

    private static object Value(PropertyCollection properties, string name) =>
        properties[name]?.Value ?? throw new InvalidOperationException($"The effect's settings have no {name}.");
}
