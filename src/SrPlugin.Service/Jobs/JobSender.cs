using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using SrPlugin.Protocol.Endpoints;

namespace SrPlugin.Service.Jobs;

/// <summary>Who sent a job.</summary>
/// <param name="Host">The program, as its requests' <c>User-Agent</c> names it.</param>
/// <param name="Process">The process at the other end of the connection; 0 where the system does not tell.</param>
internal sealed partial record JobSender(string Host, int Process)
{
    private const int LongestName = 40;

    /// <summary>A sender of whom nothing is known.</summary>
    public static JobSender Unknown { get; } = new("unknown", 0);

    /// <summary>Gets the sender of a request.</summary>
    public static JobSender Of(HttpContext context)
    {
        string agent = context.Request.Headers.UserAgent.ToString();
        string name = string.Concat(agent.TakeWhile(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.').Take(LongestName));
        return new JobSender(name.Length > 0 ? name : Unknown.Host, ProcessOf(context.Features));
    }

    private static int ProcessOf(IFeatureCollection features)
    {
        try
        {
            if (features.Get<IConnectionSocketFeature>() is { } socket)
                return UnixOwner.PeerProcessOf(socket.Socket);
        }
        catch (SocketException)
        {
            return 0;
        }

        return features.Get<IConnectionNamedPipeFeature>() is { } pipe && OperatingSystem.IsWindows()
            && GetClientProcess(pipe.NamedPipe.SafePipeHandle.DangerousGetHandle(), out uint process)
            ? (int)process
            : 0;
    }

    [LibraryImport("kernel32", EntryPoint = "GetNamedPipeClientProcessId")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool GetClientProcess(nint pipe, out uint process);
}
