using SrPlugin.Inference.Devices;

namespace SrPlugin.Inference.S3Diff;

/// <summary>Builds an <see cref="S3DiffPipeline"/> from a model's files.</summary>
public static class S3DiffPipelineLoader
{
    /// <summary>Loads a model.</summary>
    /// <param name="folder">A model folder: one with a manifest, or one with the official files.</param>
    /// <param name="device">Where to compute.</param>
    /// <param name="precision">In which number format.</param>
    /// <param name="cancellationToken">Stops between two networks.</param>
    public static S3DiffPipeline Load(string folder, ComputeDevice device, ComputePrecision precision, CancellationToken cancellationToken) =>
        throw new NotSupportedException("The pipeline is not built yet.");
}
