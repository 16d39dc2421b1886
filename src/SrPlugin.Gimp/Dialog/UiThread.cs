using System.Runtime.InteropServices;
using SrPlugin.Gimp.Native;

namespace SrPlugin.Gimp.Dialog;

/// <summary>Calls from GTK into managed code, and from other threads onto GTK's.</summary>
internal static unsafe class UiThread
{
    /// <summary>Runs an action on GTK's thread as soon as its main loop is idle. May be called on any thread.</summary>
    public static void Post(Action action) => _ = Gtk.AddIdle(&OnIdle, GCHandle.ToIntPtr(GCHandle.Alloc(action)));

    /// <summary>Connects a signal that carries no arguments. The handler lives as long as the process.</summary>
    public static void Connect(nint instance, string signal, Action handler) =>
        _ = Gtk.Connect(instance, signal, &OnSignal, GCHandle.ToIntPtr(GCHandle.Alloc(handler)), 0, 0);

    [UnmanagedCallersOnly]
    private static void OnSignal(nint instance, nint data) => Call((Action)GCHandle.FromIntPtr(data).Target!);

    [UnmanagedCallersOnly]
    private static int OnIdle(nint data)
    {
        var handle = GCHandle.FromIntPtr(data);
        Call((Action)handle.Target!);
        handle.Free();
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
