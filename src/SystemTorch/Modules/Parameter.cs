using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>A tensor that a module learns. It takes over the tensor it is made from, which is empty afterwards.</summary>
public class Parameter : Tensor
{
    public Parameter(Tensor data, bool requires_grad = true)
        : base(data.DecoupleFromNativeHandle())
    {
        // A result of other operators cannot be a leaf again; what it holds can.
        if (!is_leaf)
            DetachInPlace();
        if (this.requires_grad != requires_grad)
            this.requires_grad = requires_grad;
    }

    private void DetachInPlace() => detach_();
}
