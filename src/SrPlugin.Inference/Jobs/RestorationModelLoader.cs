using SrPlugin.Inference.AddSr;
using SrPlugin.Inference.Devices;
using SrPlugin.Inference.S3Diff;
using SrPlugin.Weights;
using SrPlugin.Weights.Models;

namespace SrPlugin.Inference.Jobs;

/// <summary>Loads a model of whatever family it is.</summary>
public static class RestorationModelLoader
{
    /// <summary>Loads a model from its files. Not inside a dispose scope: the networks would die with it.</summary>
    /// <param name="folder">A folder with a manifest, or one with official files.</param>
    /// <param name="device">Where to compute.</param>
    /// <param name="precision">In which number format.</param>
    /// <param name="cancellationToken">Stops between two networks.</param>
    /// <exception cref="InvalidModelException">Parts are missing or empty.</exception>
    /// <exception cref="WeightsFormatException">A weights file is damaged, or refused as unsafe.</exception>
    /// <exception cref="WeightsMismatchException">Weights do not fit their network.</exception>
    /// <exception cref="Errors.DeviceUnavailableException">The device is not there, or cannot compute in this precision.</exception>
    /// <exception cref="NotSupportedException">A configuration that is not implemented.</exception>
    public static IRestorationModel Load(
        ModelFolder folder, ComputeDevice device, ComputePrecision precision, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(folder);
        if (folder.Pipeline == ModelManifest.BasePipeline)
            throw new InvalidModelException(
                folder.Directory, ["it holds parts that other models share and is not a model itself; name one of those"]);
        folder.RequireContent();
        return folder.Pipeline == "addsr"
            ? AddSrPipelineLoader.Load(folder, device, precision, cancellationToken)
            : S3DiffPipelineLoader.Load(folder, device, precision, cancellationToken);
    }
}
