namespace SrPlugin.Protocol.Endpoints;

/// <summary>What the service's process returns.</summary>
public enum ServiceExitCode
{
    /// <summary>Ended as asked, or after idling.</summary>
    Ok = 0,

    /// <summary>A fault of the program.</summary>
    Failed = 1,

    /// <summary>The options are wrong; all faults are on standard error.</summary>
    InvalidOptions = 2,

    /// <summary>Another service of this user listens already: nothing is wrong, connect to that one.</summary>
    AlreadyRunning = 3,

    /// <summary>The socket's folder cannot be trusted, or the socket cannot be made.</summary>
    EndpointRefused = 4,
}
