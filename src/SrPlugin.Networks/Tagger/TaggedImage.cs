using static TorchSharp.torch;

namespace SrPlugin.Networks.Tagger;

/// <summary>What a tagger sees in a picture. The tensor is owned by this object.</summary>
public sealed class TaggedImage : IDisposable
{
    /// <summary>Takes over the tensor.</summary>
    /// <param name="embeddings">The tokens that UNet and ControlNet read, [1, T, C]: T = 145 and C = 512 for RAM.</param>
    /// <param name="tags">The names of what is in the picture.</param>
    public TaggedImage(Tensor embeddings, IReadOnlyList<string> tags) => (Embeddings, Tags) = (embeddings, tags);

    /// <summary>The tokens that UNet and ControlNet read, [1, T, C] float32.</summary>
    public Tensor Embeddings { get; }

    /// <summary>The names of what is in the picture, in the tag list's order; empty when nothing is recognised.</summary>
    public IReadOnlyList<string> Tags { get; }

    /// <summary>Releases the tensor.</summary>
    public void Dispose() => Embeddings.Dispose();
}
