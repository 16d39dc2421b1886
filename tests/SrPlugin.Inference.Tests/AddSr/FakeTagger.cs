using SrPlugin.Networks.Tagger;
using static TorchSharp.torch;

namespace SrPlugin.Inference.Tests.AddSr;

/// <summary>A tagger without a network: tokens of the picture's mean.</summary>
internal sealed class FakeTagger(long channels, params string[] tags) : IImageTagger
{
    public int TagCalls { get; private set; }

    public int EmbedCalls { get; private set; }

    public Tensor Embed(Tensor image)
    {
        EmbedCalls++;
        return Tokens(image);
    }

    public TaggedImage Tag(Tensor image)
    {
        TagCalls++;
        return new TaggedImage(Tokens(image), tags);
    }

    private Tensor Tokens(Tensor image)
    {
        using var mean = image.mean();
        return mean.expand(1, 5, channels).clone();
    }
}
