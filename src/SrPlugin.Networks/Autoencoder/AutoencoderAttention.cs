using SrPlugin.Networks.Layers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SrPlugin.Networks.Autoencoder;

/// <summary>
/// Self-attention with one head over all pixels of the middle map, with residual. Beyond the token limit of the tiling it runs in
/// overlapping windows that are blended linearly. [N, C, H, W] → [N, C, H, W].
/// </summary>
internal sealed class AutoencoderAttention : Module<Tensor, VaeTiling?, Tensor>
{
    private readonly GroupNormalization group_norm;
    private readonly AdaptableLinear to_q;
    private readonly AdaptableLinear to_k;
    private readonly AdaptableLinear to_v;
    private readonly ModuleList<AdaptableLinear> to_out;

    public AutoencoderAttention(long channels, long groups, ParameterPlacement placement)
        : base(nameof(AutoencoderAttention))
    {
        group_norm = new GroupNormalization(groups, channels, AutoencoderKL.NormEpsilon, placement);
        to_q = new AdaptableLinear(channels, channels, true, placement);
        to_k = new AdaptableLinear(channels, channels, true, placement);
        to_v = new AdaptableLinear(channels, channels, true, placement);
        to_out = new ModuleList<AdaptableLinear>(new AdaptableLinear(channels, channels, true, placement));
        RegisterComponents();
    }

    public override Tensor forward(Tensor x, VaeTiling? tiling)
    {
        using var scope = NewDisposeScope();
        var (height, width) = (x.shape[2], x.shape[3]);
        if (tiling is null || height * width <= tiling.AttentionTokenLimit)
        {
            using var local = x.to(to_q.Weight.device);
            var y = Fresh.Add(Attend(group_norm.call(local)), local);
            return (tiling?.StorageDevice is { } storage ? y.to(storage) : y).MoveToOuterDisposeScope();
        }
        return AttendInWindows(x, tiling).MoveToOuterDisposeScope();
    }

    private Tensor AttendInWindows(Tensor x, VaeTiling tiling)
    {
        var device = to_q.Weight.device;
        var bands = new RowBands(x.shape[2], x.shape[3], tiling);
        using var transform = group_norm.TransformFor(bands.Measure(x, group_norm, device));
        var result = MapLayout.EmptyLike(x, x.shape[2], x.shape[3], tiling.StorageDevice ?? x.device);
        result.copy_(x);
        var columns = AttentionWindows.Along(x.shape[3], tiling);
        foreach (var vertical in AttentionWindows.Along(x.shape[2], tiling))
        {
            using var bandWeight = tensor(vertical.Weights, [1, 1, vertical.Weights.Length, 1], ScalarType.Float32, device);
            foreach (var horizontal in columns)
            {
                using var scope = NewDisposeScope();
                var source = x.narrow(2, vertical.Start, vertical.Weights.Length).narrow(3, horizontal.Start, horizontal.Weights.Length);
                var y = Attend(transform.Apply(source.to(device)));
                var weight = bandWeight * tensor(horizontal.Weights, [1, 1, 1, horizontal.Weights.Length], ScalarType.Float32, device);
                var target = result.narrow(2, vertical.Start, vertical.Weights.Length).narrow(
                    3, horizontal.Start, horizontal.Weights.Length);
                target.AddInPlace((y * weight.to(y.dtype)).to(result.device));
            }
        }
        return result;
    }

    /// <summary>Attention over the pixels of a normalised map, without the residual; consumes its argument.</summary>
    private Tensor Attend(Tensor normalised)
    {
        using var scope = NewDisposeScope();
        var tokens = MapLayout.ToTokens(normalised); // [N, HW, C]
        var q = to_q.call(tokens).unsqueeze(1); // [N, 1, HW, C]
        var k = to_k.call(tokens).unsqueeze(1);
        var v = to_v.call(tokens).unsqueeze(1);
        tokens.Dispose();
        ArithmeticCounter.AddAttention(q.shape[0], q.shape[2], k.shape[2], q.shape[3]);
        var attended = functional.scaled_dot_product_attention(q, k, v).squeeze(1);
        var result = MapLayout.ToMap(to_out[0].call(attended), normalised);
        normalised.Dispose();
        return result.MoveToOuterDisposeScope();
    }
}
