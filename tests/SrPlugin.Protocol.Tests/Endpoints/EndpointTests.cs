using System.Net.Sockets;
using SrPlugin.Protocol.Endpoints;
using SrPlugin.Testing.Needs;

namespace SrPlugin.Protocol.Tests.Endpoints;

public sealed class EndpointTests : IDisposable
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly string _folder = Directory.CreateTempSubdirectory("srp").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Parse_Nothing_IsAPlaceOfThisUser()
    {
        var endpoint = ServiceEndpoint.Parse(null);

        if (OperatingSystem.IsWindows())
            endpoint.PipeName.ShouldStartWith("srplugin-");
        else
            Path.GetFileName(endpoint.SocketPath).ShouldBe("service.sock");
        endpoint.LockPath.ShouldNotBeNullOrEmpty();
        ServiceEndpoint.Parse("").ShouldBe(endpoint);
    }

    [UnixTheory]
    [InlineData("relative/path.sock")]
    [InlineData("/a/very/long/path/that/no/socket/address/can/hold/because/there/are/only/one/hundred/and/eight/bytes/in/it.sock")]
    public void Parse_UnusablePath_IsRefused(string path) => Should.Throw<EndpointException>(() => ServiceEndpoint.Parse(path));

    [UnixFact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public void Create_NewFolder_IsPrivate()
    {
        string path = Path.Combine(_folder, "new");

        PrivateFolder.Create(path);

        File.GetUnixFileMode(path).ShouldBe(Private);
        PrivateFolder.Create(path);
    }

    [UnixFact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public void Verify_FolderThatCannotBeTrusted_IsRefused()
    {
        string open = Directory.CreateDirectory(Path.Combine(_folder, "open")).FullName, file = Path.Combine(_folder, "file"),
        link = Path.Combine(_folder, "link");
        File.SetUnixFileMode(open, Private | UnixFileMode.OtherExecute);
        File.WriteAllText(file, "");
        Directory.CreateSymbolicLink(link, Directory.CreateDirectory(Path.Combine(_folder, "target"), Private).FullName);

        foreach (string path in new[] { open, file, link, Path.Combine(_folder, "none") })
            Should.Throw<EndpointException>(() => PrivateFolder.Verify(path)).Message.ShouldContain(path);
        if (UnixOwner.CurrentUser != 0)
            Should.Throw<EndpointException>(() => PrivateFolder.Verify("/")).Message.ShouldContain("belongs to user 0");
    }

    [UnixFact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public void RemoveStaleSocket_OnlyEverRemovesSockets()
    {
        string path = Path.Combine(_folder, "s"), file = Path.Combine(_folder, "file");
        File.WriteAllText(file, "precious");
        using (var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            socket.Bind(new UnixDomainSocketEndPoint(path));
            PrivateFolder.RemoveStaleSocket(path);
            File.Exists(path).ShouldBeFalse();
        }

        PrivateFolder.RemoveStaleSocket(path);
        Should.Throw<EndpointException>(() => PrivateFolder.RemoveStaleSocket(file));
        File.ReadAllText(file).ShouldBe("precious");
    }

    [LinuxFact]
    public void PeerOf_OwnConnection_IsThisUser()
    {
        string path = Path.Combine(_folder, "s");
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen();
        using var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        client.Connect(new UnixDomainSocketEndPoint(path));
        using Socket accepted = listener.Accept();

        UnixOwner.PeerOf(accepted).ShouldBe(UnixOwner.CurrentUser);
        UnixOwner.PeerOf(client).ShouldBe(UnixOwner.CurrentUser);
    }
}
