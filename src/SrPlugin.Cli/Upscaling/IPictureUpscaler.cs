using SrPlugin.Jobs;

namespace SrPlugin.Cli.Upscaling;

/// <summary>Works on the pictures of a batch: in this process, or by the service.</summary>
internal interface IPictureUpscaler : IDisposable
{
    /// <summary>Works on one picture.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="progress">Told of every tile.</param>
    /// <param name="cancellationToken">Stops within a tile.</param>
    UpscaledPicture Run(JobPicture picture, IProgress<WorkProgress> progress, CancellationToken cancellationToken);
}
