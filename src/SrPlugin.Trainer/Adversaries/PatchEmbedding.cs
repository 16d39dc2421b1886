using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SrPlugin.Trainer.Adversaries;

/// <summary>Turns every patch of a picture into a token.</summary>
internal sealed class PatchEmbedding : Module
{
    private readonly Affine proj;
    private readonly long _patch;

    public PatchEmbedding(long width, long patch, ScalarType dtype, Device device)
        : base(nameof(PatchEmbedding))
    {
        _patch = patch;
        proj = new Affine(dtype, device, width, 3, patch, patch);
        RegisterComponents();
    }

    /// <summary>[N, 3, H, W] → [N, patches, C]; the caller's.</summary>
    public Tensor Embed(Tensor image)
    {
        using var scope = NewDisposeScope();
        var (count, rows, columns) = (image.shape[0], image.shape[2] / _patch, image.shape[3] / _patch);
        var patches = image.reshape(count, 3, rows, _patch, columns, _patch).permute(0, 2, 4, 1, 3, 5).reshape(count, rows * columns, -1);
        return proj.Linear(patches).MoveToOuterDisposeScope();
    }
}
