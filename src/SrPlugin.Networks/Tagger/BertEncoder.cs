using SrPlugin.Networks.Layers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SrPlugin.Networks.Tagger;

/// <summary>The layers of the tag decoder; keeps [N, tags, C].</summary>
internal sealed class BertEncoder : Module<Tensor, Tensor, Tensor>
{
    private readonly ModuleList<BertLayer> layer;

    public BertEncoder(RAMConfig config, ParameterPlacement placement)
        : base(nameof(BertEncoder))
    {
        layer = new ModuleList<BertLayer>();
        for (var i = 0; i < config.NumHiddenLayers; i++)
            layer.Add(new BertLayer(config, placement));
        RegisterComponents();
    }

    public override Tensor forward(Tensor tags, Tensor imageTokens)
    {
        var x = tags.alias();
        foreach (var one in layer)
            x = x.Replace(one.call(x, imageTokens));
        return x;
    }
}
