using System.Text.Json;
using SrPlugin.Protocol.Controls;

namespace SrPlugin.Protocol;

/// <summary>Checks recipes against the controls' manifest.</summary>
public static class RecipeRules
{
    private const string ModelKey = "model";
    private const int LongestModel = 1024;

    /// <summary>Everything that is wrong with a recipe; empty when nothing is.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="controls">The controls.</param>
    public static IReadOnlyList<string> FindFaults(Recipe recipe, ControlManifest controls)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        if (NotFinite(recipe) is { Count: > 0 } faults)
            return faults;
        return FindFaults(JsonSerializer.SerializeToElement(recipe, ProtocolJson.Default.Recipe), controls);
    }

    /// <summary>Everything that is wrong with a recipe as it was written, unknown settings included; empty when nothing is.</summary>
    /// <param name="recipe">A JSON value.</param>
    /// <param name="controls">The controls.</param>
    public static IReadOnlyList<string> FindFaults(JsonElement recipe, ControlManifest controls)
    {
        ArgumentNullException.ThrowIfNull(controls);
        if (recipe.ValueKind != JsonValueKind.Object)
            return ["The recipe is no JSON object."];
        var faults = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (JsonProperty setting in recipe.EnumerateObject())
        {
            if (!seen.Add(setting.Name))
                faults.Add($"{setting.Name} is given twice.");
            else if (setting.Name == ModelKey)
                CheckModel(setting.Value, faults);
            else if (controls.Find(setting.Name) is not { IsInRecipe: true } control)
                faults.Add(
                    $"There is no setting {setting.Name}; a recipe knows {ModelKey}, "
                        + $"{string.Join(", ", controls.Controls.Where(known => known.IsInRecipe).Select(known => known.Key))}.");
            else if (setting.Value.ValueKind != JsonValueKind.Null && control.FindFault(setting.Value) is { } fault)
                faults.Add($"{setting.Name} {fault}");
        }

        return faults;
    }

    private static void CheckModel(JsonElement value, List<string> faults)
    {
        if (value.ValueKind != JsonValueKind.Null
            && (value.ValueKind != JsonValueKind.String || value.GetString() is not { Length: > 0 and <= LongestModel }))
        {
            faults.Add($"{ModelKey} is {Control.Shorten(value)}; it must be a model's id.");
        }
    }

    // JSON has no words for these, so that they cannot be checked there.
    private static List<string> NotFinite(Recipe recipe)
    {
        var faults = new List<string>();
        Check("scale", recipe.Scale);
        Check("strength", recipe.Strength);
        Check("blur", recipe.Blur);
        Check("noise", recipe.Noise);
        Check("guidance", recipe.Guidance);
        Check("feather", recipe.Feather);
        Check("refinement", recipe.Refinement);
        Check("conditioningScale", recipe.ConditioningScale);
        return faults;

        void Check(string name, double? value)
        {
            if (value is { } number && !double.IsFinite(number))
                faults.Add($"{name} is {number}; it must be a finite number.");
        }
    }
}
