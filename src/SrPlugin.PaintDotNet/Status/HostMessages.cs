using PaintDotNet.AppModel;
using PaintDotNet.PropertySystem;
using SrPlugin.PaintDotNet.Controls;

namespace SrPlugin.PaintDotNet.Status;

/// <summary>
/// Tells the user: in the dialog's status line, and failures in the host's error dialog too, since effects may run without a dialog.
/// </summary>
/// <param name="services">The host's services, any of which may be missing.</param>
internal sealed class HostMessages(IServiceProvider services)
{
    private StringProperty? _line;
    private string? _lastFailure;

    /// <summary>Connects to a dialog that is being made.</summary>
    public void Attach(PropertyCollection properties) => _line = properties[EffectProperties.Status] as StringProperty;

    /// <summary>Shows a text in the dialog.</summary>
    public void Show(string text)
    {
        _lastFailure = null;
        Write(text);
    }

    /// <summary>Shows a failure: in the dialog each time, in a window of its own only when it is news.</summary>
    public void ShowFailure(Exception exception)
    {
        string text = FailureText.Describe(exception);
        Write(text);
        if (Interlocked.Exchange(ref _lastFailure, text) == text
            || services.GetService(typeof(IExceptionDialogService)) is not IExceptionDialogService dialog)
            return;

        // The thread that renders must not wait for the user: the host waits for it whenever a slider moves.
        OnUserInterface(() => dialog.ShowErrorDialog(null, text, exception));
    }

    private void Write(string text)
    {
        if (_line is not { } line)
            return;
        string shortened = text.Length <= EffectProperties.LongestStatus ? text : text[..(EffectProperties.LongestStatus - 1)] + "…";
        OnUserInterface(() => line.Value = shortened);
    }

    private void OnUserInterface(Action action)
    {
        if (services.GetService(typeof(IUISynchronizationContext)) is IUISynchronizationContext context)
            context.Post(_ => action(), null);
        else
            ThreadPool.QueueUserWorkItem(_ => action());
    }
}
