using SrPlugin.Networks.Layers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SrPlugin.Networks.UNet;

/// <summary>
/// UpBlock2D and CrossAttnUpBlock2D of diffusers, the same block without and with attention. Takes its skip connections off the
/// stack and releases them.
/// </summary>
internal sealed class UNetUpBlock : Module<Tensor, Stack<Tensor>, Tensor, AttentionContext, Tensor>
{
    private readonly ModuleList<Transformer2DModel>? attentions;
    private readonly ModuleList<Transformer2DModel>? image_attentions;
    private readonly ModuleList<ResnetBlock2D> resnets;
    private readonly ModuleList<Upsample2D>? upsamplers;

    /// <param name="index">Number of the block, coarsest first.</param>
    /// <param name="embeddingChannels">Channels of the time embedding.</param>
    /// <param name="config">Sizes.</param>
    /// <param name="placement">Where parameters lie.</param>
    public UNetUpBlock(int index, long embeddingChannels, UNet2DConditionConfig config, ParameterPlacement placement)
        : base(config.UpBlockTypes[index])
    {
        var widths = config.BlockOutChannels;
        var level = widths.Count - 1 - index;
        var channels = widths[level];
        var before = widths[Math.Min(level + 1, widths.Count - 1)];
        var lastSkip = widths[Math.Max(level - 1, 0)];
        var hasAttention = config.UpBlockTypes[index] == UNet2DConditionConfig.CrossAttnUpBlock;
        attentions = TransformerPair.PromptList(hasAttention);
        image_attentions = TransformerPair.ImageList(hasAttention, config);
        resnets = new ModuleList<ResnetBlock2D>();
        for (var i = 0; i < config.LayersPerBlock + 1; i++)
        {
            var skip = i == config.LayersPerBlock ? lastSkip : channels;
            resnets.Add(new ResnetBlock2D((i == 0 ? before : channels) + skip, channels, embeddingChannels, config, placement));
            TransformerPair.Add(attentions, image_attentions, level, config, placement);
        }
        upsamplers = level > 0 ? new ModuleList<Upsample2D>(new Upsample2D(channels, placement)) : null;
        RegisterComponents();
    }

    public override Tensor forward(Tensor x, Stack<Tensor> skips, Tensor activatedEmbedding, AttentionContext context)
    {
        using var scope = NewDisposeScope();
        var hidden = x;
        for (var i = 0; i < resnets.Count; i++)
        {
            Tensor joined;
            using (var skip = skips.Pop())
                joined = cat([hidden, skip], 1);
            if (i > 0)
                hidden.Dispose();
            hidden = joined.Replace(resnets[i].call(joined, activatedEmbedding));
            hidden = TransformerPair.Run(attentions, image_attentions, i, hidden, context);
        }
        if (upsamplers is not null)
            hidden = hidden.Replace(upsamplers[0].call(hidden, (skips.Peek().shape[2], skips.Peek().shape[3])));
        return hidden.MoveToOuterDisposeScope();
    }
}
