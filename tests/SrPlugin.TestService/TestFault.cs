namespace SrPlugin.TestService;

/// <summary>What the test engine can do wrong, always halfway through a job.</summary>
internal enum TestFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The process dies at once, as by a fault in native code.</summary>
    Crash,

    /// <summary>The inference thread never returns.</summary>
    Hang,

    /// <summary>Memory runs out, whatever the size of the tiles.</summary>
    OutOfMemory,

    /// <summary>Memory runs out with tiles of the first size; four times as many smaller ones fit.</summary>
    OutOfMemoryOnce,

    /// <summary>The result holds a NaN.</summary>
    NotANumber,

    /// <summary>The result is the same value everywhere.</summary>
    Constant,

    /// <summary>The engine throws.</summary>
    Error,
}
