using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Tensors in an optimizer's state file: kind, shape, bytes. Only SystemTorch reads what it wrote.</summary>
internal static class StateTensors
{
    internal static Tensor Like(Tensor parameter) => ((Tensor)parameter).detach().zeros_like().DetachFromDisposeScope();

    internal static void Write(BinaryWriter writer, Tensor tensor)
    {
        using var here = tensor.detach().cpu().contiguous();
        writer.Write((sbyte)here.dtype);
        writer.Write(here.shape.Length);
        foreach (var size in here.shape)
            writer.Write(size);
        writer.Write(here.bytes);
    }

    internal static Tensor Read(BinaryReader reader, Device device)
    {
        var kind = (ScalarType)reader.ReadSByte();
        var shape = new long[reader.ReadInt32()];
        for (var d = 0; d < shape.Length; d++)
            shape[d] = reader.ReadInt64();
        var result = empty(shape, kind).DetachFromDisposeScope();
        reader.BaseStream.ReadExactly(result.bytes);
        if (device is null || device.type == DeviceType.CPU)
            return result;
        using (result)
            return result.to(device).DetachFromDisposeScope();
    }

    internal static void Copy(Tensor source, ref Tensor target)
    {
        target?.Dispose();
        target = source?.detach().clone().DetachFromDisposeScope();
    }

    internal static void Move(ref Tensor tensor, Device device)
    {
        if (tensor is null)
            return;
        using var old = tensor;
        tensor = old.to(device).DetachFromDisposeScope();
    }
}
