using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public bool allclose(Tensor target, double rtol = 1E-05d, double atol = 1E-08d, bool equal_nan = false) => Ops.allclose.RunBool(this, target, rtol, atol, equal_nan);

        public Tensor all() => Ops.all.Run(this);

        public Tensor all(long dim, bool keepdim = false) => Ops.all_dim.Run(this, dim, keepdim);

        public Tensor any() => Ops.any.Run(this);

        public Tensor any(long dim, bool keepdim = false) => Ops.any_dim.Run(this, dim, keepdim);

        public Tensor bitwise_and_(Tensor other) => Ops.bitwise_and__Tensor.InPlace(this, other);

        public Tensor bitwise_and(Tensor other) => Ops.bitwise_and_Tensor.Run(this, other);

        public Tensor bitwise_not_() => Ops.bitwise_not_.InPlace(this);

        public Tensor bitwise_not() => Ops.bitwise_not.Run(this);

        public Tensor bitwise_or_(Tensor other) => Ops.bitwise_or__Tensor.InPlace(this, other);

        public Tensor bitwise_or(Tensor other) => Ops.bitwise_or_Tensor.Run(this, other);

        public Tensor bitwise_xor_(Tensor other) => Ops.bitwise_xor__Tensor.InPlace(this, other);

        public Tensor bitwise_xor(Tensor other) => Ops.bitwise_xor_Tensor.Run(this, other);

        public Tensor eq_(Scalar target) => Ops.eq__Scalar.InPlace(this, target);

        public Tensor eq_(Tensor target) => Ops.eq__Tensor.InPlace(this, target);

        public Tensor eq(Scalar target) => Ops.eq_Scalar.Run(this, target);

        public Tensor eq(Tensor target) => Ops.eq_Tensor.Run(this, target);

        public Tensor ge_(Scalar target) => Ops.ge__Scalar.InPlace(this, target);

        public Tensor ge_(Tensor target) => Ops.ge__Tensor.InPlace(this, target);

        public Tensor ge(Scalar target) => Ops.ge_Scalar.Run(this, target);

        public Tensor ge(Tensor target) => Ops.ge_Tensor.Run(this, target);

        public Tensor gt_(Scalar target) => Ops.gt__Scalar.InPlace(this, target);

        public Tensor gt_(Tensor target) => Ops.gt__Tensor.InPlace(this, target);

        public Tensor gt(Scalar target) => Ops.gt_Scalar.Run(this, target);

        public Tensor gt(Tensor target) => Ops.gt_Tensor.Run(this, target);

        public bool is_nonzero() => Ops.is_nonzero.RunBool(this);

        public Tensor isclose(Tensor other, double rtol = 1E-05d, double atol = 1E-08d, bool nanEqual = false) => Ops.isclose.Run(this, other, rtol, atol, nanEqual);

        public Tensor isfinite() => Ops.isfinite.Run(this);

        public Tensor isinf() => Ops.isinf.Run(this);

        public Tensor isnan() => Ops.isnan.Run(this);

        public Tensor le_(Scalar target) => Ops.le__Scalar.InPlace(this, target);

        public Tensor le_(Tensor target) => Ops.le__Tensor.InPlace(this, target);

        public Tensor le(Scalar target) => Ops.le_Scalar.Run(this, target);

        public Tensor le(Tensor target) => Ops.le_Tensor.Run(this, target);

        public Tensor logical_and_(Tensor other) => Ops.logical_and_.InPlace(this, other);

        public Tensor logical_and(Tensor other) => Ops.logical_and.Run(this, other);

        public Tensor logical_not_() => Ops.logical_not_.InPlace(this);

        public Tensor logical_not() => Ops.logical_not.Run(this);

        public Tensor logical_or_(Tensor other) => Ops.logical_or_.InPlace(this, other);

        public Tensor logical_or(Tensor other) => Ops.logical_or.Run(this, other);

        public Tensor logical_xor_(Tensor other) => Ops.logical_xor_.InPlace(this, other);

        public Tensor logical_xor(Tensor other) => Ops.logical_xor.Run(this, other);

        public Tensor lt_(Scalar target) => Ops.lt__Scalar.InPlace(this, target);

        public Tensor lt_(Tensor target) => Ops.lt__Tensor.InPlace(this, target);

        public Tensor lt(Scalar target) => Ops.lt_Scalar.Run(this, target);

        public Tensor lt(Tensor target) => Ops.lt_Tensor.Run(this, target);

        public Tensor ne_(Scalar target) => Ops.ne__Scalar.InPlace(this, target);

        public Tensor ne_(Tensor target) => Ops.ne__Tensor.InPlace(this, target);

        public Tensor ne(Scalar target) => Ops.ne_Scalar.Run(this, target);

        public Tensor ne(Tensor target) => Ops.ne_Tensor.Run(this, target);
    }
}
