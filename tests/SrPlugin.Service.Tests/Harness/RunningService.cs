using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using SrPlugin.Protocol.Endpoints;
using SrPlugin.Service.Engines;
using SrPlugin.Service.Hosting;
using SrPlugin.Service.Jobs;
using SrPlugin.Service.Options;
using SrPlugin.TestService;

namespace SrPlugin.Service.Tests.Harness;

/// <summary>The service in this process, on a socket of its own.</summary>
internal sealed class RunningService : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;
    private readonly WebApplication _application;

    private RunningService(TemporaryFolder folder, WebApplication application, string socket)
    {
        (_folder, _application) = (folder, application);
        Client = new WireClient(socket);
    }

    public WireClient Client { get; }

    public string SocketPath => Client.SocketPath;

    public string LogFolder => Path.Combine(_folder.Path, "logs");

    public T Get<T>()
        where T : notnull => _application.Services.GetRequiredService<T>();

    public static Task<RunningService> StartAsync(Func<ServiceOptions, ServiceOptions>? change = null) =>
        StartAsync(new TestBehaviour(), change);

    /// <summary>Starts the service with an engine.</summary>
    /// <param name="behaviour">How the test engine behaves; null for the networks.</param>
    /// <param name="change">Changes the options.</param>
    public static async Task<RunningService> StartAsync(TestBehaviour? behaviour, Func<ServiceOptions, ServiceOptions>? change = null)
    {
        var folder = new TemporaryFolder();
        string socket = Path.Combine(folder.Path, "s");
        var options = new ServiceOptions { LogFolder = Path.Combine(folder.Path, "logs") };
        WebApplication application = ServiceApplication.Create(
            change?.Invoke(options) ?? options, ServiceEndpoint.Parse(socket),
            (given, controls) => behaviour is null ? new RealEngine(given, controls) : new TestEngine(behaviour, controls));
        await ServiceApplication.StartAsync(application);
        return new RunningService(folder, application, socket);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        Get<JobRegistry>().StopAll(new Protocol.ErrorResponse { Code = Protocol.ErrorCode.ShuttingDown, Message = "The test is over." });
        Get<InferenceThread>().Join(TimeSpan.FromSeconds(30));
        await _application.DisposeAsync();
        _folder.Dispose();
    }
}
