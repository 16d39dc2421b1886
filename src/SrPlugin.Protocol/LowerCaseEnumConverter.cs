using System.Text.Json;
using System.Text.Json.Serialization;

namespace SrPlugin.Protocol;

/// <summary>Enumerations as one lower-case word: <c>float32</c>, <c>interactive</c>.</summary>
internal sealed class LowerCaseEnumConverter<T>() : JsonStringEnumConverter<T>(new LowerCaseNamingPolicy(), allowIntegerValues: false)
    where T : struct, Enum
{
    private sealed class LowerCaseNamingPolicy : JsonNamingPolicy
    {
        public override string ConvertName(string name) => name.ToLowerInvariant();
    }
}
