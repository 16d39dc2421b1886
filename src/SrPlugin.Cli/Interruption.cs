using System.Runtime.InteropServices;

namespace SrPlugin.Cli;

/// <summary>
/// Ctrl-C and SIGTERM. The first asks the running job to stop at its next tile; the second ends the process at once. No unfinished
/// picture stays behind: it is written to a temporary file that takes the target's place.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;

    public Interruption() =>
        _registrations = [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal), PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal)
        ];

    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
            registration.Dispose();
        _source.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        if (_source.IsCancellationRequested)
        {
            // Not cancelled: the signal's default action ends the process, without waiting for native code to return.
            return;
        }

        context.Cancel = true;
        _source.Cancel();
    }
}
