using System.Runtime.InteropServices;

namespace SrPlugin.Gimp.Native;

/// <summary>
/// gimp_main takes over the signals of crashes and ends. The runtime needs some of them (a null reference is a SIGSEGV first, a child's
/// end a SIGCHLD), so its handlers are kept and put back.
/// </summary>
internal static unsafe partial class RuntimeSignals
{
    // Larger than struct sigaction anywhere.
    private const int ActionBytes = 256;

    // SIGHUP, SIGINT, SIGQUIT, SIGABRT, SIGBUS, SIGFPE, SIGSEGV, SIGTERM, SIGCHLD as Linux numbers them.
    private static readonly int[] Signals = [1, 2, 3, 6, 7, 8, 11, 15, 17];

    private static readonly byte[][] Actions = new byte[Signals.Length][];

    public static void Keep()
    {
        if (!OperatingSystem.IsLinux())
            return;
        for (int i = 0; i < Signals.Length; i++)
        {
            Actions[i] = new byte[ActionBytes];
            fixed (byte* action = Actions[i])
                _ = SignalAction(Signals[i], null, action);
        }
    }

    public static void PutBack()
    {
        if (!OperatingSystem.IsLinux())
            return;
        for (int i = 0; i < Signals.Length; i++)
        {
            fixed (byte* action = Actions[i])
                _ = SignalAction(Signals[i], action, null);
        }
    }

    [LibraryImport("libc", EntryPoint = "sigaction")]
    private static partial int SignalAction(int signal, byte* action, byte* previous);
}
