using SrPlugin.Networks.Layers;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SrPlugin.Networks.Clip;

/// <summary>Embeddings, transformer layers and the last normalisation; [N, L] int64 → [N, L, C].</summary>
internal sealed class CLIPTextTransformer : Module<Tensor, Tensor>
{
    private readonly CLIPTextEmbeddings embeddings;
    private readonly CLIPEncoder encoder;
    private readonly LayerNormalization final_layer_norm;

    public CLIPTextTransformer(CLIPTextConfig config, ParameterPlacement placement)
        : base(nameof(CLIPTextTransformer))
    {
        embeddings = new CLIPTextEmbeddings(config, placement);
        encoder = new CLIPEncoder(config, placement);
        final_layer_norm = new LayerNormalization(config.HiddenSize, config.LayerNormEps, placement);
        RegisterComponents();
    }

    public override Tensor forward(Tensor tokens)
    {
        using var embedded = embeddings.call(tokens);
        using var encoded = encoder.call(embedded);
        return final_layer_norm.call(encoded);
    }
}
