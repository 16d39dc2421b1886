using System.Text.Json;
using System.Text.Json.Nodes;
using SrPlugin.Protocol.Controls;

namespace SrPlugin.Protocol;

/// <summary>Fills recipes up.</summary>
public static class RecipeDefaults
{
    /// <summary>The model of those who name none.</summary>
    public const string Model = "light-s3diff";

    private const string ModelKey = "model";

    /// <summary>The recipe for one model, named in it.</summary>
    /// <param name="recipe">What the user said; null for nothing.</param>
    /// <param name="model">The model.</param>
    /// <param name="controls">The controls.</param>
    public static Recipe Complete(Recipe? recipe, ModelDescription model, ControlManifest controls) =>
        Complete(recipe, model.Defaults, model.Family, controls) with { Model = model.Id };

    /// <summary>
    /// The recipe with every setting that has a meaning for a model family and a default: what the recipe says, else what the model wants,
    /// else the controls' default. Settings without a meaning for the family are left out; those that are estimated stay null.
    /// </summary>
    /// <param name="recipe">What the user said; null for nothing.</param>
    /// <param name="modelDefaults">What the model wants; null for nothing.</param>
    /// <param name="family">The model's family.</param>
    /// <param name="controls">The controls.</param>
    public static Recipe Complete(Recipe? recipe, Recipe? modelDefaults, string family, ControlManifest controls)
    {
        ArgumentNullException.ThrowIfNull(controls);
        Recipe wanted = (recipe ?? new Recipe()).Over(modelDefaults ?? new Recipe());
        JsonObject given = JsonSerializer.SerializeToNode(wanted, ProtocolJson.Default.Recipe)!.AsObject();
        var complete = new JsonObject { [ModelKey] = given[ModelKey]?.DeepClone() };
        foreach (Control control in controls.For(family))
        {
            if (given[control.Key] is { } value)
                complete[control.Key] = value.DeepClone();
            else if (control.DefaultFor(family) is { } fallback)
                complete[control.Key] = JsonValue.Create(fallback);
        }

        return complete.Deserialize(ProtocolJson.Default.Recipe)!;
    }
}
