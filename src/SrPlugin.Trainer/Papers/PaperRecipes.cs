using System.Text.Json;

namespace SrPlugin.Trainer.Papers;

/// <summary>What the papers' recipes have in common.</summary>
internal static class PaperRecipes
{
    /// <summary>The photos and the seed of a recipe of either paper.</summary>
    /// <exception cref="JsonException">Not JSON, an unknown key, or a value of the wrong type.</exception>
    public static (PaperData Data, ulong Seed) Data(string json)
    {
        using var document = JsonDocument.Parse(
            json, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        if (document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("dinoV2", out _))
        {
            var addsr = AddSrPaperRecipe.Parse(json);
            return (addsr.Data, addsr.Seed);
        }

        var s3diff = S3DiffPaperRecipe.Parse(json);
        return (s3diff.Data, s3diff.Seed);
    }
}
