using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SrPlugin.Networks.Tagger;

/// <summary>Runs a <see cref="RAM"/> the way AddSR does: the source is resized bilinearly, what the loop predicts bicubically.</summary>
public sealed class ImageTagger : IImageTagger
{
    private static readonly float[] _mean = [0.485f, 0.456f, 0.406f];
    private static readonly float[] _deviation = [0.229f, 0.224f, 0.225f];

    private readonly RAM _network;
    private readonly TagVocabulary _vocabulary;

    /// <summary>Creates a tagger.</summary>
    /// <param name="network">Loaded; borrowed.</param>
    /// <param name="vocabulary">One entry for each of the network's tags.</param>
    /// <exception cref="ArgumentException">The vocabulary is of another length.</exception>
    public ImageTagger(RAM network, TagVocabulary vocabulary)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(vocabulary);
        if (vocabulary.Tags.Count != network.Config.TagCount)
            throw new ArgumentException(
                $"The tag list has {vocabulary.Tags.Count} entries, but the tagger's weights are for {network.Config.TagCount}.",
                nameof(vocabulary));
        _network = network;
        _vocabulary = vocabulary;
    }

    /// <inheritdoc/>
    public Tensor Embed(Tensor image)
    {
        ArgumentNullException.ThrowIfNull(image);
        using var scope = NewDisposeScope();
        return _network.call(Prepare(image, _network, InterpolationMode.Bicubic)).to(ScalarType.Float32).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public TaggedImage Tag(Tensor image)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (image.shape.Length != 4 || image.shape[0] != 1)
            throw new ArgumentException(
                $"The picture has the shape [{string.Join(", ", image.shape)}]; expected [1, 3, H, W].", nameof(image));
        using var scope = NewDisposeScope();
        var embeddings = _network.call(Prepare(image, _network, InterpolationMode.Bilinear));
        var probabilities = _network.TagLogits(embeddings).to(ScalarType.Float32, CPU).sigmoid().data<float>().ToArray();
        var tags = _vocabulary.Tags.Where((_, i) => probabilities[i] > _vocabulary.Thresholds[i]).ToArray();
        return new TaggedImage(embeddings.to(ScalarType.Float32).MoveToOuterDisposeScope(), tags);
    }

    /// <summary>
    /// A picture as the network wants it: resized without antialiasing and clamping, as upstream, with ImageNet's mean and deviation.
    /// </summary>
    /// <param name="image">[N, 3, H, W] in 0…1; borrowed.</param>
    /// <param name="network">Decides size, type and device.</param>
    /// <param name="mode">Bilinear for a source, bicubic for a prediction.</param>
    /// <returns>[N, 3, S, S], the caller's.</returns>
    public static Tensor Prepare(Tensor image, RAM network, InterpolationMode mode)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(network);
        using var scope = NewDisposeScope();
        var side = network.Config.Swin.ImageSize;
        var parameter = network.parameters().First();
        var resized = functional.interpolate(
            image.to(ScalarType.Float32, parameter.device), [side, side], mode: mode, align_corners: false);
        var mean = tensor(_mean, ScalarType.Float32, parameter.device).view(1, 3, 1, 1);
        var deviation = tensor(_deviation, ScalarType.Float32, parameter.device).view(1, 3, 1, 1);
        return resized.sub(mean).div(deviation).to(parameter.dtype).MoveToOuterDisposeScope();
    }
}
