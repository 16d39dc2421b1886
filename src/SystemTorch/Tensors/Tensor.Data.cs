using System.Runtime.CompilerServices;
using TorchSharp.Interop;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>The tensor's memory as bytes: CPU, contiguous and below 2 GiB. Valid as long as the tensor is.</summary>
        /// <exception cref="InvalidOperationException">The tensor is not on the CPU.</exception>
        /// <exception cref="NotImplementedException">The tensor is not contiguous.</exception>
        public Span<byte> bytes
        {
            get
            {
                RequireCpu();
                if (!is_contiguous())
                    throw new NotImplementedException("The bytes of a tensor that is not contiguous are scattered; call contiguous() first.");
                var count = NumberOfElements * ElementSize;
                if (count > int.MaxValue)
                    throw new NotImplementedException($"A span cannot hold the tensor's {count} bytes; take it in parts.");
                unsafe
                {
                    return new Span<byte>((void*)Pointer(), (int)count);
                }
            }

            set
            {
                var target = bytes;
                if (target.Length != value.Length)
                    throw new ArgumentException($"{value.Length} bytes given for a tensor of {target.Length}.", nameof(value));
                value.CopyTo(target);
            }
        }

        /// <summary>The elements for reading and writing in place.</summary>
        /// <exception cref="ArgumentException"><typeparamref name="T"/> is not exactly the tensor's kind.</exception>
        public TensorAccessor<T> data<T>()
            where T : unmanaged
        {
            RequireKind<T>();
            RequireCpu();
            return new TensorAccessor<T>(this);
        }

        /// <summary>The only element.</summary>
        /// <exception cref="ArgumentException">There is not exactly one, or it is of another kind.</exception>
        public T item<T>()
            where T : unmanaged
        {
            RequireKind<T>();
            if (NumberOfElements != 1)
                throw new ArgumentException($"Number of elements in the tensor must be 1, not {NumberOfElements}.");
            if (device_type == DeviceType.CPU)
            {
                unsafe
                {
                    var value = Unsafe.ReadUnaligned<T>((void*)Pointer());
                    GC.KeepAlive(this);
                    return value;
                }
            }
            using var here = cpu();
            return here.item<T>();
        }

        public T ReadCpuValue<T>(long i)
            where T : unmanaged
        {
            using var accessor = data<T>();
            return accessor.At(i);
        }

        public float ReadCpuSingle(long i) => ReadCpuValue<float>(i);

        public double ReadCpuDouble(long i) => ReadCpuValue<double>(i);

        public long ReadCpuInt64(long i) => ReadCpuValue<long>(i);

        public int ReadCpuInt32(long i) => ReadCpuValue<int>(i);

        public byte ReadCpuByte(long i) => ReadCpuValue<byte>(i);

        public bool ReadCpuBool(long i) => ReadCpuValue<bool>(i);

        public Scalar ToScalar()
        {
            if (is_floating_point())
                return Ops._local_scalar_dense.RunDouble(this);
            var value = Ops._local_scalar_dense.RunLong(this);
            return dtype == ScalarType.Bool ? value != 0 : value;
        }

        internal IntPtr Pointer()
        {
            var pointer = Native.st_data(Handle);
            GC.KeepAlive(this);
            return pointer;
        }

        private void RequireCpu()
        {
            if (device_type != DeviceType.CPU)
                throw new InvalidOperationException($"Reading data from {device} memory is not supported. Move or copy the tensor to the CPU before reading.");
        }

        private void RequireKind<T>()
        {
            var type = typeof(T);
            var fits = dtype switch
            {
                ScalarType.Byte => type == typeof(byte),
                ScalarType.Int8 => type == typeof(sbyte),
                ScalarType.Int16 => type == typeof(short),
                ScalarType.Int32 => type == typeof(int),
                ScalarType.Int64 => type == typeof(long),
                ScalarType.Float16 => type == typeof(Half),
                ScalarType.BFloat16 => type == typeof(BFloat16),
                ScalarType.Float32 => type == typeof(float),
                ScalarType.Float64 => type == typeof(double),
                ScalarType.Bool => type == typeof(bool),
                ScalarType.ComplexFloat32 => type == typeof((float, float)),
                ScalarType.ComplexFloat64 => type == typeof(System.Numerics.Complex),
                _ => false,
            };
            if (!fits)
                throw new ArgumentException($"{type.Name} is not compatible with {dtype}.");
        }
    }
}
