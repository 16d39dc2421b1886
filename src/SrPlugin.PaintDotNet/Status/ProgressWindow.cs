using System.Runtime.InteropServices;
using SrPlugin.Protocol;

namespace SrPlugin.PaintDotNet.Status;

/// <summary>
/// A window with a text, a bar and a Cancel button, on a thread of its own: the effect's thread waits, and the host's is not ours. It never
/// takes the focus, so that the dialog can be used on. A fault of the window leaves the job alone.
/// </summary>
internal sealed class ProgressWindow : IProgressReport
{
    private const string ClassName = "SrPlugin.Progress";
    private const int CancelButton = 2;
    private const int TickMilliseconds = 150;

    private static readonly Lock RegistrationSync = new();
    private static bool s_registered;

    [ThreadStatic]
    private static ProgressWindow? t_current;

    private readonly Action _cancel;
    private readonly ManualResetEventSlim _closed = new();
    private volatile JobProgress? _progress;
    private nint _text;
    private nint _bar;
    private nint _font;
    private string _shownText = "";

    /// <summary>Begins to wait.</summary>
    /// <param name="cancel">What the button does.</param>
    /// <param name="patience">How long nothing is shown.</param>
    public ProgressWindow(Action cancel, TimeSpan patience)
    {
        _cancel = cancel;
        var thread = new Thread(() => Run(patience)) { IsBackground = true, Name = "SrPlugin progress" };
        if (OperatingSystem.IsWindows())
            thread.SetApartmentState(ApartmentState.STA);
        thread.Start();
    }

    /// <summary>Whether the window was shown, for tests.</summary>
    internal bool WasShown { get; private set; }

    /// <summary>What kept the window from being shown, for tests.</summary>
    internal Exception? Fault { get; private set; }

    /// <inheritdoc/>
    public void Report(JobProgress value) => _progress = value;

    /// <inheritdoc/>
    public void Dispose() => _closed.Set();

    private void Run(TimeSpan patience)
    {
        if (_closed.Wait(patience))
            return;
        try
        {
            t_current = this;
            Show();
            while (Win32.GetMessage(out Win32.Message message, 0, 0, 0) > 0)
            {
                Win32.TranslateMessage(message);
                Win32.DispatchMessage(message);
            }
        }
        catch (Exception exception)
        {
            // The edge of a thread: without the window, the job goes on unseen.
            Fault = exception;
        }
    }

    private void Show()
    {
        Register();
        int dpi = (int)Win32.GetDpiForSystem();
        int width = Scale(360), height = Scale(132);
        Win32.GetWindowRect(Win32.GetForegroundWindow(), out Win32.Rectangle front);
        int x = Math.Max(0, (front.Left + front.Right - width) / 2), y = Math.Max(0, front.Top + ((front.Bottom - front.Top) / 8));
        nint window = Create(
            Win32.TopMost | Win32.ToolWindow | Win32.NoActivate, ClassName, "Super Resolution", Win32.Popup | Win32.Caption, x, y, width,
            height, 0, 0);
        _font = Win32.CreateFont(-9 * dpi / 72, 0, 0, 0, 400, 0, 0, 0, 1, 0, 0, 5, 0, "Segoe UI");
        _text = Create(0, "STATIC", "", Win32.Child | Win32.Visible, Scale(12), Scale(10), width - Scale(30), Scale(20), window, 0);
        _bar = Create(
            0, "msctls_progress32", "", Win32.Child | Win32.Visible, Scale(12), Scale(34), width - Scale(30), Scale(16), window, 0);
        nint button = Create(
            0, "BUTTON", "Cancel", Win32.Child | Win32.Visible, width - Scale(98), Scale(58), Scale(80), Scale(26), window, CancelButton);
        Win32.SendMessage(_text, Win32.SetFont, _font, 1);
        Win32.SendMessage(button, Win32.SetFont, _font, 1);
        Win32.SendMessage(_bar, Win32.BarSetRange, 0, 100 << 16);
        Refresh();
        Win32.SetTimer(window, 1, TickMilliseconds, 0);
        Win32.ShowWindow(window, Win32.ShowWithoutActivating);
        WasShown = true;

        int Scale(int value) => value * dpi / 96;
    }

    private static nint Create(
        uint extended, string kind, string title, uint style, int x, int y, int width, int height, nint parent, nint id)
    {
        nint window = Win32.CreateWindowEx(extended, kind, title, style, x, y, width, height, parent, id, Win32.GetModuleHandle(null), 0);
        return window != 0 ? window : throw new System.ComponentModel.Win32Exception(Marshal.GetLastPInvokeError());
    }

    private static unsafe void Register()
    {
        lock (RegistrationSync)
        {
            if (s_registered)
                return;
            fixed (char* name = ClassName)
            {
                var description = new Win32.WindowClass
                {
                    Size = (uint)sizeof(Win32.WindowClass),
                    Procedure = (nint)(delegate* unmanaged<nint, uint, nint, nint, nint>)&Receive,
                    Instance = Win32.GetModuleHandle(null),
                    Cursor = Win32.LoadCursor(0, Win32.Arrow),
                    Background = Win32.DialogColor + 1,
                    Name = (nint)name,
                };
                if (Win32.RegisterClassEx(description) == 0)
                    throw new System.ComponentModel.Win32Exception(Marshal.GetLastPInvokeError());
            }

            s_registered = true;
        }
    }

    [UnmanagedCallersOnly]
    private static nint Receive(nint window, uint message, nint first, nint second)
    {
        switch (message)
        {
            case Win32.TimerMessage:
                t_current?.Tick(window);
                return 0;
            case Win32.CommandMessage when (first & 0xFFFF) == CancelButton:
            case Win32.CloseMessage:
                t_current?.Cancel();
                return 0;
            case Win32.DestroyMessage:
                Win32.DeleteObject(t_current?._font ?? 0);
                Win32.PostQuitMessage(0);
                return 0;
            default:
                return Win32.DefWindowProc(window, message, first, second);
        }
    }

    // Windows is the caller: an exception would end the editor.
    private void Cancel()
    {
        try
        {
            _cancel();
        }
        catch (Exception exception)
        {
            Fault = exception;
        }
    }

    private void Tick(nint window)
    {
        if (_closed.IsSet)
            Win32.DestroyWindow(window);
        else
            Refresh();
    }

    private void Refresh()
    {
        JobProgress? progress = _progress;
        string text = ProgressText.Describe(progress);
        if (text != _shownText)
            Win32.SetWindowText(_text, _shownText = text);
        Win32.SendMessage(_bar, Win32.BarSetPosition, (nint)(progress?.Percent ?? 0), 0);
    }
}
