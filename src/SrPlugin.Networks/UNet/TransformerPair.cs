using SrPlugin.Networks.Layers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SrPlugin.Networks.UNet;

/// <summary>
/// The transformers of a block: for every layer one that reads the prompt and, in SeeSR's networks, right after it one that reads the
/// tagger's image tokens.
/// </summary>
internal static class TransformerPair
{
    /// <summary>The list for the prompt; empty.</summary>
    public static ModuleList<Transformer2DModel>? PromptList(bool hasAttention) =>
        hasAttention ? new ModuleList<Transformer2DModel>() : null;

    /// <summary>The list for the image tokens; null where the configuration has no image attention.</summary>
    public static ModuleList<Transformer2DModel>? ImageList(bool hasAttention, UNet2DConditionConfig config) =>
        hasAttention && config.UseImageCrossAttention ? new ModuleList<Transformer2DModel>() : null;

    /// <summary>Adds one layer's transformers.</summary>
    public static void Add(
        ModuleList<Transformer2DModel>? attentions, ModuleList<Transformer2DModel>? imageAttentions, int level,
        UNet2DConditionConfig config, ParameterPlacement placement)
    {
        attentions?.Add(Create(level, config.CrossAttentionDim, config, placement));
        imageAttentions?.Add(Create(level, config.ImageCrossAttentionDim, config, placement));
    }

    /// <summary>Runs one layer's transformers over a fresh map, which is consumed; the result is the caller's.</summary>
    public static Tensor Run(
        ModuleList<Transformer2DModel>? attentions, ModuleList<Transformer2DModel>? imageAttentions, int layer, Tensor hidden,
        AttentionContext context)
    {
        if (attentions is not null)
            hidden = hidden.Replace(attentions[layer].call(hidden, context.Prompt));
        if (imageAttentions is not null)
            hidden = hidden.Replace(imageAttentions[layer].call(hidden, context.RequiredImage));
        return hidden;
    }

    private static Transformer2DModel Create(int level, long contextChannels, UNet2DConditionConfig config, ParameterPlacement placement) =>
        new(
            config.BlockOutChannels[level], config.AttentionHeads[level], config.TransformerLayersPerBlock[level], contextChannels, config,
            placement);
}
