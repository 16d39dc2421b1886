using TorchSharp;
using static TorchSharp.torch;

namespace SrPlugin.Networks.Layers;

/// <summary>
/// Order of a feature map in memory. On the CPU the large maps of the VAE keep their channels innermost ("channels last"): oneDNN then
/// convolves without rearranging its input and output, which saves a tenth of the time and two whole maps of memory.
/// Shapes stay [N, C, H, W]; every operator that follows keeps the order it is given.
/// </summary>
internal static class MapLayout
{
    /// <summary>A large map in the order that convolutions on its device like best; fresh, or another handle of the same memory.</summary>
    public static Tensor Arrange(Tensor map) => map.device_type == DeviceType.CPU ? ChannelsLast(map) : map.contiguous();

    /// <summary>An uninitialised map in the order of another.</summary>
    public static Tensor EmptyLike(Tensor model, long height, long width, Device device)
    {
        var (batch, channels) = (model.shape[0], model.shape[1]);
        if (model.is_contiguous())
            return empty([batch, channels, height, width], model.dtype, device);
        using var flat = empty([batch, height, width, channels], model.dtype, device);
        return flat.permute(0, 3, 1, 2);
    }

    /// <summary>The pixels of a map as tokens, [N, C, H, W] → [N, HW, C].</summary>
    public static Tensor ToTokens(Tensor map)
    {
        using var scope = NewDisposeScope();
        return map.permute(0, 2, 3, 1).reshape(map.shape[0], map.shape[2] * map.shape[3], map.shape[1]).MoveToOuterDisposeScope();
    }

    /// <summary>Tokens as the map they came from, [N, HW, C] → [N, C, H, W], in the order of <paramref name="model"/>.</summary>
    public static Tensor ToMap(Tensor tokens, Tensor model)
    {
        using var scope = NewDisposeScope();
        var map = tokens.reshape(tokens.shape[0], model.shape[2], model.shape[3], tokens.shape[2]).permute(0, 3, 1, 2);
        return (model.is_contiguous() ? map.contiguous() : map).MoveToOuterDisposeScope();
    }

    /// <summary>A map with its channels innermost in memory; fresh, or another handle of the same memory.</summary>
    public static Tensor ChannelsLast(Tensor map)
    {
        using var scope = NewDisposeScope();
        return map.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2).MoveToOuterDisposeScope();
    }
}
