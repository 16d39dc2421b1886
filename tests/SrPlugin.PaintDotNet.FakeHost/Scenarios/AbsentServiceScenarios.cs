using System.IO.Pipes;
using System.Net.Sockets;
using System.Text;
using SrPlugin.PaintDotNet.FakeHost.Documents;
using SrPlugin.PaintDotNet.FakeHost.Editing;
using SrPlugin.Protocol.Endpoints;

namespace SrPlugin.PaintDotNet.FakeHost.Scenarios;

/// <summary>The effect where no service can help: none is installed, or one of another version listens.</summary>
public static class AbsentServiceScenarios
{
    public static IReadOnlyDictionary<string, Action> All { get; } = new Dictionary<string, Action>
    {
        ["service absent"] = SaysThatTheServiceIsNotInstalled,
        ["wrong version"] = SaysThatTheVersionsDiffer,
    };

    private static void SaysThatTheServiceIsNotInstalled()
    {
        using var service = new ServiceUnderTest(Path.Combine(Path.GetTempPath(), "no such service"), isTestEngine: true);
        using var desk = new Desk(service);

        using EffectRun run = desk.Run(new FakeImage(50, 40, FakeImage.Pattern));

        ServiceScenarios.DemandFailure(desk, run, 1);
        ServiceScenarios.Demand(run.Status.Contains("nstall"), $"the status is '{run.Status}'");
    }

    private static void SaysThatTheVersionsDiffer()
    {
        using var service = new ServiceUnderTest(Path.Combine(Path.GetTempPath(), "no such service"), isTestEngine: true);
        using var end = new CancellationTokenSource();
        Task listening = ListenAsync(service.Client.Endpoint, end.Token);
        using var desk = new Desk(service);

        using EffectRun run = desk.Run(new FakeImage(50, 40, FakeImage.Pattern));
        end.Cancel();
        listening.Wait(Desk.Limit);

        ServiceScenarios.DemandFailure(desk, run, 1);
        ServiceScenarios.Demand(run.Status.Contains("version"), $"the status is '{run.Status}'");
    }

    // Answers everything with the health of a service from the future, until it is cancelled.
    private static async Task ListenAsync(ServiceEndpoint endpoint, CancellationToken cancellationToken)
    {
        using Socket? socket = endpoint.SocketPath is not null
            ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
            : null;
        socket?.Bind(new UnixDomainSocketEndPoint(endpoint.SocketPath!));
        socket?.Listen();
        try
        {
            while (true)
            {
                await using Stream stream = await AcceptAsync(endpoint, socket, cancellationToken).ConfigureAwait(false);
                await AnswerAsync(stream, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // As asked.
        }
    }

    private static async Task<Stream> AcceptAsync(ServiceEndpoint endpoint, Socket? socket, CancellationToken cancellationToken)
    {
        if (socket is not null)
            return new NetworkStream(await socket.AcceptAsync(cancellationToken).ConfigureAwait(false), ownsSocket: true);
        var pipe = new NamedPipeServerStream(
            endpoint.PipeName!, PipeDirection.InOut, NamedPipeServerStream.MaxAllowedServerInstances, PipeTransmissionMode.Byte,
            PipeOptions.Asynchronous | PipeOptions.CurrentUserOnly);
        try
        {
            await pipe.WaitForConnectionAsync(cancellationToken).ConfigureAwait(false);
            return pipe;
        }
        catch
        {
            // A pipe that stays open takes the next client, and nobody answers it.
            await pipe.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static async Task AnswerAsync(Stream stream, CancellationToken cancellationToken)
    {
        const string Body = """
            {"version":"99.0","protocolVersion":99,"processId":1,"engine":"test","device":"cpu","uptimeSeconds":1,"processBytes":1,"machineBytes":1,"availableBytes":1,"queuedJobs":0,"queueCapacity":1,"runningJobs":0,"completedJobs":0,"failedJobs":0,"residentModels":[]}
            """;
        try
        {
            using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
            while (await reader.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
            {
                if (line.Length > 0)
                    continue;
                string answer =
                    $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {Body.Length}\r\nConnection: "
                        + $"close\r\n\r\n{Body}";

                // Until the client closes: a pipe that its server closes may lose what was not read yet.
                await stream.WriteAsync(Encoding.ASCII.GetBytes(answer), cancellationToken).ConfigureAwait(false);
            }
        }
        catch (IOException)
        {
            // The client has gone.
        }
    }
}
