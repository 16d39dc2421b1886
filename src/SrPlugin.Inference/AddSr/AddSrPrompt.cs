namespace SrPlugin.Inference.AddSr;

/// <summary>Puts a prompt together as the authors do, punctuation included: the text encoder was trained on nothing else.</summary>
internal static class AddSrPrompt
{
    /// <summary>The picture's tags, the user's words, and what is always added.</summary>
    public static string Compose(IReadOnlyList<string> tags, AddSrOptions options) =>
        $"{string.Join(", ", tags)}, {options.PositivePrompt},{options.AddedPrompt}";
}
