using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor add_(Scalar scalar) => Ops.add__Scalar.InPlace(this, scalar);

        public Tensor add_(Scalar scalar, Scalar alpha) => Ops.add__Scalar.InPlace(this, scalar, alpha);

        public Tensor add_(Tensor target) => Ops.add__Tensor.InPlace(this, target);

        public Tensor add_(Tensor target, Scalar alpha) => Ops.add__Tensor.InPlace(this, target, alpha);

        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2) => Ops.addcdiv_.InPlace(this, tensor1, tensor2);

        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2, Scalar value) => Ops.addcdiv_.InPlace(this, tensor1, tensor2, value);

        public Tensor addcdiv(Tensor tensor1, Tensor tensor2) => Ops.addcdiv.Run(this, tensor1, tensor2);

        public Tensor addcdiv(Tensor tensor1, Tensor tensor2, Scalar value) => Ops.addcdiv.Run(this, tensor1, tensor2, value);

        public Tensor addcmul_(Tensor tensor1, Tensor tensor2, Scalar value) => Ops.addcmul_.InPlace(this, tensor1, tensor2, value);

        public Tensor addcmul(Tensor tensor1, Tensor tensor2, Scalar value) => Ops.addcmul.Run(this, tensor1, tensor2, value);

        public Tensor add(Scalar scalar) => Ops.add_Scalar.Run(this, scalar);

        public Tensor add(Scalar scalar, Scalar alpha) => Ops.add_Scalar.Run(this, scalar, alpha);

        public Tensor add(Tensor target) => Ops.add_Tensor.Run(this, target);

        public Tensor add(Tensor target, Scalar alpha) => Ops.add_Tensor.Run(this, target, alpha);

        public Tensor clamp_(Scalar min = null, Scalar max = null) => Ops.clamp_.InPlace(this, min, max);

        public Tensor clamp_(Tensor min = null, Tensor max = null) => Ops.clamp__Tensor.InPlace(this, min, max);

        public Tensor clamp_max_(Scalar max) => Ops.clamp_max_.InPlace(this, max);

        public Tensor clamp_max(Scalar max) => Ops.clamp_max.Run(this, max);

        public Tensor clamp_min_(Scalar min) => Ops.clamp_min_.InPlace(this, min);

        public Tensor clamp_min(Scalar min) => Ops.clamp_min.Run(this, min);

        public Tensor clamp(Scalar min = null, Scalar max = null) => Ops.clamp.Run(this, min, max);

        public Tensor clamp(Tensor min = null, Tensor max = null) => Ops.clamp_Tensor.Run(this, min, max);

        public Tensor div_(Scalar target, RoundingMode rounding_mode = RoundingMode.None) => rounding_mode == RoundingMode.None ? Ops.div__Scalar.InPlace(this, target) : Ops.div__Scalar_mode.InPlace(this, target, RoundingName(rounding_mode));

        public Tensor div_(Tensor target, RoundingMode rounding_mode = RoundingMode.None) => rounding_mode == RoundingMode.None ? Ops.div__Tensor.InPlace(this, target) : Ops.div__Tensor_mode.InPlace(this, target, RoundingName(rounding_mode));

        public Tensor divide_(Scalar target, RoundingMode rounding_mode = RoundingMode.None) => rounding_mode == RoundingMode.None ? Ops.div__Scalar.InPlace(this, target) : Ops.div__Scalar_mode.InPlace(this, target, RoundingName(rounding_mode));

        public Tensor divide_(Tensor target, RoundingMode rounding_mode = RoundingMode.None) => rounding_mode == RoundingMode.None ? Ops.div__Tensor.InPlace(this, target) : Ops.div__Tensor_mode.InPlace(this, target, RoundingName(rounding_mode));

        public Tensor divide(Scalar target, RoundingMode rounding_mode = RoundingMode.None) => rounding_mode == RoundingMode.None ? Ops.div_Scalar.Run(this, target) : Ops.div_Scalar_mode.Run(this, target, RoundingName(rounding_mode));

        public Tensor divide(Tensor target, RoundingMode rounding_mode = RoundingMode.None) => rounding_mode == RoundingMode.None ? Ops.div_Tensor.Run(this, target) : Ops.div_Tensor_mode.Run(this, target, RoundingName(rounding_mode));

        public Tensor div(Scalar target, RoundingMode rounding_mode = RoundingMode.None) => rounding_mode == RoundingMode.None ? Ops.div_Scalar.Run(this, target) : Ops.div_Scalar_mode.Run(this, target, RoundingName(rounding_mode));

        public Tensor div(Tensor target, RoundingMode rounding_mode = RoundingMode.None) => rounding_mode == RoundingMode.None ? Ops.div_Tensor.Run(this, target) : Ops.div_Tensor_mode.Run(this, target, RoundingName(rounding_mode));

        public Tensor floor_divide_(Scalar other) => Ops.floor_divide__Scalar.InPlace(this, other);

        public Tensor floor_divide_(Tensor other) => Ops.floor_divide__Tensor.InPlace(this, other);

        public Tensor floor_divide(Scalar other) => Ops.floor_divide_Scalar.Run(this, other);

        public Tensor floor_divide(Tensor other) => Ops.floor_divide.Run(this, other);

        public Tensor fmax(Tensor other) => Ops.fmax.Run(this, other);

        public Tensor fmin(Tensor other) => Ops.fmin.Run(this, other);

        public Tensor fmod(Scalar scalar) => Ops.fmod_Scalar.Run(this, scalar);

        public Tensor fmod(Tensor target) => Ops.fmod_Tensor.Run(this, target);

        public Tensor lerp_(Tensor end, Tensor weight) => Ops.lerp__Tensor.InPlace(this, end, weight);

        public Tensor lerp(Tensor end, Tensor weight) => Ops.lerp_Tensor.Run(this, end, weight);

        public Tensor maximum(Tensor other) => Ops.maximum.Run(this, other);

        public Tensor minimum(Tensor other) => Ops.minimum.Run(this, other);

        public Tensor mul_(Scalar target) => Ops.mul__Scalar.InPlace(this, target);

        public Tensor mul_(Tensor target) => Ops.mul__Tensor.InPlace(this, target);

        public Tensor mul(Scalar target) => Ops.mul_Scalar.Run(this, target);

        public Tensor mul(Tensor target) => Ops.mul_Tensor.Run(this, target);

        public Tensor multiply(Scalar target) => Ops.multiply_Scalar.Run(this, target);

        public Tensor multiply(Tensor target) => Ops.multiply_Tensor.Run(this, target);

        public Tensor pow_(Scalar exponent) => Ops.pow__Scalar.InPlace(this, exponent);

        public Tensor pow_(Tensor exponent) => Ops.pow__Tensor.InPlace(this, exponent);

        public Tensor pow(Scalar exponent) => Ops.pow_Tensor_Scalar.Run(this, exponent);

        public Tensor pow(Tensor exponent) => Ops.pow_Tensor_Tensor.Run(this, exponent);

        public Tensor remainder_(Scalar scalar) => Ops.remainder__Scalar.InPlace(this, scalar);

        public Tensor remainder_(Tensor target) => Ops.remainder__Tensor.InPlace(this, target);

        public Tensor remainder(Scalar scalar) => Ops.remainder_Scalar.Run(this, scalar);

        public Tensor remainder(Tensor target) => Ops.remainder_Tensor.Run(this, target);

        public Tensor sub_(Scalar target) => Ops.sub__Scalar.InPlace(this, target);

        public Tensor sub_(Tensor target) => Ops.sub__Tensor.InPlace(this, target);

        public Tensor sub(Scalar target) => Ops.sub_Scalar.Run(this, target);

        public Tensor sub(Tensor target) => Ops.sub_Tensor.Run(this, target);

        public Tensor subtract(Scalar target) => Ops.subtract_Scalar.Run(this, target);

        public Tensor subtract(Tensor target) => Ops.subtract_Tensor.Run(this, target);
    }
}
