using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using SrPlugin.Protocol;

namespace SrPlugin.Client.Tests;

/// <summary>A web server at a socket of its own that answers as a test tells it, and remembers what it was asked.</summary>
internal sealed class FakeService : IAsyncDisposable
{
    private readonly WebApplication _web;
    private readonly string _folder = Directory.CreateTempSubdirectory("srplugin-fake-").FullName;
    private readonly List<string> _asked = [];

    private FakeService()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(server =>
        {
            server.ListenUnixSocket(Socket);
            server.Limits.MaxRequestBodySize = null;
        });
        _web = builder.Build();
        _web.Use(async (context, next) =>
        {
            lock (_asked)
                _asked.Add($"{context.Request.Method} {context.Request.Path}");
            await next(context);
        });
    }

    public string Socket => Path.Combine(_folder, "service.sock");

    /// <summary>Methods and paths, in order.</summary>
    public IReadOnlyList<string> Asked
    {
        get
        {
            lock (_asked)
                return [.. _asked];
        }
    }

    public static JobRequest Request { get; } =
        new() { Width = 5, Height = 3, Channels = 4, SampleFormat = SampleFormat.UInt8, HasMask = true };

    public static byte[] Pixels { get; } = [.. Enumerable.Range(0, 60).Select(i => (byte)(i * 7))];

    public static byte[] Mask { get; } = [.. Enumerable.Range(0, 15).Select(i => (byte)(i * 11))];

    public static JobResult Result { get; } = new()
    {
        Width = 5,
        Height = 3,
        Channels = 4,
        SampleFormat = SampleFormat.UInt8,
        RecipeUsed = new Recipe { Prompt = "été" },
        ModelHash = "00",
        Version = "1.2.3",
        Seconds = 0.5,
    };

    public static async Task<FakeService> StartAsync(Action<WebApplication> answers, bool isHealthy = true)
    {
        var service = new FakeService();
        if (isHealthy)
            service._web.MapGet(WireFormat.HealthPath, context => JsonAsync(context, Health()));
        answers(service._web);
        await service._web.StartAsync();
        return service;
    }

    public SrPluginClient Connect(TimeSpan? hangTimeout = null, TimeProvider? clock = null) => new(
        new ClientOptions
        {
            Endpoint = Socket,
            ServicePath = "/nonexistent/srplugin-service",
            HangTimeout = hangTimeout ?? TimeSpan.FromMinutes(2),
        },
        clock ?? TimeProvider.System);

    public static Task<UpscaleResult> UpscaleAsync(
        SrPluginClient client, IProgress<JobProgress>? progress = null, CancellationToken cancellationToken = default) =>
        client.UpscaleAsync(Request, Pixels, Mask, progress, cancellationToken);

    public static ServiceHealth Health(int protocolVersion = WireFormat.Version) => new()
    {
        Version = "9.8.7",
        ProtocolVersion = protocolVersion,
        ProcessId = 1,
        Engine = "test",
        Device = "cpu",
        UptimeSeconds = 1,
        ProcessBytes = 1,
        MachineBytes = 1,
        AvailableBytes = 1,
        QueuedJobs = 0,
        QueueCapacity = 1,
        RunningJobs = 0,
        CompletedJobs = 0,
        FailedJobs = 0,
        ResidentModels = [],
    };

    public static Task JsonAsync<T>(HttpContext context, T value, int status = StatusCodes.Status200OK)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(value, typeof(T), ProtocolJson.Default);
    }

    public static async Task AcceptAsync(HttpContext context)
    {
        await context.Request.Body.CopyToAsync(Stream.Null);
        await JsonAsync(context, new JobAccepted("j1"), StatusCodes.Status202Accepted);
    }

    public static async Task SayAsync(HttpContext context, string text)
    {
        if (!context.Response.HasStarted)
            context.Response.ContentType = "text/event-stream";
        await context.Response.WriteAsync(text);
        await context.Response.Body.FlushAsync();
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _web.StopAsync(now.Token);
        await _web.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
