namespace SrPlugin.Cli.Batches;

/// <summary>How far a picture of a batch is. The ledger stores the numbers.</summary>
internal enum BatchState
{
    /// <summary>To be done.</summary>
    Waiting = 0,

    /// <summary>A process works on it.</summary>
    Running = 1,

    /// <summary>Its result is written.</summary>
    Done = 2,

    /// <summary>It could not be done; the entry says why.</summary>
    Failed = 3,
}
