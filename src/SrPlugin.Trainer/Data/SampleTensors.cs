using System.Runtime.InteropServices;
using SrPlugin.Imaging;
using SrPlugin.Networks.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace SrPlugin.Trainer.Data;

/// <summary>Pictures as tensors.</summary>
internal static class SampleTensors
{
    /// <summary>[N, 3, H, W] in −1…1 of N pictures of one size in 0…1; fresh.</summary>
    public static Tensor Signed(IReadOnlyList<PlanarImage> images)
    {
        using var scope = NewDisposeScope();
        return Stack(images).Times(2).Plus(-1).MoveToOuterDisposeScope();
    }

    /// <summary>[N, 3, H, W] in 0…1; fresh.</summary>
    public static Tensor Stack(IReadOnlyList<PlanarImage> images)
    {
        var first = images[0];
        var result = empty([images.Count, first.Channels, first.Height, first.Width], ScalarType.Float32, CPU);
        var bytes = result.bytes;
        var length = first.Data.Length * sizeof(float);
        for (var i = 0; i < images.Count; i++)
            MemoryMarshal.AsBytes(images[i].Data.AsSpan()).CopyTo(bytes.Slice(i * length, length));
        return result;
    }

    /// <summary>Bilinear enlargement ×4, pixel centres at half-integers, as the pipeline makes its conditioning image; fresh.</summary>
    public static Tensor Enlarge(Tensor sources) =>
        nn.functional.interpolate(sources, [sources.shape[2] * 4, sources.shape[3] * 4], null, InterpolationMode.Bilinear, false);

    /// <summary>
    /// The conditioning images of sources that may differ in how much they were reduced, [N, 3, side, side] in −1…1; fresh.
    /// </summary>
    /// <param name="sources">Square pictures in 0…1.</param>
    /// <param name="side">The side that all are enlarged to.</param>
    public static Tensor Conditioning(IReadOnlyList<PlanarImage> sources, int side)
    {
        using var scope = NewDisposeScope();
        return cat([.. sources.Select(source =>
            source.Width == side
                ? Signed([source])
                : nn.functional.interpolate(Signed([source]), [side, side], null, InterpolationMode.Bilinear, false))], 0)
            .MoveToOuterDisposeScope();
    }

    /// <summary>One picture of a batch in −1…1 as planes in 0…1, clamped.</summary>
    public static PlanarImage ToImage(Tensor signed) => ToImage(signed, 0.5f, 0.5f);

    /// <summary>One picture of a batch in 0…1 as planes, clamped.</summary>
    public static PlanarImage ToUnitImage(Tensor unit) => ToImage(unit, 1, 0);

    private static PlanarImage ToImage(Tensor tensor, float gain, float lift)
    {
        using var scope = NewDisposeScope();
        var values = MemoryMarshal.Cast<byte, float>(tensor.cpu().contiguous().bytes);
        var image = new PlanarImage((int)tensor.shape[1], (int)tensor.shape[2], (int)tensor.shape[3]);
        for (var i = 0; i < image.Data.Length; i++)
            image.Data[i] = Math.Clamp((values[i] * gain) + lift, 0, 1);
        return image;
    }
}
