using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public long[] shape
        {
            get
            {
                unsafe
                {
                    var buffer = stackalloc long[MostDimensions];
                    var n = Native.st_sizes(Handle, buffer, MostDimensions);
                    GC.KeepAlive(this);
                    return n < 0 ? throw Unreadable("shape") : new ReadOnlySpan<long>(buffer, n).ToArray();
                }
            }
        }

        public long ndim => Info().Dimensions;

        public long Dimensions => Info().Dimensions;

        public long NumberOfElements => Info().NumberOfElements;

        public long ElementSize => dtype.ElementSize();

        public ScalarType dtype => (ScalarType)Info().DataType;

        public Device device
        {
            get
            {
                var info = Info();
                return new Device((DeviceType)info.DeviceType, info.DeviceIndex);
            }
        }

        public DeviceType device_type => (DeviceType)Info().DeviceType;

        public int device_index => Info().DeviceIndex;

        public bool is_cuda => device_type == DeviceType.CUDA;

        public bool is_meta => device_type == DeviceType.META;

        public bool is_sparse => Info().Layout != 0;

        public bool is_leaf => (AutogradFlags() & 2) != 0;

        public bool requires_grad
        {
            get => (AutogradFlags() & 1) != 0;
            set
            {
                Native.Check(Native.st_set_requires_grad(Handle, value ? 1 : 0), "setting requires_grad");
                GC.KeepAlive(this);
            }
        }

        /// <summary>The accumulated gradient, or null. A new object at each call, which is the caller's.</summary>
        public Tensor grad
        {
            get
            {
                if ((AutogradFlags() & 8) == 0)
                    return null;
                var gradient = Native.st_grad(Handle);
                GC.KeepAlive(this);
                return gradient == IntPtr.Zero ? null : new Tensor(gradient);
            }
            set
            {
                Native.Check(Native.st_set_grad(Handle, value is null ? IntPtr.Zero : value.Handle), "setting grad");
                GC.KeepAlive(this);
                GC.KeepAlive(value);
            }
        }

        public Tensor T => Ops.numpy_T.Run(this);

        public Tensor mT => Ops.mT.Run(this);

        public string name { get; set; }

        public long dim() => Info().Dimensions;

        public long numel() => Info().NumberOfElements;

        public long element_size() => ElementSize;

        public long[] size() => shape;

        public long size(int dim)
        {
            unsafe
            {
                var buffer = stackalloc long[MostDimensions];
                var n = Native.st_sizes(Handle, buffer, MostDimensions);
                GC.KeepAlive(this);
                return buffer[Wrap(dim, n)];
            }
        }

        public long[] stride()
        {
            unsafe
            {
                var buffer = stackalloc long[MostDimensions];
                var n = Native.st_strides(Handle, buffer, MostDimensions);
                GC.KeepAlive(this);
                return n < 0 ? throw Unreadable("strides") : new ReadOnlySpan<long>(buffer, n).ToArray();
            }
        }

        public long stride(int dim)
        {
            var all = stride();
            return all[Wrap(dim, all.Length)];
        }

        public long storage_offset()
        {
            var offset = Native.st_storage_offset(Handle);
            GC.KeepAlive(this);
            return offset;
        }

        public bool is_contiguous()
        {
            var result = Native.st_is_contiguous(Handle) != 0;
            GC.KeepAlive(this);
            return result;
        }

        public bool is_cpu() => device_type == DeviceType.CPU;

        public bool is_floating_point() => torch.is_floating_point(dtype);

        public bool is_complex() => torch.is_complex(dtype);

        public bool is_integral() => torch.is_integral(dtype);

        public Tensor requires_grad_(bool requires_grad = true)
        {
            this.requires_grad = requires_grad;
            return this;
        }

        public Tensor with_requires_grad(bool requires_grad = true) => requires_grad_(requires_grad);

        public void retain_grad()
        {
            Native.Check(Native.st_retain_grad(Handle), "retain_grad");
            GC.KeepAlive(this);
        }

        internal bool IsInference => (AutogradFlags() & 4) != 0;

        internal TensorInfo Info()
        {
            unsafe
            {
                TensorInfo info;
                if (Native.st_info_of(Handle, &info) == 0)
                    throw Unreadable("properties");
                GC.KeepAlive(this);
                return info;
            }
        }

        private int AutogradFlags()
        {
            var flags = Native.st_autograd_flags(Handle);
            GC.KeepAlive(this);
            return flags;
        }

        private static int Wrap(int dim, int count)
        {
            if (dim < -count || dim >= count)
                throw new ArgumentOutOfRangeException(nameof(dim), dim, $"The tensor has {count} dimensions.");
            return dim < 0 ? dim + count : dim;
        }

        private static System.Runtime.InteropServices.ExternalException Unreadable(string what) =>
            new($"the tensor's {what} could not be read: {Native.LastError()}");
    }
}
