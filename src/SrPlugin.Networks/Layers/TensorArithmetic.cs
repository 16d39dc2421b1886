using TorchSharp;
using static TorchSharp.torch;

namespace SrPlugin.Networks.Layers;

#pragma warning disable RS0030 // The one place where numbers become scalars, each of which outlives the call that it is passed to.

/// <summary>
/// Sums of tensors, and arithmetic with numbers. TorchSharp's own operators make objects that a garbage collection can free while the
/// native library reads them; those are banned, and these are what to call instead (docs/dev/torchsharp.md). Arguments are borrowed.
/// </summary>
public static class TensorArithmetic
{
    private static readonly Scalar _one = 1;

    /// <summary>Returns x + y.</summary>
    public static Tensor Plus(this Tensor x, Tensor y)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.add(y, _one);
    }

    /// <summary>Returns x + factor · y.</summary>
    public static Tensor Plus(this Tensor x, Tensor y, double factor)
    {
        ArgumentNullException.ThrowIfNull(x);
        using Scalar alpha = factor;
        return x.add(y, alpha);
    }

    /// <summary>Returns x + number; an x of integers becomes one of floating-point numbers.</summary>
    public static Tensor Plus(this Tensor x, double number)
    {
        ArgumentNullException.ThrowIfNull(x);
        using Scalar scalar = number;
        return x.add(scalar, _one);
    }

    /// <summary>Returns x · factor; an x of integers becomes one of floating-point numbers.</summary>
    public static Tensor Times(this Tensor x, double factor)
    {
        ArgumentNullException.ThrowIfNull(x);
        using Scalar scalar = factor;
        return x.mul(scalar);
    }

    /// <summary>Returns x / divisor.</summary>
    public static Tensor DividedBy(this Tensor x, double divisor)
    {
        ArgumentNullException.ThrowIfNull(x);
        using Scalar scalar = divisor;
        return x.div(scalar);
    }

    /// <summary>Returns x + a · b, in one pass.</summary>
    public static Tensor PlusProduct(this Tensor x, Tensor a, Tensor b)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.addcmul(a, b, _one);
    }

    /// <summary>Returns x, where it is below 0 multiplied by the slope.</summary>
    public static Tensor LeakyRelu(this Tensor x, double slope)
    {
        ArgumentNullException.ThrowIfNull(x);
        using Scalar scalar = slope;
        return x.leaky_relu(scalar);
    }

    /// <summary>Returns x with its values limited to a range.</summary>
    public static Tensor Clamp(this Tensor x, double minimum, double maximum)
    {
        ArgumentNullException.ThrowIfNull(x);
        using Scalar low = minimum;
        using Scalar high = maximum;
        return x.clamp(low, high);
    }

    /// <summary>Limits the values of x to a range, and returns x itself.</summary>
    public static Tensor ClampInPlace(this Tensor x, double minimum, double maximum)
    {
        ArgumentNullException.ThrowIfNull(x);
        using Scalar low = minimum;
        using Scalar high = maximum;
        return x.clamp_(low, high);
    }

    /// <summary>Adds y to x, and returns x itself.</summary>
    public static Tensor AddInPlace(this Tensor x, Tensor y)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.add_(y, _one);
    }

    /// <summary>Adds factor · y to x, and returns x itself.</summary>
    public static Tensor AddInPlace(this Tensor x, Tensor y, double factor)
    {
        ArgumentNullException.ThrowIfNull(x);
        using Scalar alpha = factor;
        return x.add_(y, alpha);
    }

    /// <summary>Adds a number to x, and returns x itself.</summary>
    public static Tensor AddInPlace(this Tensor x, double number)
    {
        ArgumentNullException.ThrowIfNull(x);
        using Scalar scalar = number;
        return x.add_(scalar, _one);
    }

    /// <summary>Multiplies x by a number, and returns x itself.</summary>
    public static Tensor MultiplyInPlace(this Tensor x, double factor)
    {
        ArgumentNullException.ThrowIfNull(x);
        using Scalar scalar = factor;
        return x.mul_(scalar);
    }
}
