using static TorchSharp.torch;

namespace SrPlugin.Networks.UNet;

/// <summary>What a ControlNet adds to a UNet. The tensors are owned by this object.</summary>
public sealed class ControlResiduals : IDisposable
{
    /// <summary>Takes over the tensors.</summary>
    /// <param name="down">For every skip connection of the way down, in its order, its shape.</param>
    /// <param name="mid">For the middle block's output, its shape.</param>
    public ControlResiduals(IReadOnlyList<Tensor> down, Tensor mid) => (Down, Mid) = (down, mid);

    /// <summary>For every skip connection of the way down, in its order.</summary>
    public IReadOnlyList<Tensor> Down { get; }

    /// <summary>For the middle block's output.</summary>
    public Tensor Mid { get; }

    /// <summary>Releases the tensors.</summary>
    public void Dispose()
    {
        foreach (var tensor in Down)
            tensor.Dispose();
        Mid.Dispose();
    }
}
