using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SrPlugin.Networks.Layers;

/// <summary>
/// Where and in which type the parameters of a network are allocated. They are never initialised here:
/// initialising costs more than loading, and every network is filled by a loader or by the trainer.
/// </summary>
internal readonly record struct ParameterPlacement(Device? Device, ScalarType? ElementType)
{
    /// <summary>An uninitialised parameter of the given shape.</summary>
    public Parameter Empty(params long[] shape) => new(empty(shape, ElementType, Device));
}
