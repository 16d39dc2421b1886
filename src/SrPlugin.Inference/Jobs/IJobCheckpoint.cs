namespace SrPlugin.Inference.Jobs;

/// <summary>
/// The point between two stages, tiles or bands at which a running job lets a more urgent job compute first. A job can be suspended
/// here and nowhere else; progress reports never suspend it.
/// </summary>
/// <remarks>
/// The scheduler guarantees:
/// <list type="number">
/// <item>One job computes at a time. The other job runs on the same thread, inside <see cref="Pass"/>, from its start to its end.</item>
/// <item>A job that runs inside <see cref="Pass"/> is itself never suspended, so at most one job is suspended at a time.</item>
/// <item>The model of the suspended job stays loaded, and the other job's dispose scopes are closed, when <see cref="Pass"/>
/// returns.</item>
/// <item>A failure of the other job does not leave <see cref="Pass"/>.</item>
/// </list>
/// The suspended job guarantees:
/// <list type="number">
/// <item>It expects nothing of the networks afterwards: the other job may have folded other weights, cached other prompts, widened a
/// network's number format or moved a network off the device. When <see cref="Pass"/> returns true, it sets up again what it needs, so that
/// its pixels do not depend on the jobs in between.</item>
/// <item>It holds tensors of its own across the call (pictures, latents, feature maps), never references to a network's weights.</item>
/// </list>
/// </remarks>
public interface IJobCheckpoint
{
    /// <summary>Runs the more urgent jobs that wait, if any.</summary>
    /// <returns>Whether another job ran.</returns>
    bool Pass();
}
