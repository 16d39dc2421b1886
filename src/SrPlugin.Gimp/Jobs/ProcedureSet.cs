using SrPlugin.Gimp.Host;

namespace SrPlugin.Gimp.Jobs;

/// <summary>All procedures of the plug-in; turns what fails in one into a message.</summary>
/// <param name="procedures">The procedures.</param>
/// <param name="trace">Notes times.</param>
internal sealed class ProcedureSet(IReadOnlyList<IProcedure> procedures, Trace trace)
{
    /// <summary>How they are registered.</summary>
    public IReadOnlyList<ProcedureDefinition> Definitions => [.. procedures.Select(procedure => procedure.Definition)];

    /// <summary>Runs a call.</summary>
    public ProcedureOutcome Run(ProcedureCall call)
    {
        trace.Note("called", call.Name);
        try
        {
            ProcedureOutcome outcome = procedures.First(procedure => procedure.Definition.Name == call.Name).Run(call);
            trace.Note("ended", outcome.Status);
            return outcome;
        }
        catch (OperationCanceledException)
        {
            trace.Note("cancelled");
            return ProcedureOutcome.Cancelled;
        }
        catch (Exception exception) when (FailureText.IsForeseen(exception))
        {
            trace.Note("failed", exception.GetType().Name);
            return ProcedureOutcome.Failed(FailureText.OfCall(exception));
        }
    }
}
