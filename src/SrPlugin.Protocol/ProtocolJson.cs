using System.Text.Json;
using System.Text.Json.Serialization;
using SrPlugin.Protocol.Catalogue;
using SrPlugin.Protocol.Controls;
using SrPlugin.Protocol.Presets;

namespace SrPlugin.Protocol;

/// <summary>
/// How everything is spelled as JSON: camelCase, absent values left out, ASCII only (so that it fits a header), on one line.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    MaxDepth = 16)]
[JsonSerializable(typeof(JobRequest))]
[JsonSerializable(typeof(JobAccepted))]
[JsonSerializable(typeof(JobStatus))]
[JsonSerializable(typeof(JobList))]
[JsonSerializable(typeof(JobProgress))]
[JsonSerializable(typeof(JobPreview))]
[JsonSerializable(typeof(JobResult))]
[JsonSerializable(typeof(JobHeartbeat))]
[JsonSerializable(typeof(ErrorResponse))]
[JsonSerializable(typeof(DegradationScores))]
[JsonSerializable(typeof(ServiceHealth))]
[JsonSerializable(typeof(ModelList))]
[JsonSerializable(typeof(CatalogueList))]
[JsonSerializable(typeof(InstallationRequest))]
[JsonSerializable(typeof(InstallationProgress))]
[JsonSerializable(typeof(InstallationResult))]
[JsonSerializable(typeof(Preset))]
[JsonSerializable(typeof(PresetList))]
[JsonSerializable(typeof(Recipe))]
[JsonSerializable(typeof(RecipeNote))]
[JsonSerializable(typeof(ControlDocument))]
public sealed partial class ProtocolJson : JsonSerializerContext;
