using System.Text.Json;
using System.Text.Json.Serialization;

namespace SrPlugin.Protocol;

/// <summary>
/// Error codes as snake_case words. A code of a later version reads as <see cref="ErrorCode.Unknown"/>: an error must never fail to arrive.
/// </summary>
internal sealed class ErrorCodeConverter : JsonConverter<ErrorCode>
{
    private static readonly Dictionary<string, ErrorCode> _codes =
        Enum.GetValues<ErrorCode>().ToDictionary(code => JsonNamingPolicy.SnakeCaseLower.ConvertName(code.ToString()));

    public override ErrorCode Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        _codes.GetValueOrDefault(reader.GetString() ?? "", ErrorCode.Unknown);

    public override void Write(Utf8JsonWriter writer, ErrorCode value, JsonSerializerOptions options) =>
        writer.WriteStringValue(JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()));
}
