using System.Globalization;

namespace SrPlugin.Networks.Tagger;

/// <summary>The tags a <see cref="RAM"/> knows, in the order of its label embeddings, and how sure it must be of each.</summary>
public sealed class TagVocabulary
{
    /// <summary>Creates a vocabulary.</summary>
    /// <param name="tags">The words.</param>
    /// <param name="thresholds">For each the probability above which it is chosen.</param>
    /// <param name="deleted">Tags that are never chosen.</param>
    /// <exception cref="FormatException">The lists do not fit each other, or a deleted tag is none of the tags.</exception>
    public TagVocabulary(IReadOnlyList<string> tags, IReadOnlyList<float> thresholds, IReadOnlyCollection<string>? deleted = null)
    {
        ArgumentNullException.ThrowIfNull(tags);
        ArgumentNullException.ThrowIfNull(thresholds);
        if (tags.Count != thresholds.Count)
            throw new FormatException($"There are {tags.Count} tags but {thresholds.Count} thresholds.");
        var never = new HashSet<string>(deleted ?? [], StringComparer.Ordinal);
        if (never.FirstOrDefault(tag => !tags.Contains(tag)) is { } unknown)
            throw new FormatException($"'{unknown}' is to be left out, but is none of the {tags.Count} tags.");
        Tags = tags;
        Thresholds = [.. thresholds.Select((threshold, i) => never.Contains(tags[i]) ? float.PositiveInfinity : threshold)];
    }

    /// <summary>The words.</summary>
    public IReadOnlyList<string> Tags { get; }

    /// <summary>For each the probability above which it is chosen; infinite for tags that are never chosen.</summary>
    public IReadOnlyList<float> Thresholds { get; }

    /// <summary>Reads the authors' lists: one entry a line.</summary>
    /// <param name="tags">ram_tag_list.txt.</param>
    /// <param name="thresholds">ram_tag_list_threshold.txt.</param>
    /// <param name="deleted">Tags that are never chosen, one a line; null for none.</param>
    /// <exception cref="FormatException">The lists do not fit each other; the message names the line at fault.</exception>
    public static TagVocabulary Read(TextReader tags, TextReader thresholds, TextReader? deleted = null)
    {
        ArgumentNullException.ThrowIfNull(tags);
        ArgumentNullException.ThrowIfNull(thresholds);
        return new TagVocabulary([.. Lines(tags)], [.. Lines(thresholds).Select(Threshold)], deleted is null ? null : [.. Lines(deleted)]);
    }

    private static float Threshold(string text, int index) =>
        float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value is >= 0 and <= 1
            ? value
            : throw new FormatException($"The threshold of tag {index + 1} is '{text}'; it must be a number between 0 and 1.");

    private static IEnumerable<string> Lines(TextReader reader)
    {
        while (reader.ReadLine() is { } line)
        {
            if (line.Trim() is { Length: > 0 } entry)
                yield return entry;
        }
    }
}
