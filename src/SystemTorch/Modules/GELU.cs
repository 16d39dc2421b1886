using static TorchSharp.torch;

namespace TorchSharp.Modules;

public sealed class GELU
{
    public enum Approximate
    {
        none = 0,
        tanh = 1,
    }
}
