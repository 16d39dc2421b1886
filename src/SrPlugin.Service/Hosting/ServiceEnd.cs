using Microsoft.Extensions.Logging;
using SrPlugin.Protocol;
using SrPlugin.Protocol.Endpoints;

namespace SrPlugin.Service.Hosting;

/// <summary>The one way in which the service comes to its end.</summary>
internal sealed class ServiceEnd(ILogger<ServiceEnd> log)
{
    private readonly TaskCompletionSource<ServiceExitCode> _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What jobs are told that the end stops or refuses.</summary>
    public static ErrorResponse Farewell { get; } =
        new() { Code = ErrorCode.ShuttingDown, Message = "The service is about to end.", Remedy = "Try again: a new one will be started." };

    /// <summary>Completes when the end begins.</summary>
    public Task<ServiceExitCode> Begun => _begun.Task;

    /// <summary>Begins the end.</summary>
    /// <param name="reason">For the log: "it was idle".</param>
    /// <param name="code">What the process shall return.</param>
    public void Begin(string reason, ServiceExitCode code = ServiceExitCode.Ok)
    {
        if (_begun.TrySetResult(code))
            log.LogInformation("The service ends because {Reason}", reason);
    }
}
