using System.Text.Json.Serialization;

namespace SrPlugin.Gimp.Jobs;

/// <summary>How the last settings are spelled in their file.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    WriteIndented = true)]
[JsonSerializable(typeof(EffectSettings))]
internal sealed partial class SettingsJson : JsonSerializerContext;
