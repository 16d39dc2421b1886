using System.Collections.Frozen;

namespace SrPlugin.Weights.Pickle;

/// <summary>
/// The only Python names a checkpoint may mention. Each stands for code of ours that builds plain data; there is no way
/// from a pickle to anything else.
/// </summary>
internal static class PickleGlobals
{
    /// <summary>Builds a value from the arguments of a REDUCE; throws <see cref="ArgumentException"/> when they do not fit.</summary>
    public delegate object? Constructor(object?[] arguments);

    private static readonly FrozenDictionary<string, object> _allowed = new Dictionary<string, object>
    {
        ["collections.OrderedDict"] = (Constructor)OrderedDict,
        ["torch._utils._rebuild_tensor"] = (Constructor)RebuildTensor,
        ["torch._utils._rebuild_tensor_v2"] = (Constructor)RebuildTensor,
        ["torch._utils._rebuild_parameter"] = (Constructor)RebuildParameter,
        ["torch._utils._rebuild_parameter_with_state"] = (Constructor)RebuildParameter,
        ["torch.Size"] = (Constructor)Size,
        ["torch.device"] = (Constructor)Device,
        ["torch.DoubleStorage"] = TensorElementType.Float64,
        ["torch.FloatStorage"] = TensorElementType.Float32,
        ["torch.HalfStorage"] = TensorElementType.Float16,
        ["torch.BFloat16Storage"] = TensorElementType.BFloat16,
        ["torch.LongStorage"] = TensorElementType.Int64,
        ["torch.IntStorage"] = TensorElementType.Int32,
        ["torch.ShortStorage"] = TensorElementType.Int16,
        ["torch.CharStorage"] = TensorElementType.Int8,
        ["torch.ByteStorage"] = TensorElementType.UInt8,
        ["torch.BoolStorage"] = TensorElementType.Bool,
        ["torch.UntypedStorage"] = TensorElementType.UInt8,
        ["torch.storage.UntypedStorage"] = TensorElementType.UInt8,
        // Element types as values (hyper-parameters) are kept by name.
        ["torch.float64"] = "torch.float64",
        ["torch.float32"] = "torch.float32",
        ["torch.float16"] = "torch.float16",
        ["torch.bfloat16"] = "torch.bfloat16",
        ["torch.int64"] = "torch.int64",
        ["torch.int32"] = "torch.int32",
        ["torch.int16"] = "torch.int16",
        ["torch.int8"] = "torch.int8",
        ["torch.uint8"] = "torch.uint8",
        ["torch.bool"] = "torch.bool",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>A <see cref="Constructor"/>, a storage's <see cref="TensorElementType"/>, or a string; null when not allowed.</summary>
    public static object? Find(string name) => _allowed.GetValueOrDefault(name);

    // Items are set afterwards. (Python 2 passed them as a list of pairs; no supported model was written by it.)
    private static PickleDictionary OrderedDict(object?[] arguments) =>
        arguments.Length == 0 ? new PickleDictionary() : throw new ArgumentException("an OrderedDict has unexpected arguments");

    // (storage, offset, size, stride [, requires_grad, backward_hooks [, metadata]])
    private static TorchTensor RebuildTensor(object?[] arguments) =>
        arguments is [TorchStorage storage, long offset, object?[] size, object?[] stride, ..]
            ? new TorchTensor(storage, offset, Integers(size), Integers(stride))
            : throw new ArgumentException("a tensor's arguments are not (storage, offset, size, stride, …)");

    // (tensor, requires_grad, backward_hooks [, state])
    private static TorchTensor RebuildParameter(object?[] arguments) =>
        arguments is [TorchTensor tensor, ..]
            ? tensor
            : throw new ArgumentException("a parameter is made from something other than a tensor");

    private static object?[] Size(object?[] arguments) =>
        arguments is [object?[] sizes] ? sizes : throw new ArgumentException("a torch.Size is made from something other than a tuple");

    private static string Device(object?[] arguments) => arguments switch
    {
        [string type] => type,
        [string type, long index] => $"{type}:{index}",
        _ => throw new ArgumentException("a torch.device has unexpected arguments"),
    };

    // The length is checked first: one long tuple could stand in many tensors.
    private static long[] Integers(object?[] tuple) => tuple.Length > TorchTensor.MaxRank
        ? throw new ArgumentException($"a tensor has {tuple.Length} dimensions; at most {TorchTensor.MaxRank} are accepted")
        : Array.ConvertAll(tuple, item => item as long? ?? throw new ArgumentException("a size or stride is not an integer"));
}
