using SrPlugin.Protocol;
using SrPlugin.Protocol.Catalogue;
using SrPlugin.Weights.Store;

namespace SrPlugin.Service.Models;

/// <summary>A running or ended installation. Safe from several threads.</summary>
internal sealed class Installation : IProgress<InstallProgress>
{
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _cancellation = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private InstallationState _state = new(new InstallationProgress { Stage = "asking" }, null, null);

    /// <summary>Gets the token that ends the installation.</summary>
    public CancellationToken Token => _cancellation.Token;

    /// <summary>Gets where the installation stands, and a task that completes when that changes.</summary>
    public (InstallationState State, Task Changed) Watch()
    {
        lock (_lock)
            return (_state, _changed.Task);
    }

    /// <inheritdoc/>
    public void Report(InstallProgress value) => Change(state => state with
    {
        Progress = new InstallationProgress
        {
            Stage = value.Stage.ToString().ToLowerInvariant(),
            CompletedBytes = value.CompletedBytes,
            TotalBytes = value.TotalBytes,
            BytesPerSecond = Math.Round(value.BytesPerSecond),
            SecondsLeft = value.TimeLeft is { } left ? Math.Round(left.TotalSeconds, 1) : null,
        },
    });

    /// <summary>Notes the end.</summary>
    public void End(InstallationResult? result, ErrorResponse? error) => Change(state => state with { Result = result, Error = error });

    /// <summary>Asks the installation to end. What has arrived stays.</summary>
    public void Cancel() => _cancellation.Cancel();

    private void Change(Func<InstallationState, InstallationState> change)
    {
        TaskCompletionSource before;
        lock (_lock)
        {
            if (_state.IsEnd)
                return;
            _state = change(_state);
            (before, _changed) = (_changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        before.TrySetResult();
    }
}
