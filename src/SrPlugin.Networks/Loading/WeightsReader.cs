using SrPlugin.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace SrPlugin.Networks.Loading;

/// <summary>Moves tensors from a <see cref="WeightsSource"/> into torch.</summary>
internal static class WeightsReader
{
    /// <summary>A fresh CPU tensor in the stored type.</summary>
    public static Tensor Read(WeightsSource source, string name)
    {
        var info = source.Tensors[name];
        var result = empty([.. info.Shape], ScalarTypeOf(info.ElementType), CPU);
        try
        {
            source.Read(name, result.bytes);
            return result;
        }
        catch
        {
            result.Dispose();
            throw;
        }
    }

    /// <summary>Fills a tensor of the same shape, converting to its type and moving to its device.</summary>
    public static void ReadInto(WeightsSource source, string name, Tensor target)
    {
        var info = source.Tensors[name];
        if (target.device_type == DeviceType.CPU && target.dtype == ScalarTypeOf(info.ElementType) && target.is_contiguous())
        {
            source.Read(name, target.bytes);
            return;
        }
        using var _ = no_grad();
        using var stored = Read(source, name);
        target.copy_(stored);
    }

    /// <summary>The torch type of a stored type.</summary>
    public static ScalarType ScalarTypeOf(TensorElementType type) => type switch
    {
        TensorElementType.Float64 => ScalarType.Float64,
        TensorElementType.Float32 => ScalarType.Float32,
        TensorElementType.Float16 => ScalarType.Float16,
        TensorElementType.BFloat16 => ScalarType.BFloat16,
        TensorElementType.Int64 => ScalarType.Int64,
        TensorElementType.Int32 => ScalarType.Int32,
        TensorElementType.Int16 => ScalarType.Int16,
        TensorElementType.Int8 => ScalarType.Int8,
        TensorElementType.UInt8 => ScalarType.Byte,
        TensorElementType.Bool => ScalarType.Bool,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Not a tensor element type."),
    };
}
