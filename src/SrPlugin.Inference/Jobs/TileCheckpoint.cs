using SrPlugin.Inference.Diffusion;

namespace SrPlugin.Inference.Jobs;

/// <summary>One job's side of <see cref="IJobCheckpoint"/>: passes it, then sets up the networks as the job needs them.</summary>
/// <param name="scheduler">The checkpoint; null when no other job can come in between.</param>
/// <param name="networks">The networks, whose number formats stay the job's own; null before the job uses any.</param>
/// <param name="restoreNetworks">Sets up everything else again after another job ran; null when there is nothing else.</param>
/// <param name="cancellationToken">Cancels the job.</param>
internal sealed class TileCheckpoint(
    IJobCheckpoint? scheduler, DiffusionNetworks? networks, Action? restoreNetworks, CancellationToken cancellationToken)
{
    /// <summary>Lets more urgent jobs run.</summary>
    /// <exception cref="OperationCanceledException">The job was cancelled.</exception>
    public void Pass()
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (scheduler is null)
            return;
        var formats = (networks?.VaeType, networks?.UNetType);
        if (!scheduler.Pass())
            return;
        cancellationToken.ThrowIfCancellationRequested();
        if (formats is ({ } vae, { } unet))
        {
            networks!.ConvertVae(vae);
            networks.ConvertUNet(unet);
        }

        restoreNetworks?.Invoke();
    }
}
