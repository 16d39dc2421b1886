using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Rows of a table by number.</summary>
public sealed class Embedding : nn.Module<Tensor, Tensor>
{
    private Parameter _weight;
    private readonly long _paddingIndex;

    internal Embedding(Parameter weight, long? paddingIndex)
        : base(nameof(Embedding))
    {
        _paddingIndex = paddingIndex ?? -1;
        register_parameter("weight", _weight = weight);
    }

    public Parameter weight
    {
        get => _weight;
        set => ReplaceParameter("weight", _weight = value);
    }

    public override Tensor forward(Tensor input) => Ops.embedding.Run(_weight, input, _paddingIndex, false, false);
}
