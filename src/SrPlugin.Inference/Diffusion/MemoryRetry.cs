using SrPlugin.Inference.Devices;
using SrPlugin.Inference.Errors;
using SrPlugin.Inference.Tiling;

namespace SrPlugin.Inference.Diffusion;

/// <summary>
/// Runs a job's stages again where memory ran out: once after weights that the stage does not need made room, then, where the stage can
/// be cut up, under ever smaller plans.
/// </summary>
/// <param name="networks">What can make room.</param>
/// <param name="what">What is being computed now, for the error.</param>
internal sealed class MemoryRetry(DiffusionNetworks networks, Func<string> what)
{
    /// <summary>Runs a stage that cannot be cut up.</summary>
    /// <param name="stage">The stage; leaves nothing behind when it fails.</param>
    /// <exception cref="OutOfDeviceMemoryException">The device has too little memory.</exception>
    public T Run<T>(Func<T> stage) => Run(stage, () => false);

    /// <summary>Runs a stage that cannot be cut up and returns nothing.</summary>
    /// <param name="stage">The stage; leaves nothing behind when it fails.</param>
    /// <exception cref="OutOfDeviceMemoryException">The device has too little memory.</exception>
    public void Run(Action stage) => Run(() =>
    {
        stage();
        return true;
    });

    /// <summary>Runs stages under a plan.</summary>
    /// <param name="plan">The plan to begin with.</param>
    /// <param name="pixels">Pixels of the padded picture.</param>
    /// <param name="replanned">Told of a smaller plan before the stages run under it.</param>
    /// <param name="stages">The stages; they leave nothing behind when they fail.</param>
    /// <exception cref="OutOfDeviceMemoryException">The device has too little memory, even under the smallest plan.</exception>
    public T Run<T>(MemoryPlan plan, long pixels, Action<MemoryPlan> replanned, Func<MemoryPlan, T> stages)
    {
        var vae = networks.Vae.Config;
        long cells = pixels / ((long)vae.LatentStride * vae.LatentStride);
        return Run(() => stages(plan), () =>
        {
            if (plan.Smaller(networks.Device.IsCpu, cells, vae) is not { } smaller)
                return false;
            plan = smaller;
            replanned(plan);
            return true;
        });
    }

    private T Run<T>(Func<T> stages, Func<bool> shrink)
    {
        bool madeRoom = false;
        while (true)
        {
            try
            {
                return stages();
            }
            catch (Exception exception) when (DeviceMemory.IsExhausted(exception))
            {
                if (!madeRoom && (madeRoom = networks.MakeRoom()))
                    continue;
                if (!shrink())
                    throw new OutOfDeviceMemoryException(networks.Device.Name, what(), exception);
            }
        }
    }
}
