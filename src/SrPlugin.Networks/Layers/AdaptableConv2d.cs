using SrPlugin.Networks.Lora;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SrPlugin.Networks.Layers;

/// <summary>A 2-D convolution with bias; [N, Cin, H, W] → [N, Cout, H', W'].</summary>
internal sealed class AdaptableConv2d : Module<Tensor, Tensor>, IAdaptable
{
    private readonly Parameter weight;
    private readonly Parameter bias;
    private readonly long[] _stride;
    private readonly long[] _padding;

    public AdaptableConv2d(long inChannels, long outChannels, long kernel, long stride, long padding, ParameterPlacement placement)
        : base(nameof(AdaptableConv2d))
    {
        weight = placement.Empty(outChannels, inChannels, kernel, kernel);
        bias = placement.Empty(outChannels);
        _stride = [stride, stride];
        _padding = [padding, padding];
        RegisterComponents();
    }

    public Parameter Weight => weight;

    /// <summary>One number per output channel.</summary>
    public Parameter Bias => bias;

    public LoraAdapter? Adapter { get; set; }

    /// <summary>Stride along rows and columns.</summary>
    public IReadOnlyList<long> Stride => _stride;

    /// <summary>Zeros added above and left of the map, and as many below and right of it.</summary>
    public IReadOnlyList<long> Padding => _padding;

    /// <summary>Rows of zeros that the convolution sees above and below the map.</summary>
    public long RowPadding => _padding[0];

    public override Tensor forward(Tensor x) => Run(x, _padding);

    /// <summary>
    /// Convolves a band of rows. The rows that lie inside the map must already hold their neighbours;
    /// zeros are added only where the band touches the map's upper or lower edge.
    /// </summary>
    public Tensor ForwardRows(Tensor rows, bool atTop, bool atBottom)
    {
        if (RowPadding == 0 || (atTop && atBottom))
            return Run(rows, _padding);
        if (!atTop && !atBottom)
            return Run(rows, [0, _padding[1]]);
        using var padded = functional.pad(rows, (0, 0, atTop ? RowPadding : 0, atBottom ? RowPadding : 0));
        return Run(padded, [0, _padding[1]]);
    }

    private Tensor Run(Tensor x, long[] padding)
    {
        if (Adapter is { IsActive: true, IsMerged: true } merged)
        {
            using var full = merged.MergedWeight();
            return MapConvolution.Run(x, full, bias, _stride, padding);
        }

        var y = MapConvolution.Run(x, weight, bias, _stride, padding);
        ArithmeticCounter.AddConvolution(y.numel(), weight.shape[1], weight.shape[2] * weight.shape[3]);
        return Adapter is { IsActive: true } adapter ? adapter.AddConvolution(y, x, _stride, padding) : y;
    }
}
