using System.Text.Json;
using System.Text.Json.Serialization;

namespace SrPlugin.Cli.Controls;

/// <summary>One control of the product, as plugin-manifest/controls.json describes it.</summary>
internal sealed record Control
{
    [JsonPropertyName("name")]
    public required string Name { get; init; }

    [JsonPropertyName("type")]
    public required ControlType Type { get; init; }

    [JsonPropertyName("minimum")]
    public double? Minimum { get; init; }

    [JsonPropertyName("maximum")]
    public double? Maximum { get; init; }

    [JsonPropertyName("choices")]
    public IReadOnlyList<string> Choices { get; init; } = [];

    [JsonPropertyName("default")]
    public JsonElement? Default { get; init; }

    [JsonPropertyName("unit")]
    public string? Unit { get; init; }

    [JsonPropertyName("help")]
    public required string Help { get; init; }
}
