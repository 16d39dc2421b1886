using SrPlugin.Imaging;
using SrPlugin.Inference.Devices;
using SrPlugin.Inference.Diffusion;
using SrPlugin.Inference.Errors;
using SrPlugin.Networks.Layers;
using SrPlugin.Networks.Loading;
using SrPlugin.Networks.Metrics;
using SrPlugin.Weights;
using static TorchSharp.torch;

namespace SrPlugin.Inference.Metrics;

/// <summary>LPIPS of pictures, on the CPU.</summary>
public sealed class PerceptualDistance : IDisposable
{
    /// <summary>Least side of a picture, in pixels.</summary>
    public const int SmallestSide = 63;

    private readonly Lpips _network;

    private PerceptualDistance(Lpips network) => _network = network;

    /// <summary>Loads the weights: <c>lpips.LPIPS(net="alex").state_dict()</c>, saved by torch or as safetensors.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="WeightsFormatException">The file is damaged, or refused as unsafe.</exception>
    /// <exception cref="WeightsMismatchException">It holds other weights.</exception>
    /// <exception cref="TensorLibraryException">The tensor library cannot be loaded.</exception>
    public static PerceptualDistance Load(string path)
    {
        TensorLibrary.Load();
        using var source = WeightsSource.Open(path);
        var network = new Lpips(CPU);
        try
        {
            StrictLoader.Load(network, new MappedWeights(source, Lpips.MapKey));
            return new PerceptualDistance(network);
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    /// <summary>The distance of two pictures of one size, at least 63×63 pixels; 0 for equal ones.</summary>
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
