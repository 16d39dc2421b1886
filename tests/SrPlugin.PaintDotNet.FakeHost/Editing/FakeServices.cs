using System.Collections.Concurrent;
using System.Windows.Forms;
using PaintDotNet.AppModel;

namespace SrPlugin.PaintDotNet.FakeHost.Editing;

/// <summary>The editor's services and its user-interface thread.</summary>
public sealed class FakeServices : IServiceProvider, IExceptionDialogService, IUISynchronizationContext, IAppInfoService, IDisposable
{
    private readonly BlockingCollection<(SendOrPostCallback Callback, object? State)> _queue = [];
    private readonly Thread _thread;

    public FakeServices()
    {
        _thread = new Thread(Run) { IsBackground = true, Name = "User interface" };
        _thread.Start();
    }

    /// <summary>Texts of the error dialogs that were opened.</summary>
    public ConcurrentQueue<string> Errors { get; } = new();

    public bool IsOnUIThread => Thread.CurrentThread == _thread;

    public AppInstallType InstallType { get; init; } = AppInstallType.Classic;

    public Version AppVersion => new(5, 109, 0, 0);

    public string InstallDirectory => "/does/not/exist";

    public object? GetService(Type serviceType) =>
        serviceType.IsInstanceOfType(this) && serviceType.Namespace == typeof(IAppInfoService).Namespace ? this : null;

    public void Post(SendOrPostCallback d, object? state) => _queue.Add((d, state));

    public void Send(SendOrPostCallback d, object? state)
    {
        if (IsOnUIThread)
        {
            d(state);
            return;
        }

        using var done = new ManualResetEventSlim();
        Post(
            inner =>
            {
                d(inner);
                done.Set();
            },
            state);
        done.Wait();
    }

    /// <summary>Waits until the user-interface thread has done what was posted so far.</summary>
    public void Drain() => Send(_ => { }, null);

    public void ShowErrorDialog(
        IWin32Window? owner, Exception exception, ExceptionDetailOptions exceptionDetailOptions = ExceptionDetailOptions.Default) =>
        ShowErrorDialog(owner, exception.Message, exception, exceptionDetailOptions);

    public void ShowErrorDialog(
        IWin32Window? owner, string? message, Exception exception,
        ExceptionDetailOptions exceptionDetailOptions = ExceptionDetailOptions.Default)
    {
        if (!IsOnUIThread)
            throw new InvalidOperationException("A dialog was opened on a thread that must not wait for the user.");
        Errors.Enqueue(message ?? "");
    }

    public void ShowErrorDialog(IWin32Window? owner, string? message, string detailsText) => Errors.Enqueue(message ?? "");

    public void Dispose()
    {
        _queue.CompleteAdding();
        _thread.Join();
        _queue.Dispose();
    }

    private void Run()
    {
        foreach (var (callback, state) in _queue.GetConsumingEnumerable())
            callback(state);
    }
}
