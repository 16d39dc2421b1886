using System.Text.Json;
using System.Text.Json.Nodes;

namespace SrPlugin.Trainer.Papers;

/// <summary>What the papers' recipes have in common.</summary>
internal static class PaperRecipes
{
    /// <summary>The photos and the seed of a recipe of either paper.</summary>
    /// <exception cref="JsonException">Not JSON, an unknown key, or a value of the wrong type.</exception>
    public static (PaperData Data, ulong Seed) Data(string json)
    {
        var recipe = S3DiffPaperRecipe.Parse(json);
        return (recipe.Data, recipe.Seed);
    }
}
