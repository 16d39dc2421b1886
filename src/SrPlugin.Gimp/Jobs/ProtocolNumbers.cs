using System.Text.Json.Serialization;

namespace SrPlugin.Gimp.Jobs;

/// <summary>Numbers from JSON, without reflection.</summary>
[JsonSerializable(typeof(double))]
internal sealed partial class ProtocolNumbers : JsonSerializerContext;
