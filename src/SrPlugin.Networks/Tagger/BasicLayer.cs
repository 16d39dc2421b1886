using SrPlugin.Networks.Layers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SrPlugin.Networks.Tagger;

/// <summary>One stage of a <see cref="SwinTransformer"/>; [N, H, W, C] → [N, H/2, W/2, 2C], or the same shape in the last.</summary>
internal sealed class BasicLayer : Module<Tensor, Tensor>
{
    private readonly ModuleList<SwinTransformerBlock> blocks;
    private readonly PatchMerging? downsample;

    public BasicLayer(SwinConfig config, int stage, ParameterPlacement placement)
        : base(nameof(BasicLayer))
    {
        var (map, channels) = (config.SideOf(stage), config.ChannelsOf(stage));
        var side = Math.Min(config.WindowSize, map);
        blocks = new ModuleList<SwinTransformerBlock>();
        for (var i = 0; i < config.Depths[stage]; i++)
        {
            // A map of one window has nothing to shift.
            var window = new AttentionWindow(map, side, i % 2 == 0 || side == map ? 0 : side / 2);
            blocks.Add(new SwinTransformerBlock(channels, config.NumHeads[stage], window, placement));
        }
        downsample = stage < config.Depths.Count - 1 ? new PatchMerging(channels, placement) : null;
        RegisterComponents();
    }

    public override Tensor forward(Tensor map)
    {
        using var scope = NewDisposeScope();
        var positions = AttentionWindow.RelativePositions(blocks[0].Window.Side, map.device);
        var mask = blocks.FirstOrDefault(block => block.Window.Shift > 0)?.Window.Mask(map.dtype, map.device);
        var x = map.alias();
        foreach (var block in blocks)
            x = x.Replace(block.call(x, positions, block.Window.Shift > 0 ? mask : null));
        return (downsample is null ? x : downsample.call(x)).MoveToOuterDisposeScope();
    }
}
