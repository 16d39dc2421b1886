using SrPlugin.Gimp.Host;

namespace SrPlugin.Gimp.Jobs;

/// <summary>A procedure that the editor's scripts and menus can call.</summary>
internal interface IProcedure
{
    /// <summary>Its name for scripts.</summary>
    string Name { get; }

    /// <summary>How it is registered.</summary>
    ProcedureDefinition Definition { get; }

    /// <summary>Runs it.</summary>
    ProcedureOutcome Run(ProcedureCall call);
}
