using System.Text.Json.Serialization;

namespace SrPlugin.Protocol;

/// <summary>Where a job stands.</summary>
[JsonConverter(typeof(LowerCaseEnumConverter<JobState>))]
public enum JobState
{
    /// <summary>Waits in a queue.</summary>
    Queued,

    /// <summary>Runs, or was overtaken by an interactive job and goes on after it.</summary>
    Running,

    /// <summary>Done; the result can be fetched until its time is up.</summary>
    Completed,

    /// <summary>Ended with an error.</summary>
    Failed,

    /// <summary>Cancelled, or its owner went away.</summary>
    Cancelled,
}
