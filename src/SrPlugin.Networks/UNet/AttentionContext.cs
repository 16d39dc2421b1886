using static TorchSharp.torch;

namespace SrPlugin.Networks.UNet;

/// <summary>What the transformers of a UNet or ControlNet read beside the map.</summary>
/// <param name="Prompt">The prompt's embedding, [N, S, Cctx].</param>
/// <param name="Image">The tagger's image tokens, [N, T, Cimg]; null for networks without image attention.</param>
internal readonly record struct AttentionContext(Tensor Prompt, Tensor? Image)
{
    /// <summary>The image tokens of a network that has image attention.</summary>
    /// <exception cref="InvalidOperationException">There are none.</exception>
    public Tensor RequiredImage =>
        Image ?? throw new InvalidOperationException("This network has image attention: it needs the tagger's image embedding.");
}
