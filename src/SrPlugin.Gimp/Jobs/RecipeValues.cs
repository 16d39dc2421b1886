using System.Text.Json;
using System.Text.Json.Nodes;
using SrPlugin.Protocol;
using SrPlugin.Protocol.Controls;

namespace SrPlugin.Gimp.Jobs;

/// <summary>A recipe as values of controls, so that nothing here needs to know which controls there are.</summary>
internal sealed class RecipeValues
{
    private const string ModelKey = "model";
    private readonly JsonObject _values;

    /// <summary>Takes a recipe apart.</summary>
    public RecipeValues(Recipe recipe) => _values = (JsonObject)JsonSerializer.SerializeToNode(recipe, ProtocolJson.Default.Recipe)!;

    /// <summary>The model's id; null is the service's default.</summary>
    public string? Model
    {
        get => _values[ModelKey]?.GetValue<string>();
        set => Set(ModelKey, value is null ? null : JsonValue.Create(value));
    }

    /// <summary>A number; null where nothing is said.</summary>
    public double? Number(Control control) =>
        _values[control.Key] is JsonValue value ? value.Deserialize(ProtocolNumbers.Default.Double) : null;

    /// <summary>A text or choice; null where nothing is said.</summary>
    public string? Text(Control control) => _values[control.Key]?.GetValue<string>();

    /// <summary>Sets a number; null says nothing.</summary>
    public void SetNumber(Control control, double? value)
    {
        JsonNode? number = value is null ? null
            : control.Type == ControlType.Integer ? JsonValue.Create((long)Math.Round(value.Value))
            : JsonValue.Create(value.Value);
        Set(control.Key, number);
    }

    /// <summary>Sets a text or choice; null says nothing.</summary>
    public void SetText(Control control, string? value) => Set(control.Key, value is null ? null : JsonValue.Create(value));

    /// <summary>The recipe.</summary>
    public Recipe ToRecipe() => _values.Deserialize(ProtocolJson.Default.Recipe)!;

    private void Set(string key, JsonNode? value)
    {
        if (value is null)
            _values.Remove(key);
        else
            _values[key] = value;
    }
}
