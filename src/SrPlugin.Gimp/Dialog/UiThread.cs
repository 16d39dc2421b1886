using System.Runtime.InteropServices;
using SrPlugin.Gimp.Native;

namespace SrPlugin.Gimp.Dialog;

/// <summary>
/// Calls from GTK into managed code, and from other threads onto GTK's. What a call holds on to is given up together with the widget or the
/// source that it belongs to.
/// </summary>
internal static unsafe class UiThread
{
    // G_PRIORITY_DEFAULT and G_PRIORITY_DEFAULT_IDLE.
    private const int Priority = 0;
    private const int IdlePriority = 200;

    /// <summary>Runs an action on GTK's thread as soon as its main loop is idle. May be called on any thread.</summary>
    public static void Post(Action action) => _ = Gtk.AddIdle(IdlePriority, &OnSource, Hold(action), &Release);

    /// <summary>Runs an action on GTK's thread after some time.</summary>
    /// <returns>A number for <see cref="Forget"/>, which must not be used once the action was run.</returns>
    public static uint Later(uint milliseconds, Action action) => Gtk.AddTimeout(Priority, milliseconds, &OnSource, Hold(action), &Release);

    /// <summary>Cancels what <see cref="Later"/> was to run.</summary>
    public static void Forget(uint source) => _ = Gtk.RemoveSource(source);

    /// <summary>Connects a signal that carries no arguments, for as long as the widget lives.</summary>
    public static void Connect(nint instance, string signal, Action handler) =>
        _ = Gtk.Connect(instance, signal, (nint)(delegate* unmanaged<nint, nint, void>)&OnSignal, Hold(handler), &ReleaseHandler, 0);

    /// <summary>Connects an event of the pointer, for as long as the widget lives.</summary>
    public static void ConnectPointer(nint widget, string signal, Action<double, double> handler) =>
        _ = Gtk.Connect(widget, signal, (nint)(delegate* unmanaged<nint, nint, nint, int>)&OnEvent, Hold(handler), &ReleaseHandler, 0);

    private static nint Hold(Delegate call) => GCHandle.ToIntPtr(GCHandle.Alloc(call));

    [UnmanagedCallersOnly]
    private static void Release(nint data) => GCHandle.FromIntPtr(data).Free();

    [UnmanagedCallersOnly]
    private static void ReleaseHandler(nint data, nint closure) => GCHandle.FromIntPtr(data).Free();

    [UnmanagedCallersOnly]
    private static void OnSignal(nint instance, nint data) => Call((Action)GCHandle.FromIntPtr(data).Target!);

    [UnmanagedCallersOnly]
    private static int OnEvent(nint widget, nint happening, nint data)
    {
        var handler = (Action<double, double>)GCHandle.FromIntPtr(data).Target!;
        if (Gtk.EventPlace(happening, out double x, out double y) != 0)
            Call(() => handler(x, y));
        return 1;
    }

    [UnmanagedCallersOnly]
    private static int OnSource(nint data)
    {
        Call((Action)GCHandle.FromIntPtr(data).Target!);
        return 0;
    }

    // Nothing may pass into C.
    private static void Call(Action action)
    {
        try
        {
            action();
        }
        catch (Exception exception)
        {
            Console.Error.WriteLine($"srplugin-gimp: {exception}");
        }
    }
}
