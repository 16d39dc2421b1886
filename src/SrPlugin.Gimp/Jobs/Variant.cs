using SrPlugin.Protocol;

namespace SrPlugin.Gimp.Jobs;

/// <summary>One of the three settings that "Try three" shows beside each other.</summary>
/// <param name="Title">The name for people.</param>
/// <param name="Recipe">The settings.</param>
internal sealed record Variant(string Title, Recipe Recipe)
{
    /// <summary>Makes a gentle and a strong one from what is set.</summary>
    /// <param name="recipe">The settings.</param>
    /// <param name="scores">The estimated degradation; null while it is unknown.</param>
    public static IReadOnlyList<Variant> Three(Recipe recipe, DegradationScores? scores) =>
    [
        new("Gentle", RecipeVariants.Gentle(recipe).Over(recipe)),
        new("As set", recipe),
        new("Strong", RecipeVariants.Strong(recipe with
        {
            Blur = recipe.Blur ?? scores?.Blur,
            Noise = recipe.Noise ?? scores?.Noise,
            ConditioningScale = recipe.ConditioningScale ?? 1,
        }).Over(recipe)),
    ];
}
