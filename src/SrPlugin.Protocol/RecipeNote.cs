using System.Text.Json;
using System.Text.Json.Serialization;
using SrPlugin.Protocol.Controls;

namespace SrPlugin.Protocol;

/// <summary>
/// What a picture that was written says about how it was made: one line of JSON in its comment, which begins <c>{"srplugin":</c>.
/// </summary>
public sealed record RecipeNote
{
    private const string Start = "{\"srplugin\":";

    /// <summary>Version of the program that made the picture.</summary>
    [JsonPropertyName("srplugin")]
    [JsonPropertyOrder(-1)]
    public required string Version { get; init; }

    /// <summary>SHA-256 over the model's files; the model's id is in the recipe.</summary>
    public required string ModelHash { get; init; }

    /// <summary>The scores it was restored with; null where the model knows none.</summary>
    public DegradationScores? Scores { get; init; }

    /// <summary>Every setting that was used: run again on the same source, it makes the same pixels on the same device.</summary>
    public required Recipe Recipe { get; init; }

    /// <summary>The note for a result.</summary>
    public static RecipeNote Of(JobResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return new RecipeNote
        {
            Version = result.Version,
            ModelHash = result.ModelHash,
            Scores = result.Scores,
            Recipe = result.RecipeUsed,
        };
    }

    /// <summary>A picture's comment with this note as its last line. What people wrote stays; an older note is replaced.</summary>
    /// <param name="comment">The source's comment; null without one.</param>
    public string AppendTo(string? comment) =>
        string.Join(
            '\n', [.. Lines(comment).Where(line => !IsNote(line)), JsonSerializer.Serialize(this, ProtocolJson.Default.RecipeNote)]);

    /// <summary>Finds the note in a picture's comment.</summary>
    /// <param name="comment">The comment; null without one.</param>
    /// <param name="controls">What the recipe is checked against.</param>
    /// <returns>Null when there is none.</returns>
    /// <exception cref="InvalidDataException">There is one, but it is damaged.</exception>
    public static RecipeNote? Find(string? comment, ControlManifest controls)
    {
        if (Lines(comment).LastOrDefault(IsNote) is not { } line)
            return null;
        RecipeNote note;
        try
        {
            note = JsonSerializer.Deserialize(line, ProtocolJson.Default.RecipeNote)!;
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"The recipe in the picture is damaged: {exception.Message}", exception);
        }

        // The picture may be anybody's. A model is named by its id: a path would have this machine look wherever a stranger points.
        if (note.Recipe.Model is { } model && model.AsSpan().ContainsAny('/', '\\', ':'))
            throw new InvalidDataException("The recipe in the picture is damaged: its model is a path.");
        IReadOnlyList<string> faults = RecipeRules.FindFaults(note.Recipe, controls);
        return faults.Count == 0
            ? note
            : throw new InvalidDataException($"The recipe in the picture is damaged: {string.Join(' ', faults)}");
    }

    private static IEnumerable<string> Lines(string? comment) =>
        string.IsNullOrEmpty(comment) ? [] : comment.TrimEnd('\0', '\r', '\n').Split('\n').Select(line => line.TrimEnd('\r'));

    private static bool IsNote(string line) => line.StartsWith(Start, StringComparison.Ordinal);
}
