using System.Text.Json.Serialization;

namespace SrPlugin.Protocol.Controls;

/// <summary>The kinds of value a control holds.</summary>
[JsonConverter(typeof(LowerCaseEnumConverter<ControlType>))]
public enum ControlType
{
    /// <summary>A number between minimum and maximum.</summary>
    Number,

    /// <summary>A whole number between minimum and maximum.</summary>
    Integer,

    /// <summary>Free text.</summary>
    Text,

    /// <summary>One of the choices.</summary>
    Choice,

    /// <summary>A device: auto, cpu, cuda or cuda:N. Chosen for the service, not for a job.</summary>
    Device,

    /// <summary>On or off. What an editor shows beside the result, not how a job computes.</summary>
    Switch,
}
