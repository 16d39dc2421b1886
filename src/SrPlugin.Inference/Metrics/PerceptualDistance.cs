using SrPlugin.Imaging;
using SrPlugin.Inference.Devices;
using SrPlugin.Inference.Diffusion;
using SrPlugin.Inference.Errors;
using SrPlugin.Networks.Layers;
using SrPlugin.Networks.Metrics;
using SrPlugin.Weights;
using static TorchSharp.torch;

namespace SrPlugin.Inference.Metrics;

/// <summary>LPIPS of pictures, on the CPU.</summary>
public sealed class PerceptualDistance : IDisposable
{
    private readonly Lpips _network;

    private PerceptualDistance(Lpips network) => _network = network;

    /// <summary>Gets the least side of a picture, in pixels.</summary>
    public int SmallestSide => _network.SmallestSide;

    /// <summary>
    /// Loads the weights: <c>lpips.LPIPS(net="alex").state_dict()</c> or that of <c>"vgg"</c>, saved by torch or as safetensors; or
    /// torchvision's network and the file of linear layers.
    /// </summary>
    /// <param name="paths">The files.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="WeightsFormatException">A file is damaged, or refused as unsafe.</exception>
    /// <exception cref="WeightsMismatchException">They hold other weights.</exception>
    /// <exception cref="TensorLibraryException">The tensor library cannot be loaded.</exception>
    public static PerceptualDistance Load(params IReadOnlyList<string> paths)
    {
        TensorLibrary.Load();
        using var source = JoinedWeights.Open(paths);
        return new PerceptualDistance(Lpips.Load(source, CPU));
    }

    /// <summary>The distance of two pictures of one size, no side below <see cref="SmallestSide"/>; 0 for equal ones.</summary>
    /// <exception cref="ArgumentException">The sizes differ, or are too small.</exception>
    public double Between(PlanarImage first, PlanarImage second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        using var grad = no_grad();
        using var scope = NewDisposeScope();
        return _network.call(Signed(first), Signed(second)).item<float>();
    }

    /// <inheritdoc/>
    public void Dispose() => _network.Dispose();

    private static Tensor Signed(PlanarImage image) => ConditioningImage.ToTensor(image.ToRgb(), CPU).Times(2).Plus(-1);
}
