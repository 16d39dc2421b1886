using SrPlugin.Protocol;

namespace SrPlugin.Gimp.Jobs;

/// <summary>One of the three settings that "Try three" shows beside each other.</summary>
/// <param name="Title">The name for people.</param>
/// <param name="Recipe">The settings.</param>
internal sealed record Variant(string Title, Recipe Recipe)
{
    private const double LessStrength = 0.5;
    private const double MoreDegradation = 0.2;
    private const double LessConditioning = 0.75;

    /// <summary>Makes a gentle and a strong one from what is set.</summary>
    /// <param name="recipe">The settings.</param>
    /// <param name="scores">The estimated degradation; null while it is unknown.</param>
    public static IReadOnlyList<Variant> Three(Recipe recipe, DegradationScores? scores) =>
    [
        new("Gentle", recipe with { Strength = LessStrength * (recipe.Strength ?? 1) }),
        new("As set", recipe),
        new("Strong", recipe with
        {
            Strength = 1,
            Blur = More(recipe.Blur ?? scores?.Blur),
            Noise = More(recipe.Noise ?? scores?.Noise),
            ConditioningScale = LessConditioning * (recipe.ConditioningScale ?? 1),
        }),
    ];

    private static double? More(double? score) => score is { } value ? Math.Min(1, Math.Round(value + MoreDegradation, 4)) : null;
}
