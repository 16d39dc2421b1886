using SrPlugin.Networks.Layers;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SrPlugin.Networks.Tagger;

/// <summary>The tag decoder (query-to-label): BERT without token embeddings and without self-attention; keeps [N, tags, C].</summary>
internal sealed class BertModel : Module<Tensor, Tensor, Tensor>
{
    private readonly BertEncoder encoder;

    public BertModel(RAMConfig config, ParameterPlacement placement)
        : base(nameof(BertModel))
    {
        encoder = new BertEncoder(config, placement);
        RegisterComponents();
    }

    public override Tensor forward(Tensor tags, Tensor imageTokens) => encoder.call(tags, imageTokens);
}
