using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    private static ScalarType DefaultType { get; set; } = ScalarType.Float32;

    public static ScalarType get_default_dtype() => DefaultType;

    public static void set_default_dtype(ScalarType dtype) => DefaultType = dtype;

    public static Tensor arange(Scalar stop, ScalarType? dtype = null, Device device = null, bool requires_grad = false) =>
        Ops.arange.Run(stop, dtype, Arg.None, InitializeDevice(device)).WithGrad(requires_grad);

    public static Tensor arange(Scalar start, Scalar stop, ScalarType? dtype = null, Device device = null, bool requires_grad = false) =>
        Ops.arange_start.Run(start, stop, dtype, Arg.None, InitializeDevice(device)).WithGrad(requires_grad);

    public static Tensor arange(Scalar start, Scalar stop, Scalar step, ScalarType? dtype = null, Device device = null, bool requires_grad = false) =>
        Ops.arange_start_step.Run(start, stop, step, dtype, Arg.None, InitializeDevice(device)).WithGrad(requires_grad);

    public static Tensor linspace(double start, double end, long steps, ScalarType? dtype = null, Device device = null, bool requires_grad = false) =>
        Ops.linspace.Run(start, end, steps, dtype ?? DefaultType, Arg.None, InitializeDevice(device)).WithGrad(requires_grad);

    public static Tensor logspace(double start, double end, long steps, double @base = 10d, ScalarType? dtype = null, Device device = null, bool requires_grad = false) =>
        Ops.logspace.Run(start, end, steps, @base, dtype ?? DefaultType, Arg.None, InitializeDevice(device)).WithGrad(requires_grad);

    public static Tensor eye(long rows, long columns = -1, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) =>
        Ops.eye_m.Run(rows, columns < 0 ? rows : columns, dtype ?? DefaultType, Arg.None, InitializeDevice(device)).WithGrad(requires_grad);

    public static Tensor randint(long high, long[] size, ScalarType? dtype = null, Device device = null, bool requires_grad = false, Generator generator = null, string[] names = null) =>
        randint(0, high, size, dtype, device, requires_grad, generator, names);

    public static Tensor randint(long low, long high, long[] size, ScalarType? dtype = null, Device device = null, bool requires_grad = false, Generator generator = null, string[] names = null) =>
        Ops.randint_low_generator.Run(low, high, size, generator, dtype ?? ScalarType.Int64, Arg.None, InitializeDevice(device)).WithGrad(requires_grad);

    public static Tensor randint(long high, Size size, ScalarType? dtype = null, Device device = null, bool requires_grad = false, Generator generator = null, string[] names = null) =>
        randint(0, high, size.Shape, dtype, device, requires_grad, generator, names);

    public static Tensor randint(long low, long high, Size size, ScalarType? dtype = null, Device device = null, bool requires_grad = false, Generator generator = null, string[] names = null) =>
        randint(low, high, size.Shape, dtype, device, requires_grad, generator, names);

    public static Tensor randperm(long n, ScalarType? dtype = null, Device device = null, bool requires_grad = false, Generator generator = null) =>
        Ops.randperm_generator.Run(n, generator, dtype ?? ScalarType.Int64, Arg.None, InitializeDevice(device)).WithGrad(requires_grad);

    public static Tensor empty_strided(long[] size, long[] strides, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) =>
        Ops.empty_strided.Run(size, strides, dtype ?? DefaultType, Arg.None, InitializeDevice(device)).WithGrad(requires_grad);

    public static Tensor empty_like(Tensor input, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) =>
        input.empty_like(dtype, device, requires_grad);

    public static Tensor zeros_like(Tensor input, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) =>
        input.zeros_like(dtype, device, requires_grad);

    public static Tensor ones_like(Tensor input, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) =>
        input.ones_like(dtype, device, requires_grad);

    public static Tensor full_like(Tensor input, Scalar value, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) =>
        input.full_like(value, dtype, device, requires_grad);

    /// <summary>
    /// A tensor of an array of any number of dimensions. TorchSharp shares and pins the array; this copies it,
    /// so writing to the one does not show in the other.
    /// </summary>
    public static Tensor from_array(Array rawArray, Device device = null) => from_array(rawArray, null, device);

    public static Tensor from_array(Array rawArray, ScalarType? dtype, Device device = null, bool requires_grad = false, string[] names = null)
    {
        ArgumentNullException.ThrowIfNull(rawArray);
        var dimensions = new long[rawArray.Rank];
        for (var d = 0; d < dimensions.Length; d++)
            dimensions[d] = rawArray.GetLongLength(d);
        var element = rawArray.GetType().GetElementType();
        return Type.GetTypeCode(element) switch
        {
            TypeCode.Byte => Copied(Flat<byte>(rawArray), dimensions, ScalarType.Byte, dtype, device, requires_grad),
            TypeCode.SByte => Copied(Flat<sbyte>(rawArray), dimensions, ScalarType.Int8, dtype, device, requires_grad),
            TypeCode.Int16 => Copied(Flat<short>(rawArray), dimensions, ScalarType.Int16, dtype, device, requires_grad),
            TypeCode.Int32 => Copied(Flat<int>(rawArray), dimensions, ScalarType.Int32, dtype, device, requires_grad),
            TypeCode.Int64 => Copied(Flat<long>(rawArray), dimensions, ScalarType.Int64, dtype, device, requires_grad),
            TypeCode.Single => Copied(Flat<float>(rawArray), dimensions, ScalarType.Float32, dtype, device, requires_grad),
            TypeCode.Double => Copied(Flat<double>(rawArray), dimensions, ScalarType.Float64, dtype, device, requires_grad),
            TypeCode.Boolean => Copied(Flat<bool>(rawArray), dimensions, ScalarType.Bool, dtype, device, requires_grad),
            _ when element == typeof(Half) => Copied(Flat<Half>(rawArray), dimensions, ScalarType.Float16, dtype, device, requires_grad),
            _ when element == typeof(BFloat16) => Copied(Flat<BFloat16>(rawArray), dimensions, ScalarType.BFloat16, dtype, device, requires_grad),
            _ => throw new ArgumentException($"An array of {element} has no kind of tensor.", nameof(rawArray)),
        };
    }

    private static Tensor Copied<T>(ReadOnlySpan<T> values, long[] dimensions, ScalarType kind, ScalarType? dtype, Device device, bool requiresGrad)
        where T : unmanaged
    {
        device = InitializeDevice(device);
        var count = dimensions.TotalSize();
        if (count != values.Length)
            throw new ArgumentException($"mismatched total size creating a tensor: {values.Length} values for the shape [{string.Join(", ", dimensions)}]");
        var result = Ops.empty_memory_format.Run(dimensions, kind, Arg.None, CPU);
        unsafe
        {
            values.CopyTo(new Span<T>((void*)result.Pointer(), values.Length));
        }
        var wanted = dtype ?? kind;
        if (wanted != kind || device.type != DeviceType.CPU)
        {
            using (result)
                return result.to(wanted, device).WithGrad(requiresGrad);
        }
        return result.WithGrad(requiresGrad);
    }

    /// <summary>An array's elements in row-major order, without copying.</summary>
    private static ReadOnlySpan<T> Flat<T>(Array array)
        where T : unmanaged =>
        MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(array)), array.Length);
}
