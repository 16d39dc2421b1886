using static TorchSharp.torch;

namespace SrPlugin.Networks.Tagger;

/// <summary>Looks at a picture for a diffusion model: image tokens for its attention, words for its prompt.</summary>
public interface IImageTagger
{
    /// <summary>
    /// The image tokens alone, without the part that finds words. The picture is brought to the network's size bicubically (no
    /// antialiasing, not clamped), as upstream does with the pictures between two steps.
    /// </summary>
    /// <param name="image">RGB in 0…1, [1, 3, H, W] float32; borrowed.</param>
    /// <returns>[1, T, C] float32, the caller's.</returns>
    Tensor Embed(Tensor image);

    /// <summary>
    /// Tokens and words of a source. The picture is brought to the network's size bilinearly (no antialiasing), as upstream does with the
    /// picture it starts from.
    /// </summary>
    /// <param name="image">RGB in 0…1, [1, 3, H, W] float32; borrowed.</param>
    /// <returns>The caller's.</returns>
    TaggedImage Tag(Tensor image);
}
