using SrPlugin.Networks.Layers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SrPlugin.Networks.Clip;

/// <summary>The stack of transformer layers; keeps [N, L, C].</summary>
internal sealed class CLIPEncoder : Module<Tensor, Tensor>
{
    private readonly ModuleList<CLIPEncoderLayer> layers;

    public CLIPEncoder(CLIPTextConfig config, ParameterPlacement placement)
        : base(nameof(CLIPEncoder))
    {
        layers = new ModuleList<CLIPEncoderLayer>();
        for (var i = 0; i < config.NumHiddenLayers; i++)
            layers.Add(new CLIPEncoderLayer(config, placement));
        RegisterComponents();
    }

    public override Tensor forward(Tensor tokens)
    {
        using var scope = NewDisposeScope();
        var x = layers[0].call(tokens);
        foreach (var layer in layers.Skip(1))
            x = x.Replace(layer.call(x));
        return x.MoveToOuterDisposeScope();
    }
}
