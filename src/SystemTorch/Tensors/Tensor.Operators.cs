using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public static Tensor operator +(Scalar left, Tensor right) => Ops.add_Scalar.Run(right, left);

        public static Tensor operator +(Tensor left, Scalar right) => Ops.add_Scalar.Run(left, right);

        public static Tensor operator +(Tensor left, Tensor right) => Ops.add_Tensor.Run(left, right);

        public static Tensor operator +(Tensor left, double right) => Ops.add_Scalar.Run(left, right);

        public static Tensor operator +(Tensor left, float right) => Ops.add_Scalar.Run(left, right);

        public static Tensor operator +(Tensor left, int right) => Ops.add_Scalar.Run(left, right);

        public static Tensor operator +(Tensor left, long right) => Ops.add_Scalar.Run(left, right);

        public static Tensor operator +(double left, Tensor right) => Ops.add_Scalar.Run(right, left);

        public static Tensor operator +(float left, Tensor right) => Ops.add_Scalar.Run(right, left);

        public static Tensor operator +(int left, Tensor right) => Ops.add_Scalar.Run(right, left);

        public static Tensor operator +(long left, Tensor right) => Ops.add_Scalar.Run(right, left);

        public static Tensor operator &(Tensor left, Tensor right) => Ops.bitwise_and_Tensor.Run(left, right);

        public static Tensor operator |(Tensor left, Tensor right) => Ops.bitwise_or_Tensor.Run(left, right);

        public static Tensor operator /(Scalar left, Tensor right) => Quotient(left, right);

        public static Tensor operator /(Tensor left, Scalar right) => Ops.div_Scalar.Run(left, right);

        public static Tensor operator /(Tensor left, Tensor right) => Ops.div_Tensor.Run(left, right);

        public static Tensor operator /(Tensor left, double right) => Ops.div_Scalar.Run(left, right);

        public static Tensor operator /(Tensor left, float right) => Ops.div_Scalar.Run(left, right);

        public static Tensor operator /(Tensor left, int right) => Ops.div_Scalar.Run(left, right);

        public static Tensor operator /(Tensor left, long right) => Ops.div_Scalar.Run(left, right);

        public static Tensor operator /(double left, Tensor right) => Quotient(left, right);

        public static Tensor operator /(float left, Tensor right) => Quotient(left, right);

        public static Tensor operator /(int left, Tensor right) => Quotient(left, right);

        public static Tensor operator /(long left, Tensor right) => Quotient(left, right);

        public static Tensor operator ==(Scalar left, Tensor right) => Ops.eq_Scalar.Run(right, left);

        public static Tensor operator ==(Tensor left, Scalar right) => Ops.eq_Scalar.Run(left, right);

        public static Tensor operator ==(Tensor left, Tensor right) => Ops.eq_Tensor.Run(left, right);

        public static Tensor operator ^(Tensor left, Tensor right) => Ops.bitwise_xor_Tensor.Run(left, right);

        public static explicit operator bool(Tensor value) => value.ToBoolean();

        public static explicit operator byte(Tensor value) => value.ToByte();

        public static explicit operator double(Tensor value) => value.ToDouble();

        public static explicit operator float(Tensor value) => value.ToSingle();

        public static explicit operator int(Tensor value) => value.ToInt32();

        public static explicit operator long(Tensor value) => value.ToInt64();

        public static explicit operator sbyte(Tensor value) => value.ToSByte();

        public static explicit operator short(Tensor value) => value.ToInt16();

        public static Tensor operator >(Scalar left, Tensor right) => Ops.lt_Scalar.Run(right, left);

        public static Tensor operator >(Tensor left, Scalar right) => Ops.gt_Scalar.Run(left, right);

        public static Tensor operator >(Tensor left, Tensor right) => Ops.gt_Tensor.Run(left, right);

        public static Tensor operator >=(Scalar left, Tensor right) => Ops.le_Scalar.Run(right, left);

        public static Tensor operator >=(Tensor left, Scalar right) => Ops.ge_Scalar.Run(left, right);

        public static Tensor operator >=(Tensor left, Tensor right) => Ops.ge_Tensor.Run(left, right);

        public static implicit operator Tensor(Scalar scalar) => Ops.scalar_tensor.Run(scalar, scalar.Type);

        public static implicit operator Tensor(bool value) => tensor(value);

        public static implicit operator Tensor(bool[] value) => tensor(value);

        public static implicit operator Tensor(byte value) => tensor(value);

        public static implicit operator Tensor(byte[] value) => tensor(value);

        public static implicit operator Tensor(double value) => tensor(value);

        public static implicit operator Tensor(double[] value) => tensor(value);

        public static implicit operator Tensor(float value) => tensor(value);

        public static implicit operator Tensor(float[] value) => tensor(value);

        public static implicit operator Tensor(int value) => tensor(value);

        public static implicit operator Tensor(int[] value) => tensor(value);

        public static implicit operator Tensor(long value) => tensor(value);

        public static implicit operator Tensor(long[] value) => tensor(value);

        public static implicit operator Tensor(sbyte value) => tensor(value);

        public static implicit operator Tensor(sbyte[] value) => tensor(value);

        public static implicit operator Tensor(short value) => tensor(value);

        public static implicit operator Tensor(short[] value) => tensor(value);

        public static Tensor operator !=(Scalar left, Tensor right) => Ops.ne_Scalar.Run(right, left);

        public static Tensor operator !=(Tensor left, Scalar right) => Ops.ne_Scalar.Run(left, right);

        public static Tensor operator !=(Tensor left, Tensor right) => Ops.ne_Tensor.Run(left, right);

        public static Tensor operator <(Scalar left, Tensor right) => Ops.gt_Scalar.Run(right, left);

        public static Tensor operator <(Tensor left, Scalar right) => Ops.lt_Scalar.Run(left, right);

        public static Tensor operator <(Tensor left, Tensor right) => Ops.lt_Tensor.Run(left, right);

        public static Tensor operator <=(Scalar left, Tensor right) => Ops.ge_Scalar.Run(right, left);

        public static Tensor operator <=(Tensor left, Scalar right) => Ops.le_Scalar.Run(left, right);

        public static Tensor operator <=(Tensor left, Tensor right) => Ops.le_Tensor.Run(left, right);

        public static Tensor operator %(Tensor left, Scalar right) => Ops.remainder_Scalar.Run(left, right);

        public static Tensor operator %(Tensor left, Tensor right) => Ops.remainder_Tensor.Run(left, right);

        public static Tensor operator %(Tensor left, double right) => Ops.remainder_Scalar.Run(left, right);

        public static Tensor operator %(Tensor left, float right) => Ops.remainder_Scalar.Run(left, right);

        public static Tensor operator %(Tensor left, int right) => Ops.remainder_Scalar.Run(left, right);

        public static Tensor operator %(Tensor left, long right) => Ops.remainder_Scalar.Run(left, right);

        public static Tensor operator *(Scalar left, Tensor right) => Ops.mul_Scalar.Run(right, left);

        public static Tensor operator *(Tensor left, Scalar right) => Ops.mul_Scalar.Run(left, right);

        public static Tensor operator *(Tensor left, Tensor right) => Ops.mul_Tensor.Run(left, right);

        public static Tensor operator *(Tensor left, double right) => Ops.mul_Scalar.Run(left, right);

        public static Tensor operator *(Tensor left, float right) => Ops.mul_Scalar.Run(left, right);

        public static Tensor operator *(Tensor left, int right) => Ops.mul_Scalar.Run(left, right);

        public static Tensor operator *(Tensor left, long right) => Ops.mul_Scalar.Run(left, right);

        public static Tensor operator *(double left, Tensor right) => Ops.mul_Scalar.Run(right, left);

        public static Tensor operator *(float left, Tensor right) => Ops.mul_Scalar.Run(right, left);

        public static Tensor operator *(int left, Tensor right) => Ops.mul_Scalar.Run(right, left);

        public static Tensor operator *(long left, Tensor right) => Ops.mul_Scalar.Run(right, left);

        public static Tensor operator ~(Tensor left) => Ops.bitwise_not.Run(left);

        public static Tensor operator -(Scalar left, Tensor right) => Ops.rsub_Scalar.Run(right, left);

        public static Tensor operator -(Tensor left, Scalar right) => Ops.sub_Scalar.Run(left, right);

        public static Tensor operator -(Tensor left, Tensor right) => Ops.sub_Tensor.Run(left, right);

        public static Tensor operator -(Tensor left, double right) => Ops.sub_Scalar.Run(left, right);

        public static Tensor operator -(Tensor left, float right) => Ops.sub_Scalar.Run(left, right);

        public static Tensor operator -(Tensor left, int right) => Ops.sub_Scalar.Run(left, right);

        public static Tensor operator -(Tensor left, long right) => Ops.sub_Scalar.Run(left, right);

        public static Tensor operator -(double left, Tensor right) => Ops.rsub_Scalar.Run(right, left);

        public static Tensor operator -(float left, Tensor right) => Ops.rsub_Scalar.Run(right, left);

        public static Tensor operator -(int left, Tensor right) => Ops.rsub_Scalar.Run(right, left);

        public static Tensor operator -(long left, Tensor right) => Ops.rsub_Scalar.Run(right, left);

        public static Tensor operator -(Tensor tensor) => Ops.neg.Run(tensor);

        // As libtorch's own reversed division: one over the tensor, times the number.
        private static Tensor Quotient(Arg left, Tensor right)
        {
            using var inverse = Ops.reciprocal.Run(right);
            return Ops.mul_Scalar.Run(inverse, left);
        }
    }
}
