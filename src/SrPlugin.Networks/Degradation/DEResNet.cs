using SrPlugin.Networks.Layers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SrPlugin.Networks.Degradation;

/// <summary>
/// Estimates how degraded a picture is (MM-RealSR, Mou et al. 2022, as S3Diff ships it): one residual branch per score, pooled over
/// the whole picture.
/// </summary>
public sealed class DEResNet : Module<Tensor, Tensor>
{
    private readonly ModuleList<AdaptableConv2d> conv_first;
    private readonly ModuleList<ModuleList<Module<Tensor, Tensor>>> body;
    private readonly ModuleList<ModuleList<Module<Tensor, Tensor>>> fc_degree;

    /// <summary>Builds the network with uninitialised parameters.</summary>
    /// <param name="config">Sizes.</param>
    /// <param name="device">Where the parameters lie; null for the default device.</param>
    /// <param name="dtype">Their type; null for the default type.</param>
    /// <exception cref="NotSupportedException">Sizes that do not fit each other.</exception>
    public DEResNet(DEResNetConfig config, Device? device = null, ScalarType? dtype = null)
        : base(nameof(DEResNet))
    {
        ArgumentNullException.ThrowIfNull(config);
        var stages = config.NumFeats.Count;
        if (stages == 0 || config.NumBlocks.Count != stages || config.Downscales.Count != stages
            || config.Downscales.Any(scale => scale is not (1 or 2)))
        {
            throw new NotSupportedException(
                $"{nameof(DEResNet)} does not support num_feats [{string.Join(", ", config.NumFeats)}] with num_blocks " +
                $"[{string.Join(", ", config.NumBlocks)}] and downscales [{string.Join(", ", config.Downscales)}]: it needs one entry per "
                    + $"stage, and scales of 1 or 2.");
        }
        Config = config;
        var placement = new ParameterPlacement(device, dtype);
        conv_first = new ModuleList<AdaptableConv2d>();
        body = new ModuleList<ModuleList<Module<Tensor, Tensor>>>();
        fc_degree = new ModuleList<ModuleList<Module<Tensor, Tensor>>>();
        for (var i = 0; i < config.NumDegradation; i++)
        {
            conv_first.Add(new AdaptableConv2d(config.InChannels, config.NumFeats[0], 3, 1, 1, placement));
            body.Add(Branch(config, placement));
            fc_degree.Add(new ModuleList<Module<Tensor, Tensor>>(
                new AdaptableLinear(config.NumFeats[^1], config.DegradationEmbedSize, true, placement),
                new PassThrough(),
                new AdaptableLinear(config.DegradationEmbedSize, 1, true, placement)));
        }
        RegisterComponents();
    }

    /// <summary>The sizes the network was built with.</summary>
    public DEResNetConfig Config { get; }

    /// <summary>Estimates the scores of pictures.</summary>
    /// <param name="image">[N, 3, H, W] RGB, 0…1, at its own size (not enlarged), any size from 1×1.</param>
    /// <returns>[N, scores], 0…1: blur, then noise.</returns>
    public override Tensor forward(Tensor image)
    {
        ArgumentNullException.ThrowIfNull(image);
        using var scope = NewDisposeScope();
        var scores = new List<Tensor>();
        var arranged = MapLayout.Arrange(image);
        for (var i = 0; i < conv_first.Count; i++)
        {
            var hidden = conv_first[i].call(arranged);
            foreach (var layer in body[i])
                hidden = hidden.Replace(layer.call(hidden));
            var pooled = hidden.mean([2L, 3L]); // [N, C]
            hidden.Dispose();
            var embedded = Fresh.Relu(fc_degree[i][0].call(pooled));
            scores.Add(fc_degree[i][2].call(embedded).sigmoid()); // [N, 1]
        }
        return cat(scores, 1).MoveToOuterDisposeScope();
    }

    private static ModuleList<Module<Tensor, Tensor>> Branch(DEResNetConfig config, ParameterPlacement placement)
    {
        var layers = new ModuleList<Module<Tensor, Tensor>>();
        for (var stage = 0; stage < config.NumFeats.Count; stage++)
        {
            var channels = config.NumFeats[stage];
            for (var i = 0; i < config.NumBlocks[stage]; i++)
                layers.Add(new ResidualBlockNoBN(channels, placement));
            var next = config.NumFeats[Math.Min(stage + 1, config.NumFeats.Count - 1)];
            if (config.Downscales[stage] == 2 || next != channels)
                layers.Add(new AdaptableConv2d(channels, next, 3, config.Downscales[stage], 1, placement));
        }
        return layers;
    }
}
