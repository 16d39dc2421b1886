using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>A convolution over [N, C, H, W].</summary>
public sealed class Conv2d : Convolution
{
    internal Conv2d(long in_channels, long out_channels, long[] kernel_size, long[] stride, long[] padding, Padding? padding_type, long[] dilation, long groups, bool bias, PaddingModes padding_mode, Device device, ScalarType? dtype)
        : base(nameof(Conv2d), in_channels, out_channels, kernel_size, stride, padding, padding_type, dilation, false, [0, 0], groups, bias, padding_mode, device, dtype)
    {
    }

    public override Tensor forward(Tensor input)
    {
        if (padding_mode is PaddingModes.Zeros)
            return padding_type is null
                ? nn.functional.conv2d(input, _weight, _bias, stride, padding, dilation, groups)
                : Ops.conv2d_padding.Run(input, _weight, _bias, stride, padding_type == Padding.Same ? "same" : "valid", dilation, groups);
        if (padding_type is not null)
            throw new NotImplementedException($"Conv2d pads {padding_mode} by numbers only.");
        using var padded = nn.functional.pad(input, [padding[1], padding[1], padding[0], padding[0]], padding_mode);
        return nn.functional.conv2d(padded, _weight, _bias, stride, [0, 0], dilation, groups);
    }
}
