using SrPlugin.Networks.Layers;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SrPlugin.Networks.Tagger;

/// <summary>Attention to a context, projected, with residual and norm; keeps the queries' [N, Q, C].</summary>
internal sealed class BertAttention : Module<Tensor, Tensor, Tensor>
{
    private readonly BertSelfAttention self;
    private readonly BertOutput output;

    public BertAttention(RAMConfig config, ParameterPlacement placement)
        : base(nameof(BertAttention))
    {
        self = new BertSelfAttention(config, placement);
        output = new BertOutput(config.HiddenSize, config, placement);
        RegisterComponents();
    }

    public override Tensor forward(Tensor queries, Tensor context)
    {
        using var attended = self.call(queries, context);
        return output.call(attended, queries);
    }
}
