using System.Globalization;
using System.Runtime.InteropServices;

namespace SrPlugin.Client.Starting;

/// <summary>
/// By posix_spawn: <see cref="System.Diagnostics.Process"/> would hand down every file that native code of the host has open (a plug-in's
/// pipes to its editor among them) and leave the child in the host's session.
/// </summary>
internal sealed partial class UnixDetachedProcess : DetachedProcess
{
    private const short SetSignalDefaults = 0x04;
    private const short SetSignalMask = 0x08;
    private const short SetSession = 0x80;
    private const int WriteOnly = 1;
    private const int Create = 0x40;
    private const int Truncate = 0x200;
    private const int Append = 0x400;
    private const int OwnerOnly = 0x180; // 0600
    private const int DoNotWait = 1;
    private const int KillSignal = 9;
    private const int NoChild = 10;

    // Larger than the opaque structures of any libc: sigset_t 128 bytes, the others up to 336.
    private const int StructureBytes = 1024;

    // A child that ended stays as a zombie until somebody asks for it.
    private static readonly List<UnixDetachedProcess> _started = [];

    private readonly Lock _lock = new();
    private int? _exitCode;

    private UnixDetachedProcess(int id) => Id = id;

    public override int Id { get; }

    public static UnixDetachedProcess Launch(
        string program, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment, string errorPath)
    {
        lock (_started)
            _started.RemoveAll(child => child.HasExited(out _));
        nint actions = Marshal.AllocHGlobal(StructureBytes), attributes = Marshal.AllocHGlobal(StructureBytes),
        signals = Marshal.AllocHGlobal(StructureBytes);
        string?[] argv = [program, .. arguments, null];
        string?[] envp = [.. environment.Select(variable => $"{variable.Key}={variable.Value}"), null];
        bool hasActions = false, hasAttributes = false;
        try
        {
            Demand(ActionsInit(actions));
            hasActions = true;
            Demand(AttributesInit(attributes));
            hasAttributes = true;
            Demand(AddOpen(actions, 0, "/dev/null", 0, 0));
            Demand(AddOpen(actions, 1, errorPath, WriteOnly | Create | Truncate | Append, OwnerOnly));
            Demand(AddDuplicate(actions, 1, 2));
            CloseOthers(actions);
            // Not the host's current folder, which could then not be unmounted.
            Demand(AddChangeFolder(actions, "/"));

            // What the host blocks or ignores must not be blocked in the service: it could not be asked to end.
            Demand(SignalsEmpty(signals));
            Demand(SetMask(attributes, signals));
            Demand(SignalsFill(signals));
            Demand(SetDefaults(attributes, signals));
            Demand(SetFlags(attributes, SetSession | SetSignalMask | SetSignalDefaults));
            Demand(Spawn(out int id, program, actions, attributes, argv, envp));
            var process = new UnixDetachedProcess(id);
            lock (_started)
                _started.Add(process);
            return process;
        }
        finally
        {
            if (hasActions)
                _ = ActionsDestroy(actions);
            if (hasAttributes)
                _ = AttributesDestroy(attributes);
            Marshal.FreeHGlobal(actions);
            Marshal.FreeHGlobal(attributes);
            Marshal.FreeHGlobal(signals);
        }
    }

    public override bool HasExited(out int exitCode)
    {
        lock (_lock)
        {
            if (_exitCode is null && WaitFor(Id, out int status, DoNotWait) is not 0 and var waited)
            {
                bool isGone = waited == Id;
                if (!isGone && Marshal.GetLastPInvokeError() != NoChild)
                {
                    exitCode = 0;
                    return false;
                }

                // Somebody else in this process may have asked first; then only they know.
                _exitCode = !isGone ? -1 : (status & 0x7F) == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F);
            }

            exitCode = _exitCode ?? 0;
            return _exitCode is not null;
        }
    }

    public override void Kill()
    {
        lock (_lock)
        {
            if (_exitCode is null)
                _ = Signal(Id, KillSignal);
        }
    }

    public override void Dispose()
    {
        // The child is to live on.
    }

    private static void CloseOthers(nint actions)
    {
        try
        {
            Demand(AddCloseFrom(actions, 3));
        }
        catch (EntryPointNotFoundException)
        {
            // glibc before 2.34, musl. A descriptor that is closed by then is no fault.
            foreach (string path in Directory.EnumerateFileSystemEntries("/proc/self/fd"))
            {
                if (int.Parse(Path.GetFileName(path), CultureInfo.InvariantCulture) is > 2 and var descriptor)
                    Demand(AddClose(actions, descriptor));
            }
        }
    }

    private static void Demand(int error)
    {
        if (error != 0)
            throw new IOException(Marshal.GetPInvokeErrorMessage(error));
    }

    [LibraryImport("libc", EntryPoint = "posix_spawn", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Spawn(
        out int id, string path, nint actions, nint attributes, [In] string?[] arguments, [In] string?[] environment);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_init")]
    private static partial int ActionsInit(nint actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_destroy")]
    private static partial int ActionsDestroy(nint actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addopen", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int AddOpen(nint actions, int descriptor, string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_adddup2")]
    private static partial int AddDuplicate(nint actions, int descriptor, int target);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addclose")]
    private static partial int AddClose(nint actions, int descriptor);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addclosefrom_np")]
    private static partial int AddCloseFrom(nint actions, int descriptor);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addchdir_np", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int AddChangeFolder(nint actions, string path);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_init")]
    private static partial int AttributesInit(nint attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_destroy")]
    private static partial int AttributesDestroy(nint attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setflags")]
    private static partial int SetFlags(nint attributes, short flags);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigmask")]
    private static partial int SetMask(nint attributes, nint signals);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigdefault")]
    private static partial int SetDefaults(nint attributes, nint signals);

    [LibraryImport("libc", EntryPoint = "sigemptyset")]
    private static partial int SignalsEmpty(nint signals);

    [LibraryImport("libc", EntryPoint = "sigfillset")]
    private static partial int SignalsFill(nint signals);

    [LibraryImport("libc", EntryPoint = "waitpid", SetLastError = true)]
    private static partial int WaitFor(int id, out int status, int options);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Signal(int id, int signal);
}
