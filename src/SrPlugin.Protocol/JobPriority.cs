using System.Text.Json.Serialization;

namespace SrPlugin.Protocol;

/// <summary>Which queue a job waits in.</summary>
[JsonConverter(typeof(LowerCaseEnumConverter<JobPriority>))]
public enum JobPriority
{
    /// <summary>Somebody is waiting: overtakes batch jobs, running ones included, between two tiles.</summary>
    Interactive,

    /// <summary>Runs when nobody is waiting.</summary>
    Batch,
}
