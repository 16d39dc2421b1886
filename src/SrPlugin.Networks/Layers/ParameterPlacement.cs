using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SrPlugin.Networks.Layers;

/// <summary>
/// Where and in which type the parameters of a network are allocated. They are never initialised here:
/// initialising costs more than loading, and every network is filled by a loader or by the trainer.
/// </summary>
internal readonly record struct ParameterPlacement(Device? Device, ScalarType? ElementType)
{
    // Five times the largest parameter of the published models, the words of SD 2's text encoder.
    private const double MaxElements = 1 << 28;

    /// <summary>Creates an uninitialised parameter.</summary>
    /// <exception cref="NotSupportedException">The shape is larger than that of any model, before memory is asked for.</exception>
    public Parameter Empty(params long[] shape)
    {
        if (shape.Aggregate(1.0, (product, side) => product * side) > MaxElements)
        {
            throw new NotSupportedException(
                $"The model's configuration asks for a parameter of {string.Join('×', shape)} numbers, more than any model has. It is "
                    + $"damaged: get the model again.");
        }

        return new(empty(shape, ElementType, Device));
    }
}
