namespace SrPlugin.Gimp.Host;

/// <summary>How a call ended.</summary>
internal enum ProcedureStatus
{
    /// <summary>It worked.</summary>
    Done,

    /// <summary>It failed; a message says why.</summary>
    Failed,

    /// <summary>The user cancelled it.</summary>
    Cancelled,
}
