using SrPlugin.Networks.Lora;
using TorchSharp.Modules;

namespace SrPlugin.Networks.Layers;

/// <summary>A layer with one weight that a low-rank adapter can modulate.</summary>
internal interface IAdaptable
{
    /// <summary>The layer's weight as it is now, folded or not.</summary>
    Parameter Weight { get; }

    /// <summary>The adapter that runs beside the layer, or null. Not a registered child: the state dict stays the checkpoint's.</summary>
    LoraAdapter? Adapter { get; set; }
}
