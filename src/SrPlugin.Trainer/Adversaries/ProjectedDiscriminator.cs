using SrPlugin.Networks.Layers;
using SrPlugin.Trainer.Randomness;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SrPlugin.Trainer.Adversaries;

/// <summary>
/// AddSR's discriminator: five heads on the features of a frozen DINO, each of which compares its features with a projection of what the
/// low-resolution picture shows (the discriminator of StyleGAN-T, Sauer et al. 2023, with group normalisation).
/// </summary>
internal sealed class ProjectedDiscriminator : IDisposable
{
    /// <summary>Sides of what is cut out of the pictures, as a share of theirs.</summary>
    public const double CutShare = 0.2;

    private const long Side = 224;
    private static readonly int[] s_blocks = [2, 5, 8, 11];
    private static readonly float[] s_mean = [0.485f, 0.456f, 0.406f], s_deviation = [0.229f, 0.224f, 0.225f];

    private readonly VisionTransformer? _backbone;
    private readonly ProjectedHead[] _heads;

    /// <summary>Builds the heads with torch's starting values.</summary>
    /// <param name="backbone">The features; borrowed. Null where only <see cref="Logits"/> is used.</param>
    /// <param name="random">Draws the values.</param>
    /// <param name="width">Channels of a feature.</param>
    /// <param name="condition">Channels of the condition.</param>
    /// <param name="device">Where they lie.</param>
    public ProjectedDiscriminator(VisionTransformer? backbone, SeededRandom random, long width, long condition, Device device)
    {
        _backbone = backbone;
        _heads = [
            .. Enumerable.Range(0, s_blocks.Length + 1).Select(i => new ProjectedHead($"heads.{i}.", random, width, condition, device))
        ];
    }

    /// <summary>Everything that is trained, under its published name.</summary>
    public IEnumerable<(string Name, Parameter Parameter)> Parameters => _heads.SelectMany(head => head.Parameters);

    /// <summary>The vectors of the spectral normalisation, under their published names.</summary>
    public IEnumerable<(string Name, Tensor Tensor)> Buffers => _heads.SelectMany(head => head.Buffers);

    /// <summary>The features of pictures, [N, C, 196] each; the caller's.</summary>
    /// <param name="image">[N, 3, H, W] in −1…1.</param>
    /// <param name="crop">The upper and left edge of the square of 224 pixels that is looked at; null for all of the picture.</param>
    public IReadOnlyList<Tensor> Features(Tensor image, (long Top, long Left)? crop)
    {
        using var scope = NewDisposeScope();
        var x = image.Plus(1).DividedBy(2);
        if (crop is { } place)
            x = x.narrow(2, place.Top, Side).narrow(3, place.Left, Side);
        x = nn.functional.adaptive_avg_pool2d(x, (Side, Side));
        x = (x - Constant(s_mean, x)) / Constant(s_deviation, x);
        var tokens = _backbone!.Tokens(x);
        return [
            .. s_blocks.Select(block => Patches(tokens[block + 1])).Append(Patches(tokens[0])).Select(map => map.MoveToOuterDisposeScope())
        ];
    }

    /// <summary>What all heads say, high where pictures look real, [N, 5·196]; fresh. One more power iteration.</summary>
    /// <param name="features">What <see cref="Features"/> gives.</param>
    /// <param name="condition">[N, condition channels].</param>
    public Tensor Logits(IReadOnlyList<Tensor> features, Tensor condition)
    {
        using var scope = NewDisposeScope();
        return cat([.. _heads.Select((head, i) => head.Logits(features[i], condition))], 1).MoveToOuterDisposeScope();
    }

    /// <summary>What all heads say of augmented pictures; fresh.</summary>
    /// <param name="image">[N, 3, H, W] in −1…1.</param>
    /// <param name="condition">[N, condition channels].</param>
    /// <param name="random">Draws the augmentation.</param>
    public Tensor Judge(Tensor image, Tensor condition, SeededRandom random)
    {
        using var scope = NewDisposeScope();
        var (height, width) = (image.shape[2], image.shape[3]);
        var augmented = ImageAugmentation.Apply(
            image, AugmentationDraws.Draw(random, (int)image.shape[0], height, width, CutShare, colors: false));
        (long, long)? crop = random.Chance(0.5) && Math.Min(height, width) > Side
            ? (random.NextIndex((int)(height - Side + 1)), random.NextIndex((int)(width - Side + 1)))
            : null;
        return Logits(Features(augmented, crop), condition).MoveToOuterDisposeScope();
    }

    /// <summary>What the discriminator minimises: the hinge loss of real and restored pictures; fresh.</summary>
    public static Tensor Hinge(Tensor real, Tensor fake)
    {
        using var scope = NewDisposeScope();
        return real.neg().Plus(1).relu().mean().Plus(fake.Plus(1).relu().mean()).MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        foreach (var head in _heads)
            head.Dispose();
    }

    // The class token is added to every patch.
    private static Tensor Patches(Tensor tokens) => tokens.narrow(1, 1, tokens.shape[1] - 1).Plus(tokens.narrow(1, 0, 1)).transpose(1, 2);

    private static Tensor Constant(float[] values, Tensor x) => tensor(values, [1, 3, 1, 1], device: x.device).to(x.dtype);
}
