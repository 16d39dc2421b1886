using SrPlugin.Networks.Layers;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SrPlugin.Networks.Clip;

/// <summary>Token plus position embedding; [N, L] int64 → [N, L, C].</summary>
internal sealed class CLIPTextEmbeddings : Module<Tensor, Tensor>
{
    private readonly TokenEmbedding token_embedding;
    private readonly TokenEmbedding position_embedding;

    public CLIPTextEmbeddings(CLIPTextConfig config, ParameterPlacement placement)
        : base(nameof(CLIPTextEmbeddings))
    {
        token_embedding = new TokenEmbedding(config.VocabSize, config.HiddenSize, placement);
        position_embedding = new TokenEmbedding(config.MaxPositionEmbeddings, config.HiddenSize, placement);
        RegisterComponents();
    }

    public override Tensor forward(Tensor tokens)
    {
        using var positions = position_embedding.Weight.narrow(0, 0, tokens.shape[1]);
        return Fresh.Add(token_embedding.call(tokens), positions);
    }
}
