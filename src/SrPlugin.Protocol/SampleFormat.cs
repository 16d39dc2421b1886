using System.Text.Json.Serialization;

namespace SrPlugin.Protocol;

/// <summary>How one sample is stored, in the machine's own byte order. Values are sRGB-encoded.</summary>
[JsonConverter(typeof(LowerCaseEnumConverter<SampleFormat>))]
public enum SampleFormat
{
    /// <summary><c>uint8</c>: one byte, 0…255.</summary>
    UInt8,

    /// <summary><c>uint16</c>: two bytes, 0…65535.</summary>
    UInt16,

    /// <summary><c>float32</c>: four bytes, nominally 0…1.</summary>
    Float32,
}
