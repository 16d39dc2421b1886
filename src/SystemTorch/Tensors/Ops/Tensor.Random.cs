using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor normal_(double mean = 0d, double std = 1d, Generator generator = null) => Ops.normal_.InPlace(this, mean, std, generator);

        public Tensor random_(double from, double to, Generator generator = null) => Ops.random__from.InPlace(this, (long)from, (long)to, generator);

        public Tensor uniform_(double from, double to, Generator generator = null) => Ops.uniform_.InPlace(this, from, to, generator);
    }
}
