using SrPlugin.Networks.Layers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SrPlugin.Networks.ControlNet;

/// <summary>Brings the control image to the latent's size; [N, 3, H, W] in 0…1 → [N, C, H/8, W/8].</summary>
internal sealed class ControlNetConditioningEmbedding : Module<Tensor, Tensor>
{
    private readonly AdaptableConv2d conv_in;
    private readonly ModuleList<AdaptableConv2d> blocks;
    private readonly AdaptableConv2d conv_out;

    public ControlNetConditioningEmbedding(ControlNetConfig config, ParameterPlacement placement)
        : base(nameof(ControlNetConditioningEmbedding))
    {
        var channels = config.ConditioningEmbeddingOutChannels;
        conv_in = new AdaptableConv2d(config.ConditioningChannels, channels[0], 3, 1, 1, placement);
        blocks = new ModuleList<AdaptableConv2d>();
        for (var i = 0; i < channels.Count - 1; i++)
        {
            blocks.Add(new AdaptableConv2d(channels[i], channels[i], 3, 1, 1, placement));
            blocks.Add(new AdaptableConv2d(channels[i], channels[i + 1], 3, 2, 1, placement));
        }
        conv_out = new AdaptableConv2d(channels[^1], config.Encoder.BlockOutChannels[0], 3, 1, 1, placement);
        RegisterComponents();
    }

    public override Tensor forward(Tensor image)
    {
        using var scope = NewDisposeScope();
        // The large maps in the order that convolutions like best; what leaves is small and goes with the UNet's.
        using var arranged = MapLayout.Arrange(image);
        var hidden = Fresh.Silu(conv_in.call(arranged));
        foreach (var block in blocks)
            hidden = Fresh.Silu(hidden.Replace(block.call(hidden)));
        return conv_out.call(hidden).contiguous().MoveToOuterDisposeScope();
    }
}
