using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor addmm(Tensor mat1, Tensor mat2, float beta = 1f, float alpha = 1f) => Ops.addmm.Run(this, mat1, mat2, beta, alpha);

        public Tensor bmm(Tensor batch2) => Ops.bmm.Run(this, batch2);

        public Tensor dot(Tensor target) => Ops.dot.Run(this, target);

        public Tensor matmul(Tensor target) => Ops.matmul.Run(this, target);

        public Tensor mm(Tensor target) => Ops.mm.Run(this, target);

        public Tensor mv(Tensor target) => Ops.mv.Run(this, target);

        public Tensor outer(Tensor vec2) => Ops.outer.Run(this, vec2);
    }
}
