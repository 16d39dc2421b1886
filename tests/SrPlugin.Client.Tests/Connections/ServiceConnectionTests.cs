using System.Net.Sockets;
using SrPlugin.Client.Connections;
using SrPlugin.Protocol;

namespace SrPlugin.Client.Tests.Connections;

public sealed class ServiceConnectionTests
{
    [Fact]
    public void IsNobody_NeitherSocketNorPipe_IsTrue()
    {
        ServiceConnection.IsNobody(
            Lost(
                new HttpRequestException(
                    HttpRequestError.ConnectionError, inner: new SocketException((int)SocketError.ConnectionRefused)))).ShouldBeTrue();
        ServiceConnection.IsNobody(Lost(new HttpRequestException(HttpRequestError.ConnectionError, inner: new TimeoutException())))
            .ShouldBeTrue();
    }

    [Fact]
    public void IsNobody_ConnectionBrokeLater_IsFalse()
    {
        ServiceConnection.IsNobody(
            Lost(
                new HttpRequestException(
                    HttpRequestError.ResponseEnded, inner: new IOException("", new SocketException())))).ShouldBeFalse();
        ServiceConnection.IsNobody(Lost(new IOException("", new SocketException()))).ShouldBeFalse();
    }

    private static ServiceException Lost(Exception inner) => new(ErrorCode.ServiceLost, "Lost.", innerException: inner);
}
