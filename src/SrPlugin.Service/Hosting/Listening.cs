using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using SrPlugin.Protocol.Endpoints;
using SrPlugin.Service.Options;

namespace SrPlugin.Service.Hosting;

/// <summary>How the service listens: on its socket or pipe only, within bounds that no request can stretch.</summary>
internal static class Listening
{
    private const int LongestRequestLine = 4096;
    private const int LongestHeaders = 16 * 1024;
    private const int MostHeaders = 50;
    private const int Backlog = 4096; // connections that the system holds until they are taken
    private const int BufferBytes = 1 << 20;
    private const double SlowestBody = 16 * 1024; // bytes a second

    public static void Configure(
        WebApplicationBuilder builder, ServiceOptions options, ServiceEndpoint endpoint, SocketFile socket, ConnectionGate gate)
    {
        builder.WebHost.UseKestrelCore().ConfigureKestrel(server =>
        {
            server.AddServerHeader = false;
            server.Limits.MaxRequestLineSize = LongestRequestLine;
            server.Limits.MaxRequestHeadersTotalSize = LongestHeaders;
            server.Limits.MaxRequestHeaderCount = MostHeaders;
            server.Limits.MaxRequestBodySize = null; // JobIntake bounds it, with an answer that says by what
            server.Limits.MaxRequestBufferSize = BufferBytes;
            server.Limits.MaxResponseBufferSize = BufferBytes;
            server.Limits.RequestHeadersTimeout = options.SlowClientTime;
            server.Limits.KeepAliveTimeout = TimeSpan.FromMinutes(2);
            server.Limits.MinRequestBodyDataRate = new MinDataRate(
                SlowestBody, options.SlowClientTime > TimeSpan.FromSeconds(2) ? options.SlowClientTime : TimeSpan.FromSeconds(2));
            server.Limits.MinResponseDataRate = new MinDataRate(SlowestBody, TimeSpan.FromSeconds(30));
            if (OperatingSystem.IsWindows())
                server.ListenNamedPipe(endpoint.PipeName!, listen => { Http1(listen); listen.Use(gate.Admit); });
            else
                server.ListenUnixSocket(socket.BindPath, listen => { Http1(listen); listen.Use(OnlyThisUser); listen.Use(gate.Admit); });
        });
        if (OperatingSystem.IsWindows())
            builder.WebHost.UseNamedPipes(pipes => pipes.CurrentUserOnly = true);
        else
            builder.WebHost.UseSockets(sockets => sockets.Backlog = Backlog);
    }

    private static void Http1(ListenOptions listen) => listen.Protocols = HttpProtocols.Http1;

    // The folder keeps others out already. This holds where somebody opened it, or passed a connection on.
    private static ConnectionDelegate OnlyThisUser(ConnectionDelegate next) => async connection =>
    {
        if (connection.Features.Get<IConnectionSocketFeature>()?.Socket is { } socket && IsSomebodyElse(socket))
        {
            connection.Abort(new ConnectionAbortedException("The connection came from another user."));
            return;
        }

        await next(connection).ConfigureAwait(false);
    };

    private static bool IsSomebodyElse(Socket socket)
    {
        try
        {
            return UnixOwner.PeerOf(socket) != UnixOwner.CurrentUser;
        }
        catch (SocketException)
        {
            return true;
        }
    }
}
