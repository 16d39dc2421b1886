using System.Text.Json.Serialization;

namespace SrPlugin.Cli.Controls;

/// <summary>The kinds of value a control holds.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ControlType>))]
internal enum ControlType
{
    Number,
    Integer,
    Text,
    Choice,
    Device,
}
