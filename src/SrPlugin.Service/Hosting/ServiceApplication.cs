using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SrPlugin.Protocol.Controls;
using SrPlugin.Protocol.Endpoints;
using SrPlugin.Protocol.Presets;
using SrPlugin.Service.Engines;
using SrPlugin.Service.Http;
using SrPlugin.Service.Jobs;
using SrPlugin.Service.Logs;
using SrPlugin.Service.Memory;
using SrPlugin.Service.Metrics;
using SrPlugin.Service.Models;
using SrPlugin.Service.Options;
using SrPlugin.Weights.Models;

namespace SrPlugin.Service.Hosting;

/// <summary>Puts the service together.</summary>
internal static class ServiceApplication
{
    private const int PictureShare = 4;
    private const int FilesForARequest = 8; // four connections, and as much for everything else

    /// <summary>A service that is ready to start. The caller holds the endpoint's lock.</summary>
    public static WebApplication Create(
        ServiceOptions options, ServiceEndpoint endpoint, Func<ServiceOptions, ControlManifest, IEngine> createEngine)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        var socket = new SocketFile(endpoint);
        builder.Services.AddSingleton(socket);
        var gate = new ConnectionGate(Math.Min(options.MaxConnections, OpenFiles.Limit / FilesForARequest));
        builder.Services.AddSingleton(gate);
        Listening.Configure(builder, options, endpoint, socket, gate);
        AddLog(builder, options);
        AddParts(builder.Services, options, createEngine);
        WebApplication application = builder.Build();
        application.UseMiddleware<ErrorHandlingMiddleware>();
        application.UseMiddleware<BackPressureMiddleware>();
        application.UseRouting();
        application.Services.GetRequiredService<JobEndpoints>().Map(application);
        application.Services.GetRequiredService<InfoEndpoints>().Map(application);
        application.Services.GetRequiredService<InstallationEndpoints>().Map(application);
        application.Services.GetRequiredService<MetricsEndpoint>().Map(application);
        application.Services.GetRequiredService<ServiceMonitor>();
        return application;
    }

    /// <summary>Begins to listen.</summary>
    /// <exception cref="IOException">The socket or pipe cannot be made.</exception>
    public static async Task StartAsync(WebApplication application)
    {
        SocketFile socket = application.Services.GetRequiredService<SocketFile>();
        socket.Clear();
        await application.StartAsync().ConfigureAwait(false);
        socket.Publish();
    }

    private static void AddLog(WebApplicationBuilder builder, ServiceOptions options)
    {
        builder.Services.AddLogging(logging => logging
            .AddFilter("Microsoft", options.Verbose ? LogLevel.Information : LogLevel.Warning)
            .AddFilter("SrPlugin", LogLevel.Information));
        builder.Services.AddSingleton(_ => new RotatingLogFile(options.LogFolder, options.LogSize * 1024L, options.LogCount));
        builder.Services.AddSingleton<ILoggerProvider, JsonLineLoggerProvider>();
    }

    private static void AddParts(
        IServiceCollection services, ServiceOptions options, Func<ServiceOptions, ControlManifest, IEngine> createEngine)
    {
        var controls = ControlManifest.Load();
        long pictures = options.PictureMemory is { } given ? (long)given << 20 : MachineMemory.Total / PictureShare;
        services.AddSingleton(options);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(controls);
        services.AddSingleton(_ => new PresetLibrary(controls));
        services.AddSingleton(new PictureBudget(pictures));
        services.AddSingleton(provider => new JobScheduler(options.QueueCapacity, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(_ => createEngine(options, controls));
        services.AddSingleton<ServiceMetrics>();
        services.AddSingleton<InferenceThread>();
        services.AddSingleton<JobRegistry>();
        services.AddSingleton<JobIntake>();
        services.AddSingleton<EventStream>();
        services.AddSingleton<JobEndpoints>();
        services.AddSingleton<InfoEndpoints>();
        services.AddSingleton<MetricsEndpoint>();
        services.AddSingleton(_ => ModelStore.CreateDefault(options.ModelsFolder));
        services.AddSingleton<InstallationBoard>();
        services.AddSingleton<InstallationEndpoints>();
        services.AddSingleton<IdleExit>();
        services.AddSingleton<ServiceShutdown>();
        services.AddSingleton<ServiceMonitor>();
    }
}
