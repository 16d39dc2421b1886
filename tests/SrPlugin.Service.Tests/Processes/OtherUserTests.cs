using System.Diagnostics;
using System.Runtime.Versioning;
using SrPlugin.Protocol.Endpoints;
using SrPlugin.Service.Tests.Harness;

namespace SrPlugin.Service.Tests.Processes;

/// <summary>Another user of the same machine. Needs to be root, to become one.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class OtherUserTests : IDisposable
{
    private const string Nobody = "65534";

    // Not under the user's own temporary folder: the other user must get as far as the service's own walls.
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [NeedsRootFact]
    public async Task Connect_AsAnotherUser_IsRefused()
    {
        string folder = Path.Combine(_folder.Path, "s");
        File.SetUnixFileMode(_folder.Path, (UnixFileMode)0b111_101_101);
        await using ServiceProcess service = await ServiceProcess.StartAsync(folder);

        (await ConnectAsNobodyAsync(service.SocketPath)).ShouldContain("Permission denied");
    }

    [NeedsRootFact]
    public async Task Connect_AsAnotherUserThroughOpenedWalls_IsClosedAtOnce()
    {
        string folder = Path.Combine(_folder.Path, "s");
        File.SetUnixFileMode(_folder.Path, (UnixFileMode)0b111_101_101);
        await using ServiceProcess service = await ServiceProcess.StartAsync(folder);
        File.SetUnixFileMode(folder, (UnixFileMode)0b111_111_111);
        File.SetUnixFileMode(service.SocketPath, (UnixFileMode)0b110_110_110);

        string answer = await ConnectAsNobodyAsync(service.SocketPath);

        answer.ShouldBe("connected: ");
        using WireClient own = service.Connect();
        (await own.HealthAsync()).Engine.ShouldBe("test");
    }

    [NeedsRootFact]
    public async Task Start_FolderBelongsToAnotherUser_IsRefused()
    {
        string folder = Directory.CreateDirectory(Path.Combine(_folder.Path, "theirs")).FullName;
        File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        (await RunAsync("chown", Nobody, folder)).ShouldBeEmpty();

        await using ServiceProcess service = ServiceProcess.Launch(folder);

        (await service.ExitCodeAsync()).ShouldBe((int)ServiceExitCode.EndpointRefused);
        (await service.ErrorText).ShouldContain("belongs to user 65534");
    }

    private static Task<string> ConnectAsNobodyAsync(string socket)
    {
        // Perl's base package is on every Debian; the test's own program may lie where another user cannot read.
        const string Ask = """
            $s = IO::Socket::UNIX->new(Peer => $ARGV[0]) or die "$!\n";
            print $s "GET /v1/health HTTP/1.1\r\nHost: x\r\n\r\n"; $s->flush;
            sysread($s, $b, 100); print "connected: $b";
            """;
        return RunAsync("setpriv", "--reuid", Nobody, "--regid", Nobody, "--clear-groups", "perl", "-MIO::Socket::UNIX", "-e", Ask, socket);
    }

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        using Process process =
            Process.Start(
                new ProcessStartInfo(program, arguments)
                {
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                    WorkingDirectory = "/",
                })!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return output + await error;
    }
}
