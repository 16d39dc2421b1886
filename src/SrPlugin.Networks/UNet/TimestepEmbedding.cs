using SrPlugin.Networks.Layers;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SrPlugin.Networks.UNet;

/// <summary>
/// Sinusoidal embedding of the timestep and the two layers above it (diffusers' Timesteps and TimestepEmbedding).
/// [N] → [N, Cemb].
/// </summary>
internal sealed class TimestepEmbedding : Module<Tensor, Tensor>
{
    private const double MaximumPeriod = 10000;

    private readonly AdaptableLinear linear_1;
    private readonly AdaptableLinear linear_2;
    private readonly long _frequencies;
    private readonly bool _cosineFirst;
    private readonly double _shift;

    public TimestepEmbedding(UNet2DConditionConfig config, long embeddingChannels, ParameterPlacement placement)
        : base(nameof(TimestepEmbedding))
    {
        var channels = config.BlockOutChannels[0];
        if (channels % 2 != 0)
            throw new NotSupportedException(
                $"{nameof(UNet2DConditionModel)} does not support an odd first entry of \"block_out_channels\": {channels}.");
        linear_1 = new AdaptableLinear(channels, embeddingChannels, true, placement);
        linear_2 = new AdaptableLinear(embeddingChannels, embeddingChannels, true, placement);
        _frequencies = channels / 2;
        _cosineFirst = config.FlipSinToCos;
        _shift = config.FreqShift;
        RegisterComponents();
    }

    public override Tensor forward(Tensor timestep)
    {
        using var scope = NewDisposeScope();
        var device = linear_1.Weight.device;
        var positions = Enumerable.Range(0, (int)_frequencies).Select(position => (float)position).ToArray();
        var exponent = tensor(positions, device: device).Times(-Math.Log(MaximumPeriod)).DividedBy(_frequencies - _shift);
        var angles = timestep.to(ScalarType.Float32, device).unsqueeze(1) * exponent.exp().unsqueeze(0); // [N, C/2]
        var (sine, cosine) = (angles.sin(), angles.cos());
        var embedding = cat(_cosineFirst ? [cosine, sine] : new[] { sine, cosine }, 1).to(linear_1.Weight.dtype); // [N, C]
        var hidden = Fresh.Silu(linear_1.call(embedding));
        return linear_2.call(hidden).MoveToOuterDisposeScope();
    }
}
