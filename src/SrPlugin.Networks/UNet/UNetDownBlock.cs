using SrPlugin.Networks.Layers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SrPlugin.Networks.UNet;

/// <summary>
/// DownBlock2D and CrossAttnDownBlock2D of diffusers, the same block without and with attention. Every step's result is a skip
/// connection; the last one is the block's output.
/// </summary>
internal sealed class UNetDownBlock : Module<Tensor, Tensor, AttentionContext, IReadOnlyList<Tensor>>
{
    private readonly ModuleList<Transformer2DModel>? attentions;
    private readonly ModuleList<Transformer2DModel>? image_attentions;
    private readonly ModuleList<ResnetBlock2D> resnets;
    private readonly ModuleList<Downsample2D>? downsamplers;

    public UNetDownBlock(int level, long embeddingChannels, UNet2DConditionConfig config, ParameterPlacement placement)
        : base(config.DownBlockTypes[level])
    {
        var channels = config.BlockOutChannels[level];
        var hasAttention = config.DownBlockTypes[level] == UNet2DConditionConfig.CrossAttnDownBlock;
        attentions = TransformerPair.PromptList(hasAttention);
        image_attentions = TransformerPair.ImageList(hasAttention, config);
        resnets = new ModuleList<ResnetBlock2D>();
        for (var i = 0; i < config.LayersPerBlock; i++)
        {
            resnets.Add(
                new ResnetBlock2D(
                    i > 0 ? channels : config.BlockOutChannels[Math.Max(level - 1, 0)], channels, embeddingChannels, config, placement));
            TransformerPair.Add(attentions, image_attentions, level, config, placement);
        }
        downsamplers = level < config.BlockOutChannels.Count - 1
            ? new ModuleList<Downsample2D>(new Downsample2D(channels, placement))
            : null;
        RegisterComponents();
    }

    public override IReadOnlyList<Tensor> forward(Tensor x, Tensor activatedEmbedding, AttentionContext context)
    {
        using var scope = NewDisposeScope();
        var results = new List<Tensor>();
        for (var i = 0; i < resnets.Count; i++)
        {
            var hidden = resnets[i].call(i == 0 ? x : results[^1], activatedEmbedding);
            results.Add(TransformerPair.Run(attentions, image_attentions, i, hidden, context));
        }
        if (downsamplers is not null)
            results.Add(downsamplers[0].call(results[^1]));
        scope.MoveToOuter(results);
        return results;
    }
}
