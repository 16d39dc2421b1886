using System.Globalization;
using static TorchSharp.torch;

namespace TorchSharp.Interop;

/// <summary>Arguments in error messages: shapes and kinds, never contents.</summary>
internal static class ArgText
{
    private const int LongestList = 8;

    internal static string Describe(in Arg arg) => arg.Tag switch
    {
        ValueTag.Default => "default",
        ValueTag.None => "none",
        ValueTag.Tensor => Describe((Tensor)arg.Reference),
        ValueTag.Int => arg.Bits.ToString(CultureInfo.InvariantCulture),
        ValueTag.Double => BitConverter.Int64BitsToDouble(arg.Bits).ToString(CultureInfo.InvariantCulture),
        ValueTag.Bool => arg.Bits != 0 ? "true" : "false",
        ValueTag.Ints => List((long[])arg.Reference, v => v.ToString(CultureInfo.InvariantCulture)),
        ValueTag.Doubles => List((double[])arg.Reference, v => v.ToString(CultureInfo.InvariantCulture)),
        ValueTag.Tensors => List((Tensor[])arg.Reference, Describe),
        ValueTag.String => $"\"{arg.Reference}\"",
        ValueTag.Device => new Device((DeviceType)arg.Count, (int)arg.Bits).ToString(),
        _ => arg.Tag.ToString(),
    };

    private static string Describe(Tensor tensor)
    {
        if (tensor is null)
            return "none";
        if (tensor.IsInvalid)
            return "disposed tensor";
        var device = tensor.device_type == DeviceType.CPU ? "" : $" {tensor.device}";
        return $"{tensor.dtype}[{string.Join(", ", tensor.shape)}]{device}";
    }

    private static string List<T>(T[] values, Func<T, string> describe)
    {
        var shown = string.Join(", ", values.Take(LongestList).Select(describe));
        return values.Length > LongestList ? $"[{shown}, … {values.Length} in all]" : $"[{shown}]";
    }
}
