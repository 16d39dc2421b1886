using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace SrPlugin.Protocol.Endpoints;

/// <summary>Who owns files and the other ends of sockets on Linux.</summary>
public static partial class UnixOwner
{
    private const int CurrentFolder = -100;
    private const int DoNotFollow = 0x100;
    private const uint BasicFields = 0x7FF;
    private const int SocketLevel = 1;
    private const int PeerCredentials = 17;

    /// <summary>The user this process acts as.</summary>
    public static uint CurrentUser => GetEffectiveUser();

    /// <summary>Owner and mode (type and permission bits) of a path itself, links not followed; null when there is nothing.</summary>
    /// <exception cref="EndpointException">It cannot be looked at.</exception>
    internal static (uint Owner, ushort Mode)? Look(string path) => Status(path) is { } status ? (status.Owner, status.Mode) : null;

    private static FileStatus? Status(string path)
    {
        var status = default(FileStatus);
        if (StatX(CurrentFolder, path, DoNotFollow, BasicFields, ref status) == 0)
            return status;
        int error = Marshal.GetLastPInvokeError();
        const int NoEntry = 2;
        return error == NoEntry
            ? null
            : throw new EndpointException($"{path} cannot be looked at: {Marshal.GetPInvokeErrorMessage(error)}.");
    }

    /// <summary>
    /// The file system's number of a path itself, links not followed: two paths of one number are one file. Null when there is nothing.
    /// </summary>
    /// <exception cref="EndpointException">It cannot be looked at.</exception>
    public static ulong? NumberOf(string path) => Status(path)?.Number;

    /// <summary>The user at the other end of a connected Unix domain socket.</summary>
    /// <exception cref="SocketException">The system cannot tell.</exception>
    public static uint PeerOf(Socket socket) => Credentials(socket).User;

    /// <summary>The process at the other end of a connected Unix domain socket: for a client, the one that listens.</summary>
    /// <exception cref="SocketException">The system cannot tell.</exception>
    public static int PeerProcessOf(Socket socket) => Credentials(socket).Process;

    private static (int Process, uint User) Credentials(Socket socket)
    {
        ArgumentNullException.ThrowIfNull(socket);
        Span<byte> credentials = stackalloc byte[12]; // struct ucred: process, user, group
        if (socket.GetRawSocketOption(SocketLevel, PeerCredentials, credentials) != credentials.Length)
            throw new SocketException((int)SocketError.OperationNotSupported);
        return (MemoryMarshal.Read<int>(credentials), MemoryMarshal.Read<uint>(credentials[4..]));
    }

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint GetEffectiveUser();

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatX(int folder, string path, int flags, uint mask, ref FileStatus status);

    // struct statx, the same on every architecture.
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct FileStatus
    {
        [FieldOffset(20)]
        public uint Owner;

        [FieldOffset(28)]
        public ushort Mode;

        [FieldOffset(32)]
        public ulong Number;
    }
}
