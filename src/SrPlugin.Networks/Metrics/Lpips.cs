using System.Text.RegularExpressions;
using SrPlugin.Networks.Layers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SrPlugin.Networks.Metrics;

/// <summary>
/// Learned perceptual distance of two pictures (Zhang et al. 2018), version 0.1 on AlexNet: the weighted squared differences of
/// normalised features, averaged over every map and summed over five layers.
/// </summary>
public sealed partial class Lpips : Module<Tensor, Tensor, Tensor>
{
    private const double Epsilon = 1e-10;
    private static readonly (long In, long Out, long Kernel, long Stride, long Padding)[] _sizes =
        [(3, 64, 11, 4, 2), (64, 192, 5, 1, 2), (192, 384, 3, 1, 1), (384, 256, 3, 1, 1), (256, 256, 3, 1, 1)];

    private static readonly float[] _shift = [-0.030f, -0.088f, -0.188f];
    private static readonly float[] _scale = [0.458f, 0.448f, 0.450f];

    private readonly ModuleList<AdaptableConv2d> net;
    private readonly ModuleList<ChannelWeights> lins;

    /// <summary>Builds the network with uninitialised parameters.</summary>
    /// <param name="device">Where the parameters lie; null for the default device.</param>
    public Lpips(Device? device = null)
        : base(nameof(Lpips))
    {
        var placement = new ParameterPlacement(device, ScalarType.Float32);
        net = new ModuleList<AdaptableConv2d>();
        lins = new ModuleList<ChannelWeights>();
        foreach (var (input, output, kernel, stride, padding) in _sizes)
        {
            net.Add(new AdaptableConv2d(input, output, kernel, stride, padding, placement));
            lins.Add(new ChannelWeights(output, placement));
        }
        RegisterComponents();
    }

    /// <summary>
    /// The network's name for a key of <c>lpips.LPIPS(net="alex").state_dict()</c>; null for its constants and for the second names of
    /// the same weights.
    /// </summary>
    public static string? MapKey(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (key.StartsWith("scaling_layer.", StringComparison.Ordinal) || key.StartsWith("lins.", StringComparison.Ordinal))
            return null;
        if (Slice().Match(key) is { Success: true } slice)
            return $"net.{int.Parse(slice.Groups[1].ValueSpan) - 1}.{slice.Groups[2].Value}";
        return Line().Match(key) is { Success: true } line ? $"lins.{line.Groups[1].Value}.weight" : key;
    }

    /// <summary>The distance of pictures, 0 for equal ones.</summary>
    /// <param name="first">[N, 3, H, W], RGB in −1…1, sides of at least 63 pixels.</param>
    /// <param name="second">As large.</param>
    /// <returns>[N], the caller's.</returns>
    /// <exception cref="ArgumentException">The shapes differ, or are too small.</exception>
    public override Tensor forward(Tensor first, Tensor second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        const long LeastSide = 63; // what the two poolings need
        if (!first.shape.SequenceEqual(second.shape) || first.shape is not [_, 3, >= LeastSide, >= LeastSide])
        {
            throw new ArgumentException(
                $"The pictures have the shapes [{string.Join(", ", first.shape)}] and [{string.Join(", ", second.shape)}]; expected twice [N, 3, H, W] with sides of at least {LeastSide}.");
        }

        using var scope = NewDisposeScope();
        var (a, b) = (Normalize(first), Normalize(second));
        Tensor? sum = null;
        for (var i = 0; i < _sizes.Length; i++)
        {
            (a, b) = (Features(a, i), Features(b, i));
            var difference = Unit(a) - Unit(b);
            var distance = lins[i].call(difference * difference).mean([1L, 2L, 3L]);
            sum = sum is null ? distance : sum.Plus(distance);
        }
        return sum!.MoveToOuterDisposeScope();
    }

    private static Tensor Normalize(Tensor image) => (image - tensor(_shift, [1, 3, 1, 1], device: image.device)) / tensor(_scale, [1, 3, 1, 1], device: image.device);

    private Tensor Features(Tensor x, int layer)
    {
        // The first and the last two layers follow without pooling.
        if (layer is 1 or 2)
            x = functional.max_pool2d(x, 3, 2);
        return Fresh.Relu(net[layer].call(x));
    }

    private static Tensor Unit(Tensor features) => features / (features * features).sum(1, keepdim: true).sqrt().Plus(Epsilon);

    [GeneratedRegex(@"^net\.slice([1-5])\.\d+\.(weight|bias)$", RegexOptions.CultureInvariant)]
    private static partial Regex Slice();

    [GeneratedRegex(@"^lin([0-4])\.model\.1\.weight$", RegexOptions.CultureInvariant)]
    private static partial Regex Line();
}
