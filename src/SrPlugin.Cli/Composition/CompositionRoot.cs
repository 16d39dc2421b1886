using Microsoft.Extensions.DependencyInjection;
using SrPlugin.Cli.Batches;
using SrPlugin.Cli.Commands;
using SrPlugin.Cli.Controls;
using SrPlugin.Cli.Diagnostics;
using SrPlugin.Cli.Output;
using SrPlugin.Cli.Recipes;
using SrPlugin.Cli.Strips;
using SrPlugin.Cli.Upscaling;
using SrPlugin.Client;
using SrPlugin.Protocol.Controls;
using SrPlugin.Protocol.Presets;
using SrPlugin.Weights.Models;

namespace SrPlugin.Cli.Composition;

/// <summary>Puts the program together.</summary>
internal static class CompositionRoot
{
    public static ServiceProvider Create(CliConsole console, CancellationToken cancellationToken)
    {
        var services = new ServiceCollection();
        services.AddSingleton(console);
        services.AddSingleton(new CommandCancellation(cancellationToken));
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(_ => ControlManifest.Load());
        services.AddSingleton<ControlOptions>();
        services.AddSingleton<RecipeOptions>();
        services.AddSingleton(provider => new PresetLibrary(provider.GetRequiredService<ControlManifest>()));
        services.AddSingleton<RecipeSources>();
        services.AddSingleton(new ClientOptions());
        services.AddSingleton<PictureUpscalerFactory>();
        services.AddSingleton<BatchProgressFactory>();
        services.AddSingleton(_ => ModelStore.CreateDefault());
        services.AddSingleton(
            provider => new ModelStoreAccess(provider.GetRequiredService<ModelStore>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<PipelineSource>();
        services.AddTransient<DoctorReport>();
        services.AddTransient<UpscalePlanner>();
        services.AddTransient<UpscaleBatch>();
        services.AddTransient<StripWork>();
        services.AddSingleton<StripMemory>();
        services.AddTransient<BatchRun>();
        services.AddTransient<VariantSheet>();
        services.AddTransient<ServiceTop>();
        services.AddTransient<UpscaleReckoning>();

        services.AddSingleton<ICliCommand, UpscaleCommand>();
        services.AddSingleton<ICliCommand, BatchCommand>();
        services.AddSingleton<ICliCommand, PresetsCommand>();
        services.AddSingleton<ICliCommand, EstimateCommand>();
        services.AddSingleton<ICliCommand, MetricsCommand>();
        services.AddSingleton<ICliCommand, EvalCommand>();
        services.AddSingleton<ICliCommand, ServiceCommand>();
        services.AddSingleton<ICliCommand, ModelsCommand>();
        services.AddSingleton<ICliCommand, SetupCommand>();
        services.AddSingleton<ICliCommand, DoctorCommand>();
        services.AddSingleton<ICliCommand, CompletionCommand>();
        services.AddSingleton<ICliCommand, ManualCommand>();
        return services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }
}
