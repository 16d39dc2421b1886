using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SrPlugin.Networks.Layers;

/// <summary>A table of vectors; [...] int64 → [..., C].</summary>
internal sealed class TokenEmbedding : Module<Tensor, Tensor>
{
    private readonly Parameter weight;

    public TokenEmbedding(long count, long features, ParameterPlacement placement)
        : base(nameof(TokenEmbedding))
    {
        weight = placement.Empty(count, features);
        RegisterComponents();
    }

    /// <summary>The table, [count, C].</summary>
    public Parameter Weight => weight;

    public override Tensor forward(Tensor indices)
    {
        using var flat = indices.reshape(-1);
        using var rows = weight.index_select(0, flat);
        return rows.reshape([.. indices.shape, weight.shape[1]]);
    }
}
