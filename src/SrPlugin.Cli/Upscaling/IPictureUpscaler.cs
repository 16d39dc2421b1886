using SrPlugin.Jobs;
using SrPlugin.Protocol;

namespace SrPlugin.Cli.Upscaling;

/// <summary>Works on the pictures of a batch: in this process, or by the service.</summary>
internal interface IPictureUpscaler : IDisposable
{
    /// <summary>Works on one picture.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="changes">Settings that differ from those of the batch for this picture; null for none.</param>
    /// <param name="progress">Told of every tile.</param>
    /// <param name="cancellationToken">Stops within a tile.</param>
    UpscaledPicture Run(JobPicture picture, Recipe? changes, IProgress<WorkProgress> progress, CancellationToken cancellationToken);

    /// <summary>Estimates the memory that a picture takes beside the model.</summary>
    /// <param name="pixels">Its pixels.</param>
    /// <returns>Bytes; null where another process works.</returns>
    double? EstimateMemory(double pixels);
}
