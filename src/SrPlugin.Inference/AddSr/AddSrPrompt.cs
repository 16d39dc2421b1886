namespace SrPlugin.Inference.AddSr;

/// <summary>Puts a prompt together as the authors do, punctuation included: the text encoder was trained on nothing else.</summary>
public static class AddSrPrompt
{
    /// <summary>The picture's tags, the user's words, and what is always added.</summary>
    /// <param name="tags">What the tagger sees; may be empty.</param>
    /// <param name="options">The rest of the prompt.</param>
    public static string Compose(IReadOnlyList<string> tags, AddSrOptions options)
    {
        ArgumentNullException.ThrowIfNull(tags);
        ArgumentNullException.ThrowIfNull(options);
        return $"{string.Join(", ", tags)}, {options.PositivePrompt},{options.AddedPrompt}";
    }
}
