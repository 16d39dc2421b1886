using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static Tensor tensor(BFloat16 scalar, ScalarType? dtype = null, Device device = null, bool requires_grad = false) =>
        Ops.scalar_tensor.Run((double)scalar, dtype ?? ScalarType.BFloat16, Arg.None, InitializeDevice(device)).WithGrad(requires_grad);

    public static Tensor tensor(bool scalar, ScalarType? dtype = null, Device device = null, bool requires_grad = false) =>
        Ops.scalar_tensor.Run(scalar, dtype ?? ScalarType.Bool, Arg.None, InitializeDevice(device)).WithGrad(requires_grad);

    public static Tensor tensor(byte scalar, Device device = null, bool requires_grad = false) =>
        Ops.scalar_tensor.Run(scalar, ScalarType.Byte, Arg.None, InitializeDevice(device)).WithGrad(requires_grad);

    public static Tensor tensor(double scalar, ScalarType? dtype = null, Device device = null, bool requires_grad = false) =>
        Ops.scalar_tensor.Run(scalar, dtype ?? ScalarType.Float64, Arg.None, InitializeDevice(device)).WithGrad(requires_grad);

    public static Tensor tensor(float scalar, Device device = null, bool requires_grad = false) =>
        Ops.scalar_tensor.Run(scalar, ScalarType.Float32, Arg.None, InitializeDevice(device)).WithGrad(requires_grad);

    public static Tensor tensor(int scalar, Device device = null, bool requires_grad = false) =>
        Ops.scalar_tensor.Run(scalar, ScalarType.Int32, Arg.None, InitializeDevice(device)).WithGrad(requires_grad);

    public static Tensor tensor(long scalar, ScalarType? dtype = null, Device device = null, bool requires_grad = false) =>
        Ops.scalar_tensor.Run(scalar, dtype ?? ScalarType.Int64, Arg.None, InitializeDevice(device)).WithGrad(requires_grad);

    public static Tensor tensor(sbyte scalar, Device device = null, bool requires_grad = false) =>
        Ops.scalar_tensor.Run(scalar, ScalarType.Int8, Arg.None, InitializeDevice(device)).WithGrad(requires_grad);

    public static Tensor tensor(short scalar, Device device = null, bool requires_grad = false) =>
        Ops.scalar_tensor.Run(scalar, ScalarType.Int16, Arg.None, InitializeDevice(device)).WithGrad(requires_grad);
}
