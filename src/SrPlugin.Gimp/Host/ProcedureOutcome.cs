namespace SrPlugin.Gimp.Host;

/// <summary>How a call ended.</summary>
/// <param name="Status">Done, failed or cancelled.</param>
/// <param name="Values">The return values when it is done: int, double, string or a list of strings.</param>
/// <param name="Message">What to tell the user when it failed.</param>
internal sealed record ProcedureOutcome(ProcedureStatus Status, IReadOnlyList<object> Values, string? Message)
{
    /// <summary>The user changed their mind.</summary>
    public static ProcedureOutcome Cancelled { get; } = new(ProcedureStatus.Cancelled, [], null);

    /// <summary>It worked.</summary>
    public static ProcedureOutcome Done(params object[] values) => new(ProcedureStatus.Done, values, null);

    /// <summary>It did not, and the picture is as it was.</summary>
    public static ProcedureOutcome Failed(string message) => new(ProcedureStatus.Failed, [], message);
}
