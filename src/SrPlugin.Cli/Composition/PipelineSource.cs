using SrPlugin.Cli.Faults;
using SrPlugin.Inference.Devices;
using SrPlugin.Inference.Jobs;
using SrPlugin.Weights.Models;

namespace SrPlugin.Cli.Composition;

/// <summary>Finds models and brings them up.</summary>
internal sealed class PipelineSource(ModelStore store, CommandCancellation cancellation)
{
    /// <summary>Opens a model's folder.</summary>
    /// <param name="model">An id, or a folder.</param>
    /// <exception cref="FaultException">There is none, or its manifest is wrong.</exception>
    public ModelFolder Find(string model) => FaultCatalog.Within(ExitCode.Model, () => store.Open(model));

    /// <summary>Loads a model.</summary>
    /// <exception cref="FaultException">Files are missing or damaged, or the device is not there.</exception>
    public IRestorationModel Load(ModelFolder model, ComputeDevice device, ComputePrecision precision) =>
        FaultCatalog.Within(ExitCode.Model, () => RestorationModelLoader.Load(model, device, precision, cancellation.Token));
}
