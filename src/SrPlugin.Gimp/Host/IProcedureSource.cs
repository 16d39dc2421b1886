namespace SrPlugin.Gimp.Host;

/// <summary>The procedures that a program registers with the editor and runs for it.</summary>
internal interface IProcedureSource
{
    /// <summary>Gets all definitions.</summary>
    IReadOnlyList<ProcedureDefinition> Definitions { get; }

    /// <summary>Gets the definition of one procedure.</summary>
    /// <exception cref="InvalidOperationException">Thrown when there is none of that name.</exception>
    ProcedureDefinition Define(string name);

    /// <summary>Runs a call.</summary>
    ProcedureOutcome Run(ProcedureCall call);
}
