using SrPlugin.Gimp.Host;

namespace SrPlugin.Gimp.Jobs;

/// <summary>All procedures of the plug-in; turns what fails in one into a message.</summary>
/// <param name="procedures">The procedures.</param>
/// <param name="trace">Notes times.</param>
internal sealed class ProcedureSet(IReadOnlyList<IProcedure> procedures, Trace trace) : IProcedureSource
{
    /// <summary>How they are registered.</summary>
    public IReadOnlyList<ProcedureDefinition> Definitions => [.. procedures.Select(procedure => procedure.Definition)];

    /// <summary>How one of them is registered. The others are left alone: to describe them all takes longer than many a call.</summary>
    /// <exception cref="InvalidOperationException">There is none of that name.</exception>
    public ProcedureDefinition Define(string name) => Find(name).Definition;

    /// <summary>Runs a call.</summary>
    public ProcedureOutcome Run(ProcedureCall call)
    {
        trace.Note("called", call.Name);
        try
        {
            ProcedureOutcome outcome = Find(call.Name).Run(call);
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

    private IProcedure Find(string name) => procedures.First(procedure => procedure.Name == name);
}
