using SrPlugin.Cli.Commands;
using SrPlugin.Cli.Composition;
using SrPlugin.Cli.Faults;
using SrPlugin.Cli.Output;
using SrPlugin.Cli.Strips;
using SrPlugin.Client;
using SrPlugin.Inference.Devices;
using SrPlugin.Inference.Jobs;
using SrPlugin.Jobs;
using SrPlugin.Protocol;
using SrPlugin.Protocol.Controls;
using SrPlugin.Weights.Models;

namespace SrPlugin.Cli.Upscaling;

/// <summary>Gets ready whoever works on a batch.</summary>
internal sealed class PictureUpscalerFactory(
    CliConsole console, PipelineSource pipelines, ControlManifest controls, ClientOptions clientOptions)
{
    // Who waits at a terminal can end it; a batch has the night.
    private static readonly TimeSpan _busyTimeout = TimeSpan.FromHours(12);

    /// <summary>Loads the model, or finds the service.</summary>
    /// <param name="arguments">What the user asked for.</param>
    /// <param name="recipe">The settings; open ones follow model and controls.</param>
    /// <param name="count">Pictures of the batch.</param>
    /// <param name="cancellationToken">Stops loading.</param>
    public IPictureUpscaler Create(UpscaleArguments arguments, Recipe recipe, int count, CancellationToken cancellationToken)
    {
        if (arguments.ViaService)
            return new ServiceUpscaler(new SrPluginClient(clientOptions with { BusyTimeout = _busyTimeout }), recipe, count);
        ModelFolder model = pipelines.Find(recipe.Model ?? RecipeDefaults.Model);
        string family = model.Pipeline;
        foreach (Control control in arguments.GivenControls.Where(control => !control.Applies(family)))
            console.Error.WriteLine($"srplugin: --{control.Name} has no meaning for the model {model.Id} and is ignored.");
        Recipe complete =
            RecipeDefaults.Complete(
                recipe, RecipeMapping.DefaultsOf(model.Manifest?.Configuration), family, controls) with { Model = model.Id };

        // Before gigabytes are read for it.
        DeviceChoice.Resolve(arguments.Device, RecipeMapping.PrecisionOf(complete));

        // Gigabytes without a manifest take seconds to read; the first picture takes longer.
        Task<string> hash = Task.Run(
            () => FaultCatalog.Within(ExitCode.Model, () => ModelFingerprint.Compute(model, cancellationToken)), CancellationToken.None);
        IRestorationModel pipeline = pipelines.Load(model, arguments.Device, RecipeMapping.PrecisionOf(complete));
        if (arguments.Memory is { } memory)
            pipeline.MemoryBudget = (long)(Math.Max(0, memory - Environment.WorkingSet) * StripMemory.FeatureShare);
        return new LocalUpscaler(pipeline, complete, hash);
    }
}
