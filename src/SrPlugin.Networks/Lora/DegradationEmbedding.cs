using SrPlugin.Networks.Layers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SrPlugin.Networks.Lora;

/// <summary>
/// Makes the modulation matrices of one network from the degradation scores (S3Diff, section 3.2): Fourier features of the scores and an
/// embedding of the block each go through a layer with ReLU, and a linear layer fuses the two.
/// </summary>
internal sealed class DegradationEmbedding(
    (Parameter Weight, Parameter Bias) degradation, (Parameter Weight, Parameter Bias) block, (Parameter Weight, Parameter Bias) fuse,
    Parameter blockEmbeddings)
{
    /// <summary>
    /// Fourier features of the scores; scores [N, S], frequencies [F] → [N, S·2F]: for each score all sines, then all cosines.
    /// </summary>
    public static Tensor Project(Tensor scores, Tensor frequencies)
    {
        using var scope = NewDisposeScope();
        var angles = (scores.unsqueeze(-1) * frequencies.reshape(1, 1, -1)).Times(2).Times(Math.PI); // [N, S, F]
        return cat([angles.sin(), angles.cos()], -1).reshape(scores.shape[0], -1).MoveToOuterDisposeScope();
    }

    /// <summary>Modulation matrices of every block; projection [N, S·2F] → [N, blocks, r, r].</summary>
    public Tensor Modulate(Tensor projection)
    {
        using var scope = NewDisposeScope();
        var degraded = Fresh.Relu(functional.linear(projection, degradation.Weight, degradation.Bias)); // [N, D]
        var blocks = Fresh.Relu(functional.linear(blockEmbeddings, block.Weight, block.Bias)); // [K, E]
        var (batch, count) = (degraded.shape[0], blocks.shape[0]);
        var joined = cat(
            [degraded.unsqueeze(1).expand(batch, count, -1), blocks.unsqueeze(0).expand(batch, count, -1)], -1); // [N, K, D + E]
        var flat = functional.linear(joined, fuse.Weight, fuse.Bias); // [N, K, r²]
        var rank = (long)Math.Round(Math.Sqrt(flat.shape[2]));
        return flat.reshape(batch, count, rank, rank).MoveToOuterDisposeScope();
    }
}
