using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor empty_like(ScalarType? dtype = null, Device device = null, bool requires_grad = false) => Ops.empty_like.Run(this, dtype, Arg.None, device).WithGrad(requires_grad);

        public Tensor full_like(Scalar value, ScalarType? dtype = null, Device device = null, bool requires_grad = false) => Ops.full_like.Run(this, value, dtype, Arg.None, device).WithGrad(requires_grad);

        public Tensor new_empty(ReadOnlySpan<long> size, ScalarType? dtype = null, Device device = null, bool requires_grad = false) => Ops.new_empty.Run(this, size.ToArray(), dtype, Arg.None, device).WithGrad(requires_grad);

        public Tensor new_empty(long dim0, long dim1, long dim2, ScalarType? dtype = null, Device device = null, bool requires_grad = false) => Ops.new_empty.Run(this, new[] { dim0, dim1, dim2 }, dtype, Arg.None, device).WithGrad(requires_grad);

        public Tensor new_empty(long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device device = null, bool requires_grad = false) => Ops.new_empty.Run(this, new[] { dim0, dim1, dim2, dim3 }, dtype, Arg.None, device).WithGrad(requires_grad);

        public Tensor new_empty(long rows, long columns, ScalarType? dtype = null, Device device = null, bool requires_grad = false) => Ops.new_empty.Run(this, new[] { rows, columns }, dtype, Arg.None, device).WithGrad(requires_grad);

        public Tensor new_empty(long size, ScalarType? dtype = null, Device device = null, bool requires_grad = false) => Ops.new_empty.Run(this, new[] { size }, dtype, Arg.None, device).WithGrad(requires_grad);

        public Tensor new_empty(long[] size, ScalarType? dtype = null, Device device = null, bool requires_grad = false) => Ops.new_empty.Run(this, size, dtype, Arg.None, device).WithGrad(requires_grad);

        public Tensor new_full(long[] size, Scalar value, ScalarType? dtype = null, Device device = null, bool requires_grad = false) => Ops.new_full.Run(this, size, value, dtype, Arg.None, device).WithGrad(requires_grad);

        public Tensor new_ones(long dim0, long dim1, long dim2, ScalarType? dtype = null, Device device = null, bool requires_grad = false) => Ops.new_ones.Run(this, new[] { dim0, dim1, dim2 }, dtype, Arg.None, device).WithGrad(requires_grad);

        public Tensor new_ones(long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device device = null, bool requires_grad = false) => Ops.new_ones.Run(this, new[] { dim0, dim1, dim2, dim3 }, dtype, Arg.None, device).WithGrad(requires_grad);

        public Tensor new_ones(long rows, long columns, ScalarType? dtype = null, Device device = null, bool requires_grad = false) => Ops.new_ones.Run(this, new[] { rows, columns }, dtype, Arg.None, device).WithGrad(requires_grad);

        public Tensor new_ones(long size, ScalarType? dtype = null, Device device = null, bool requires_grad = false) => Ops.new_ones.Run(this, new[] { size }, dtype, Arg.None, device).WithGrad(requires_grad);

        public Tensor new_zeros(ReadOnlySpan<long> size, ScalarType? dtype = null, Device device = null, bool requires_grad = false) => Ops.new_zeros.Run(this, size.ToArray(), dtype, Arg.None, device).WithGrad(requires_grad);

        public Tensor new_zeros(long dim0, long dim1, long dim2, ScalarType? dtype = null, Device device = null, bool requires_grad = false) => Ops.new_zeros.Run(this, new[] { dim0, dim1, dim2 }, dtype, Arg.None, device).WithGrad(requires_grad);

        public Tensor new_zeros(long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device device = null, bool requires_grad = false) => Ops.new_zeros.Run(this, new[] { dim0, dim1, dim2, dim3 }, dtype, Arg.None, device).WithGrad(requires_grad);

        public Tensor new_zeros(long rows, long columns, ScalarType? dtype = null, Device device = null, bool requires_grad = false) => Ops.new_zeros.Run(this, new[] { rows, columns }, dtype, Arg.None, device).WithGrad(requires_grad);

        public Tensor new_zeros(long size, ScalarType? dtype = null, Device device = null, bool requires_grad = false) => Ops.new_zeros.Run(this, new[] { size }, dtype, Arg.None, device).WithGrad(requires_grad);

        public Tensor new_zeros(long[] size, ScalarType? dtype = null, Device device = null, bool requires_grad = false) => Ops.new_zeros.Run(this, size, dtype, Arg.None, device).WithGrad(requires_grad);

        public Tensor ones_like(ScalarType? dtype = null, Device device = null, bool requires_grad = false) => Ops.ones_like.Run(this, dtype, Arg.None, device).WithGrad(requires_grad);

        public Tensor rand_like(ScalarType? dtype = null, Device device = null, bool requires_grad = false) => Ops.rand_like.Run(this, dtype, Arg.None, device).WithGrad(requires_grad);

        public Tensor randn_like(ScalarType? dtype = null, Device device = null, bool requires_grad = false) => Ops.randn_like.Run(this, dtype, Arg.None, device).WithGrad(requires_grad);

        public Tensor zeros_like(ScalarType? dtype = null, Device device = null, bool requires_grad = false) => Ops.zeros_like.Run(this, dtype, Arg.None, device).WithGrad(requires_grad);
    }
}
