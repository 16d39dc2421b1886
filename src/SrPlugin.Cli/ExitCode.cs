namespace SrPlugin.Cli;

/// <summary>What the process returns. Documented in docs/cli.md; scripts depend on the numbers.</summary>
public enum ExitCode
{
    /// <summary>Everything that was asked for was done.</summary>
    Ok = 0,

    /// <summary>Some of several files failed, or a check did not hold.</summary>
    SomeFailed = 1,

    /// <summary>The command line is wrong; nothing was done.</summary>
    Usage = 2,

    /// <summary>An input is missing or cannot be read.</summary>
    BadInput = 3,

    /// <summary>The model is missing, damaged or of an unknown kind.</summary>
    Model = 4,

    /// <summary>The device is missing, or ran out of memory; or the tensor library cannot be loaded.</summary>
    Device = 5,

    /// <summary>The result cannot be written.</summary>
    Output = 6,

    /// <summary>The service is missing, busy, lost, hung, or of another version.</summary>
    Service = 7,

    /// <summary>A download failed; the same command goes on where it stopped.</summary>
    Download = 8,

    /// <summary>A fault of the program itself.</summary>
    Internal = 70,

    /// <summary>Stopped by Ctrl-C or SIGTERM.</summary>
    Cancelled = 130,
}
