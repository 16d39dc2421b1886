using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SrPlugin.Networks.Layers;

/// <summary>
/// Group normalisation of a feature map [N, C, H, W]: at once, or with statistics of the whole map applied to a band of its rows.
/// </summary>
internal sealed class GroupNormalization : Module<Tensor, Tensor>
{
    private readonly Parameter weight;
    private readonly Parameter bias;
    private readonly long _groups;
    private readonly double _epsilon;

    public GroupNormalization(long groups, long channels, double epsilon, ParameterPlacement placement)
        : base(nameof(GroupNormalization))
    {
        if (channels % groups != 0)
            throw new NotSupportedException($"norm_num_groups {groups} does not divide the {channels} channels of a layer.");
        weight = placement.Empty(channels);
        bias = placement.Empty(channels);
        _groups = groups;
        _epsilon = epsilon;
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        if (x.dtype is ScalarType.Float32 or ScalarType.Float64 || x.device_type != DeviceType.CPU)
            return functional.group_norm(x, _groups, weight, bias, _epsilon);
        // With float32 parameters the CPU's kernel computes in float32 and rounds once, at the end.
        using var scope = NewDisposeScope();
        return functional.group_norm(x, _groups, weight.to(ScalarType.Float32), bias.to(ScalarType.Float32), _epsilon)
            .MoveToOuterDisposeScope();
    }

    /// <summary>An empty record of the statistics of a map, to be fed band by band.</summary>
    public GroupStatistics BeginStatistics(long batch) => new(batch, _groups, weight.shape[0]);

    /// <summary>
    /// Per-channel factor and offset, each [N, C, 1, 1] float32, that normalise a map with these statistics:
    /// normalised = x · factor + offset.
    /// </summary>
    public NormalizationTransform TransformFor(GroupStatistics statistics)
    {
        using var scope = NewDisposeScope();
        var (mean, rstd) = statistics.ToTensors(_epsilon, weight.device);
        var perGroup = weight.shape[0] / _groups;
        var gamma = weight.to(ScalarType.Float32).reshape(1, _groups, perGroup);
        var beta = bias.to(ScalarType.Float32).reshape(1, _groups, perGroup);
        var factor = rstd.unsqueeze(-1) * gamma; // [N, G, C/G]
        var offset = beta - mean.unsqueeze(-1) * factor;
        long[] shape = [statistics.Batch, weight.shape[0], 1, 1];
        var (first, second) = scope.MoveToOuter(factor.reshape(shape), offset.reshape(shape));
        return new NormalizationTransform(first, second);
    }
}
