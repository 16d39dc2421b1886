using TorchSharp;
using static TorchSharp.torch;

namespace SrPlugin.Networks.Layers;

/// <summary>
/// Steps on a tensor that the caller has just made and will not use again: the argument is consumed, the result is the caller's.
/// Without gradient recording the memory is overwritten, which saves one feature map at each step.
/// </summary>
internal static class Fresh
{
    public static Tensor Silu(Tensor x)
    {
        if (is_grad_enabled())
            return Consume(x, nn.functional.silu(x));
        x.silu_();
        return x;
    }

    public static Tensor Relu(Tensor x)
    {
        if (is_grad_enabled())
            return Consume(x, x.relu());
        x.relu_();
        return x;
    }

    public static Tensor Gelu(Tensor x) => Consume(x, nn.functional.gelu(x));

    /// <summary>x + y; y is borrowed.</summary>
    public static Tensor Add(Tensor x, Tensor y)
    {
        if (is_grad_enabled())
            return Consume(x, x.Plus(y));
        x.AddInPlace(y);
        return x;
    }

    /// <summary>x + scale · y; y is borrowed.</summary>
    public static Tensor AddScaled(Tensor x, Tensor y, double scale)
    {
        if (is_grad_enabled())
            return Consume(x, x.Plus(y, scale));
        x.AddInPlace(y, scale);
        return x;
    }

    /// <summary>scale · x.</summary>
    public static Tensor Scale(Tensor x, double scale)
    {
        if (is_grad_enabled())
            return Consume(x, x.Times(scale));
        x.MultiplyInPlace(scale);
        return x;
    }

    /// <summary>x · y; y is borrowed.</summary>
    public static Tensor Multiply(Tensor x, Tensor y)
    {
        if (is_grad_enabled())
            return Consume(x, x.mul(y));
        x.mul_(y);
        return x;
    }

    /// <summary>Releases a feature map whose successor has just been computed; returns the successor.</summary>
    public static Tensor Replace(this Tensor old, Tensor next) => Consume(old, next);

    private static Tensor Consume(Tensor x, Tensor result)
    {
        x.Dispose();
        return result;
    }
}
