using System.Globalization;
using System.Text;
using System.Text.Json;

namespace SrPlugin.Weights.Store;

/// <summary>Tells a model's files apart by content, whatever they are called. Every condition that is given must hold.</summary>
public sealed record FileSignature
{
    private const int MaxTextBytes = 16 << 20;

    /// <summary>Gets the names of tensors that the weights must have.</summary>
    public IReadOnlyList<string> Tensors { get; init; } = [];

    /// <summary>Gets the names of tensors that the weights must not have.</summary>
    public IReadOnlyList<string> AbsentTensors { get; init; } = [];

    /// <summary>Gets the members that a JSON object must have, with their value as text; "*" stands for every value.</summary>
    public IReadOnlyDictionary<string, string> Members { get; init; } = new Dictionary<string, string>();

    /// <summary>Gets the text that the file must begin with.</summary>
    public string? StartsWith { get; init; }

    /// <summary>Gets the number of lines of a text.</summary>
    public int? Lines { get; init; }

    /// <summary>Gets a value indicating whether every line is a number (true) or the first is not (false).</summary>
    public bool? HasNumbers { get; init; }

    /// <summary>Gets a value indicating whether the signature says anything.</summary>
    internal bool IsEmpty =>
        Tensors.Count + AbsentTensors.Count + Members.Count == 0 && StartsWith is null && Lines is null && HasNumbers is null;

    /// <summary>Determines whether a file has this signature.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="UnauthorizedAccessException">The file cannot be read.</exception>
    public bool Matches(string path) => FindFault(path) is null;

    /// <summary>Finds the first condition that a file does not meet.</summary>
    /// <param name="path">The file.</param>
    /// <returns>What is wrong; null when the file has this signature.</returns>
    internal string? FindFault(string path)
    {
        try
        {
            return FindWeightsFault(path) ?? FindTextFault(path);
        }
        catch (Exception e) when (e is WeightsFormatException or JsonException or InvalidOperationException or DecoderFallbackException)
        {
            return e.Message;
        }
    }

    private string? FindWeightsFault(string path)
    {
        if (Tensors.Count + AbsentTensors.Count == 0)
            return null;
        using WeightsSource weights = WeightsSource.Open(path);
        return Tensors.Where(name => !weights.Tensors.ContainsKey(name)).Select(name => $"it lacks the tensor '{name}'")
            .Concat(
                AbsentTensors.Where(weights.Tensors.ContainsKey)
                    .Select(name => $"it has the tensor '{name}', which another model's file has"))
            .FirstOrDefault();
    }

    private string? FindTextFault(string path)
    {
        if (Members.Count == 0 && StartsWith is null && Lines is null && HasNumbers is null)
            return null;
        if (new FileInfo(path).Length > MaxTextBytes)
            return "it is too long for a text";
        string text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(File.ReadAllBytes(path));
        if (StartsWith is not null && !text.StartsWith(StartsWith, StringComparison.Ordinal))
            return $"it does not begin with '{StartsWith}'";
        if (Members.Count > 0)
        {
            using JsonDocument json = JsonDocument.Parse(text);
            foreach ((string name, string value) in Members)
            {
                if (!json.RootElement.TryGetProperty(name, out JsonElement member))
                    return $"it lacks the member '{name}'";
                if (value != "*" && member.ToString() is var found && !found.Equals(value, StringComparison.OrdinalIgnoreCase))
                    return $"its member '{name}' is '{found}' instead of '{value}'";
            }
        }

        string[] lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (Lines is { } count && lines.Length != count)
            return $"it has {lines.Length} lines instead of {count}";
        if (HasNumbers is true && !lines.All(IsNumber))
            return "not every line is a number";
        return HasNumbers is false && lines.FirstOrDefault() is { } first && IsNumber(first) ? "its lines are numbers" : null;
    }

    private static bool IsNumber(string line) => double.TryParse(line, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
}
