using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SrPlugin.Protocol.Controls;

/// <summary>One control of the product, as plugin-manifest/controls.json describes it.</summary>
public sealed record Control
{
    /// <summary>Most characters of a text.</summary>
    public const int LongestText = 4096;

    /// <summary>Lower-case words joined by '-': the command line's option without its dashes.</summary>
    public required string Name { get; init; }

    /// <summary>What a dialog calls it.</summary>
    public required string Title { get; init; }

    /// <summary>The kind of value.</summary>
    public required ControlType Type { get; init; }

    /// <summary>Smallest value of a number.</summary>
    public double? Minimum { get; init; }

    /// <summary>Largest value of a number.</summary>
    public double? Maximum { get; init; }

    /// <summary>The words of a choice; null for other types.</summary>
    public IReadOnlyList<string>? Choices { get; init; }

    /// <summary>What a dialog calls the choices, in their order; null where the words themselves are shown.</summary>
    public IReadOnlyList<string>? ChoiceTitles { get; init; }

    /// <summary>Gets a value indicating whether a dialog folds the control away until its user wants more than the basic ones.</summary>
    public bool Advanced { get; init; }

    /// <summary>Gets the heading under which a dialog shows an advanced control; null for the rest of them.</summary>
    public string? Group { get; init; }

    /// <summary>The value used where nothing is said; null where the engine chooses or estimates it.</summary>
    public JsonElement? Default { get; init; }

    /// <summary>Defaults of single model families where they differ.</summary>
    public IReadOnlyDictionary<string, JsonElement>? FamilyDefaults { get; init; }

    /// <summary>The model families it has a meaning for; null for all.</summary>
    public IReadOnlyList<string>? AppliesTo { get; init; }

    /// <summary>Unit of a number.</summary>
    public string? Unit { get; init; }

    /// <summary>One or two sentences for the user.</summary>
    public required string Help { get; init; }

    /// <summary>The name as a member of <see cref="Recipe"/> is spelled in JSON: <c>negativePrompt</c>.</summary>
    [JsonIgnore]
    public string Key =>
        string.Concat(
            Name.Split('-').Select((word, index) => index == 0 || word.Length == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..]));

    /// <summary>Whether a recipe holds it; the device is the service's business, and what is shown beside a result the editor's.</summary>
    [JsonIgnore]
    public bool IsInRecipe => Type is not (ControlType.Device or ControlType.Switch);

    /// <summary>Whether it has a meaning for a model family.</summary>
    public bool Applies(string family) => AppliesTo is null || AppliesTo.Contains(family);

    /// <summary>The value a model family uses where nothing is said; null where the engine chooses or estimates it.</summary>
    public JsonElement? DefaultFor(string family) =>
        FamilyDefaults is not null && FamilyDefaults.TryGetValue(family, out JsonElement value) ? value : Default;

    /// <summary>What is wrong with a value, to follow the control's name; null when nothing is.</summary>
    public string? FindFault(JsonElement value) => Type switch
    {
        ControlType.Number or ControlType.Integer => FindNumberFault(value),
        ControlType.Choice => value.ValueKind == JsonValueKind.String && Choices!.Contains(value.GetString()!)
            ? null
            : $"is {Shorten(value)}; it must be one of {string.Join(", ", Choices!)}.",
        ControlType.Switch =>
            value.ValueKind is JsonValueKind.True or JsonValueKind.False ? null : $"is {Shorten(value)}; it must be true or false.",
        _ => value.ValueKind == JsonValueKind.String && value.GetString()!.Length <= LongestText
            ? null
            : $"is {Shorten(value)}; it must be a text of at most {LongestText} characters.",
    };

    internal static string Shorten(JsonElement value)
    {
        string text = value.GetRawText();
        return text.Length <= 64 ? text : text[..61] + "…";
    }

    private string? FindNumberFault(JsonElement value)
    {
        bool isInteger = Type == ControlType.Integer;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number)
            && number >= Minimum && number <= Maximum && (!isInteger || number == Math.Floor(number)))
        {
            return null;
        }

        return string.Create(
            CultureInfo.InvariantCulture,
            $"is {Shorten(value)}; it must be {(isInteger ? "a whole number" : "a number")} from {Minimum} to {Maximum}.");
    }
}
