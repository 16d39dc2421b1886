using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor abs_() => Ops.abs_.InPlace(this);

        public Tensor absolute() => Ops.absolute.Run(this);

        public Tensor abs() => Ops.abs.Run(this);

        public Tensor acos() => Ops.acos.Run(this);

        public Tensor asin() => Ops.asin.Run(this);

        public Tensor atan2(Tensor other) => Ops.atan2.Run(this, other);

        public Tensor atan2_(Tensor other) => Ops.atan2_.InPlace(this, other);

        public Tensor atan_() => Ops.atan_.InPlace(this);

        public Tensor atan() => Ops.atan.Run(this);

        public Tensor ceil_() => Ops.ceil_.InPlace(this);

        public Tensor ceil() => Ops.ceil.Run(this);

        public Tensor cos_() => Ops.cos_.InPlace(this);

        public Tensor cos() => Ops.cos.Run(this);

        public Tensor equal(Tensor target) => eq(target);

        public Tensor erf_() => Ops.erf_.InPlace(this);

        public Tensor erf() => Ops.erf.Run(this);

        public Tensor erfinv_() => Ops.erfinv_.InPlace(this);

        public Tensor erfinv() => Ops.erfinv.Run(this);

        public Tensor exp_() => Ops.exp_.InPlace(this);

        public Tensor expm1() => Ops.expm1.Run(this);

        public Tensor exp() => Ops.exp.Run(this);

        public Tensor floor_() => Ops.floor_.InPlace(this);

        public Tensor floor() => Ops.floor.Run(this);

        public Tensor log10() => Ops.log10.Run(this);

        public Tensor log10_() => Ops.log10_.InPlace(this);

        public Tensor log1p_() => Ops.log1p_.InPlace(this);

        public Tensor log1p() => Ops.log1p.Run(this);

        public Tensor log2() => Ops.log2.Run(this);

        public Tensor log2_() => Ops.log2_.InPlace(this);

        public Tensor log_() => Ops.log_.InPlace(this);

        public Tensor log() => Ops.log.Run(this);

        public Tensor logit(double? eps = null) => Ops.logit.Run(this, eps);

        public Tensor nan_to_num_(double nan = 0d, double? posinf = null, double? neginf = null) => Ops.nan_to_num_.InPlace(this, nan, posinf, neginf);

        public Tensor nan_to_num(double nan = 0d, double? posinf = null, double? neginf = null) => Ops.nan_to_num.Run(this, nan, posinf, neginf);

        public Tensor neg_() => Ops.neg_.InPlace(this);

        public Tensor negative() => Ops.negative.Run(this);

        public Tensor neg() => Ops.neg.Run(this);

        public Tensor reciprocal_() => Ops.reciprocal_.InPlace(this);

        public Tensor reciprocal() => Ops.reciprocal.Run(this);

        public Tensor round_(long decimals = 0) => decimals == 0 ? Ops.round_.InPlace(this) : Ops.round__decimals.InPlace(this, decimals);

        public Tensor round(long decimals = 0) => decimals == 0 ? Ops.round.Run(this) : Ops.round_decimals.Run(this, decimals);

        public Tensor rsqrt_() => Ops.rsqrt_.InPlace(this);

        public Tensor rsqrt() => Ops.rsqrt.Run(this);

        public Tensor sign_() => Ops.sign_.InPlace(this);

        public Tensor sign() => Ops.sign.Run(this);

        public Tensor sin_() => Ops.sin_.InPlace(this);

        public Tensor sin() => Ops.sin.Run(this);

        public Tensor sqrt_() => Ops.sqrt_.InPlace(this);

        public Tensor sqrt() => Ops.sqrt.Run(this);

        public Tensor square() => Ops.square.Run(this);

        public Tensor tan() => Ops.tan.Run(this);

        public Tensor trunc_() => Ops.trunc_.InPlace(this);

        public Tensor trunc() => Ops.trunc.Run(this);
    }
}
