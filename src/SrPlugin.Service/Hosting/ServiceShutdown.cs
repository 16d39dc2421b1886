using Microsoft.Extensions.Logging;
using SrPlugin.Protocol;
using SrPlugin.Protocol.Endpoints;

namespace SrPlugin.Service.Hosting;

/// <summary>Begins the shutdown of the service, whatever its reason.</summary>
internal sealed class ServiceShutdown(ILogger<ServiceShutdown> log)
{
    private readonly TaskCompletionSource<ServiceExitCode> _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Gets the error of jobs that the shutdown stops or refuses.</summary>
    public static ErrorResponse ShuttingDown { get; } =
        new() { Code = ErrorCode.ShuttingDown, Message = "The service is about to end.", Remedy = "Try again: a new one will be started." };

    /// <summary>Gets a task that completes when the shutdown begins.</summary>
    public Task<ServiceExitCode> Begun => _begun.Task;

    /// <summary>Begins the shutdown.</summary>
    /// <param name="reason">For the log: "it was idle".</param>
    /// <param name="code">The exit code of the process.</param>
    public void Begin(string reason, ServiceExitCode code = ServiceExitCode.Ok)
    {
        if (_begun.TrySetResult(code))
            log.LogInformation("The service ends because {Reason}", reason);
    }
}
