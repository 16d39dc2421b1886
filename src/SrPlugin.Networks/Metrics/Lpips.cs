using System.Text.RegularExpressions;
using SrPlugin.Networks.Layers;
using SrPlugin.Networks.Loading;
using SrPlugin.Weights;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SrPlugin.Networks.Metrics;

/// <summary>
/// Learned perceptual distance of two pictures (Zhang et al. 2018), version 0.1 on AlexNet or VGG-16: the weighted squared differences of
/// normalised features, averaged over every map and summed over five layers.
/// </summary>
public sealed partial class Lpips : Module<Tensor, Tensor, Tensor>
{
    private const double Epsilon = 1e-10;

    // Below every sum of squares but zero: the root of zero has no derivative.
    private const double LeastSquare = 1e-30;

    // Pooling is what comes before a convolution: the side of its window, 0 for none; all strides are 2.
    private static readonly Layer[] _alexNet =
        [
            new(3, 64, 11, 4, 2, 0, true), new(64, 192, 5, 1, 2, 3, true), new(192, 384, 3, 1, 1, 3, true), new(384, 256, 3, 1, 1, 0, true),
            new(256, 256, 3, 1, 1, 0, true)
        ];

    private static readonly Layer[] _vgg16 =
    [
        new(3, 64, 3, 1, 1, 0, false), new(64, 64, 3, 1, 1, 0, true), new(64, 128, 3, 1, 1, 2, false), new(128, 128, 3, 1, 1, 0, true),
        new(128, 256, 3, 1, 1, 2, false), new(256, 256, 3, 1, 1, 0, false), new(256, 256, 3, 1, 1, 0, true),
        new(256, 512, 3, 1, 1, 2, false), new(512, 512, 3, 1, 1, 0, false), new(512, 512, 3, 1, 1, 0, true),
        new(512, 512, 3, 1, 1, 2, false), new(512, 512, 3, 1, 1, 0, false), new(512, 512, 3, 1, 1, 0, true),
    ];

    // Places of the convolutions in torchvision's lists of layers. The two lists agree wherever they share a place.
    private static readonly int[] _alexNetPlaces = [0, 3, 6, 8, 10];
    private static readonly int[] _vgg16Places = [0, 2, 5, 7, 10, 12, 14, 17, 19, 21, 24, 26, 28];

    private static readonly float[] _shift = [-0.030f, -0.088f, -0.188f];
    private static readonly float[] _scale = [0.458f, 0.448f, 0.450f];

    private readonly ModuleList<AdaptableConv2d> net;
    private readonly ModuleList<ChannelWeights> lins;
    private readonly Layer[] _layers;

    /// <summary>Builds the network with uninitialised parameters.</summary>
    /// <param name="device">Where the parameters lie; null for the default device.</param>
    /// <param name="backbone">The network whose features are compared.</param>
    public Lpips(Device? device = null, LpipsBackbone backbone = LpipsBackbone.AlexNet)
        : base(nameof(Lpips))
    {
        var placement = new ParameterPlacement(device, ScalarType.Float32);
        _layers = backbone == LpipsBackbone.AlexNet ? _alexNet : _vgg16;
        SmallestSide = backbone == LpipsBackbone.AlexNet ? 63 : 16;
        net = new ModuleList<AdaptableConv2d>();
        lins = new ModuleList<ChannelWeights>();
        foreach (var layer in _layers)
        {
            net.Add(new AdaptableConv2d(layer.In, layer.Out, layer.Kernel, layer.Stride, layer.Padding, placement));
            if (layer.IsCompared)
                lins.Add(new ChannelWeights(layer.Out, placement));
        }
        RegisterComponents();
    }

    /// <summary>Gets the least side of a picture in pixels: what the poolings need.</summary>
    public int SmallestSide { get; }

