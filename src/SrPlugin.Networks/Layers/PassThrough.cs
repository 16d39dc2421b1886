using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SrPlugin.Networks.Layers;

/// <summary>Holds the place of a dropout in a published list of children, so that the keys after it keep their numbers.</summary>
internal sealed class PassThrough : Module<Tensor, Tensor>
{
    public PassThrough()
        : base(nameof(PassThrough)) => RegisterComponents();

    // Never the argument itself: the caller owns and disposes results.
    public override Tensor forward(Tensor x) => x.alias();
}
