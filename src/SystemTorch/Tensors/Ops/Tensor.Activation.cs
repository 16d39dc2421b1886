using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor elu(Scalar alpha, Scalar scale, Scalar input_scale) => Ops.elu.Run(this, alpha, scale, input_scale);

        public Tensor elu(double alpha = 1d) => Ops.elu.Run(this, alpha);

        public Tensor gelu_() => Ops.gelu_.InPlace(this);

        public Tensor gelu_(Modules.GELU.Approximate approximate) => Ops.gelu_.InPlace(this, approximate.ToString());

        public Tensor gelu() => Ops.gelu.Run(this);

        public Tensor gelu(Modules.GELU.Approximate approximate) => Ops.gelu.Run(this, approximate.ToString());

        public Tensor hardswish() => Ops.hardswish.Run(this);

        public Tensor leaky_relu_(Scalar negative_slope) => Ops.leaky_relu_.InPlace(this, negative_slope);

        public Tensor leaky_relu(Scalar negative_slope) => Ops.leaky_relu.Run(this, negative_slope);

        public Tensor log_softmax(long dim, ScalarType? dtype = null) => Ops.log_softmax_int.Run(this, dim, dtype);

        public Tensor relu6() => Ops.relu6.Run(this);

        public Tensor relu_() => Ops.relu_.InPlace(this);

        public Tensor relu() => Ops.relu.Run(this);

        public Tensor sigmoid_() => Ops.sigmoid_.InPlace(this);

        public Tensor sigmoid() => Ops.sigmoid.Run(this);

        public Tensor silu_() => Ops.silu_.InPlace(this);

        public Tensor silu() => Ops.silu.Run(this);

        public Tensor softmax(long dim, ScalarType? dtype = null) => Ops.softmax_int.Run(this, dim, dtype);

        public Tensor softplus(double beta = 1d, double threshold = 20d) => Ops.softplus.Run(this, beta, threshold);

        public Tensor tanh_() => Ops.tanh_.InPlace(this);

        public Tensor tanh() => Ops.tanh.Run(this);
    }
}