    /// <summary>
    /// Loads the weights: <c>lpips.LPIPS(net=…).state_dict()</c>, or torchvision's network together with the file of linear layers; the
    /// names tell AlexNet and VGG-16 apart.
    /// </summary>
    /// <param name="source">The weights; borrowed.</param>
    /// <param name="device">Where the network lies; null for the default device.</param>
    /// <exception cref="WeightsMismatchException">It holds other weights.</exception>
    public static Lpips Load(WeightsSource source, Device? device = null)
    {
        var mapped = new MappedWeights(source, MapKey);
        var network = new Lpips(device, mapped.Tensors.ContainsKey("net.5.weight") ? LpipsBackbone.Vgg16 : LpipsBackbone.AlexNet);
        try
        {
            StrictLoader.Load(network, mapped);
            return network;
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    /// <summary>
    /// The network's name for a key of <c>lpips.LPIPS(net=…).state_dict()</c> or of torchvision's AlexNet and VGG-16; null for constants,
    /// for classifiers and for the second names of the same weights.
    /// </summary>
    public static string? MapKey(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (key.StartsWith("scaling_layer.", StringComparison.Ordinal) || key.StartsWith("lins.", StringComparison.Ordinal)
            || key.StartsWith("classifier.", StringComparison.Ordinal))
            return null;
        if (Convolution().Match(key) is { Success: true } convolution
            && Place(int.Parse(convolution.Groups[1].ValueSpan)) is >= 0 and var place)
            return $"net.{place}.{convolution.Groups[2].Value}";
        return Line().Match(key) is { Success: true } line ? $"lins.{line.Groups[1].Value}.weight" : key;
    }

    /// <summary>The distance of pictures, 0 for equal ones.</summary>
    /// <param name="first">[N, 3, H, W], RGB in −1…1, sides of at least <see cref="SmallestSide"/>.</param>
    /// <param name="second">As large.</param>
    /// <returns>[N], the caller's.</returns>
    /// <exception cref="ArgumentException">The shapes differ, or are too small.</exception>
    public override Tensor forward(Tensor first, Tensor second)
    {
        using var scope = NewDisposeScope();
        var distances = Distances(first, second);
        return distances.Skip(1).Aggregate(distances[0], (sum, distance) => sum.Plus(distance)).MoveToOuterDisposeScope();
    }

    /// <summary>The distance at each of the five layers, [N] each; the caller's.</summary>
    internal IReadOnlyList<Tensor> Distances(Tensor first, Tensor second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (!first.shape.SequenceEqual(second.shape) || first.shape is not [_, 3, var height, var width]
            || Math.Min(height, width) < SmallestSide)
        {
            throw new ArgumentException(
                $"The pictures have the shapes [{string.Join(", ", first.shape)}] and [{string.Join(", ", second.shape)}]; expected twice "
                    + $"[N, 3, H, W] with sides of at least {SmallestSide}.");
        }

        using var scope = NewDisposeScope();
        var (a, b) = (Normalize(first), Normalize(second));
        var distances = new List<Tensor>(lins.Count);
        for (var i = 0; i < _layers.Length; i++)
        {
            (a, b) = (Features(a, i), Features(b, i));
            if (!_layers[i].IsCompared)
                continue;
            var difference = Unit(a) - Unit(b);
            distances.Add(lins[distances.Count].call(difference * difference).mean([1L, 2L, 3L]).MoveToOuterDisposeScope());
        }
        return distances;
    }

    private static Tensor Normalize(Tensor image) =>
        (image - tensor(_shift, [1, 3, 1, 1], device: image.device)) / tensor(_scale, [1, 3, 1, 1], device: image.device);

    private Tensor Features(Tensor x, int layer)
    {
        if (_layers[layer].Pooling is > 0 and var side)
            x = functional.max_pool2d(x, side, 2);
        return Fresh.Relu(net[layer].call(x));
    }

    private static Tensor Unit(Tensor features) =>
        features / (features * features).sum(1, keepdim: true).Clamp(LeastSquare, float.MaxValue).sqrt().Plus(Epsilon);

    private static int Place(int layer) => Math.Max(Array.IndexOf(_alexNetPlaces, layer), Array.IndexOf(_vgg16Places, layer));

    [GeneratedRegex(@"^(?:net\.slice[1-5]|features)\.(\d+)\.(weight|bias)$", RegexOptions.CultureInvariant)]
    private static partial Regex Convolution();

    [GeneratedRegex(@"^lin([0-4])\.model\.1\.weight$", RegexOptions.CultureInvariant)]
    private static partial Regex Line();

    private readonly record struct Layer(long In, long Out, long Kernel, long Stride, long Padding, int Pooling, bool IsCompared);
}
