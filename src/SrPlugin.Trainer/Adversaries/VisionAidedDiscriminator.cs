using SrPlugin.Networks.Layers;
using SrPlugin.Trainer.Randomness;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SrPlugin.Trainer.Adversaries;

/// <summary>
/// S3Diff's discriminator: three heads on the features of a frozen DINO (vision-aided GAN, Kumari et al. 2022). Two look at the patch
/// tokens of an early and a late block, one at the class token of the last.
/// </summary>
internal sealed class VisionAidedDiscriminator : IDisposable
{
    /// <summary>Sides of what is cut out of the pictures, as a share of theirs.</summary>
    public const double CutShare = 0.5;

    private const long Side = 224;
    private const int ClassBlock = 11;
    private const double Slope = 0.2, RealLabel = 0.8;

    // DINO's published use mixes CLIP's means with ImageNet's deviations.
    private static readonly float[] s_mean = [0.48145466f, 0.4578275f, 0.40821073f], s_deviation = [0.229f, 0.224f, 0.225f];
    private static readonly float[] s_blur = [1, 3, 3, 1, 3, 9, 9, 3, 3, 9, 9, 3, 1, 3, 3, 1]; // over 64
    private static readonly int[] s_patchBlocks = [4, 8];

    private readonly VisionTransformer? _backbone;
    private readonly SpectralLayer[] _layers;

    /// <summary>Builds the heads with torch's starting values.</summary>
    /// <param name="backbone">The features; borrowed. Null where only <see cref="Logits"/> is used.</param>
    /// <param name="random">Draws the values.</param>
    /// <param name="width">Channels of a feature.</param>
    /// <param name="hidden">Channels inside a head: 128 for features of 768 channels.</param>
    /// <param name="device">Where they lie.</param>
    public VisionAidedDiscriminator(VisionTransformer? backbone, SeededRandom random, long width, long hidden, Device device)
    {
        _backbone = backbone;
        const string Prefix = "decoder.0.";
        _layers =
        [
            new(Prefix + "decoder.0.1", random, device, hidden, width, 3, 3), new(Prefix + "decoder.0.4", random, device, 1, hidden, 1, 1),
            new(Prefix + "decoder.1.1", random, device, hidden, width, 3, 3), new(Prefix + "decoder.1.4", random, device, 1, hidden, 1, 1),
            new(Prefix + "decoder.2.0", random, device, hidden, width), new(Prefix + "out", random, device, 1, hidden),
        ];
    }

    /// <summary>Everything that is trained, under its published name.</summary>
    public IEnumerable<(string Name, Parameter Parameter)> Parameters => _layers.SelectMany(layer => layer.Parameters);

    /// <summary>The vectors of the spectral normalisation, under their published names.</summary>
    public IEnumerable<(string Name, Tensor Tensor)> Buffers => _layers.SelectMany(layer => layer.Buffers);

    /// <summary>The features of pictures: patches of two blocks [N, C, 14, 14] and a class token [N, C]; the caller's.</summary>
    /// <param name="image">[N, 3, H, W] in −1…1.</param>
    public IReadOnlyList<Tensor> Features(Tensor image)
    {
        using var scope = NewDisposeScope();
        var small = nn.functional.adaptive_avg_pool2d(image.Times(0.5).Plus(0.5), (Side, Side));
        var mean = tensor(s_mean, [1, 3, 1, 1], device: image.device);
        var tokens = _backbone!.Tokens((small - mean) / tensor(s_deviation, [1, 3, 1, 1], device: image.device));
        var grid = Side / _backbone.PatchSize;
        return
        [
            .. s_patchBlocks.Select(block =>
            {
                var patches = _backbone.Normalize(tokens[block + 1]).narrow(1, 1, grid * grid); // [N, 196, C]
                return patches.transpose(1, 2).reshape(image.shape[0], -1, grid, grid).MoveToOuterDisposeScope();
            }),
            _backbone.Normalize(tokens[ClassBlock + 1]).select(1, 0).MoveToOuterDisposeScope(),
        ];
    }

    /// <summary>
    /// What the three heads say, high where pictures look real: [N, 3, 3] twice and [N, 1]; the caller's. One more power iteration.
    /// </summary>
    /// <param name="features">What <see cref="Features"/> gives.</param>
    public IReadOnlyList<Tensor> Logits(IReadOnlyList<Tensor> features)
    {
        using var scope = NewDisposeScope();
        var hidden = nn.functional.linear(features[2], _layers[4].Divided(), _layers[4].Bias).LeakyRelu(Slope);
        return
        [
            Patches(features[0], _layers[0], _layers[1]).MoveToOuterDisposeScope(),
            Patches(features[1], _layers[2], _layers[3]).MoveToOuterDisposeScope(),
            nn.functional.linear(hidden, _layers[5].Divided(), _layers[5].Bias).MoveToOuterDisposeScope(),
        ];
    }

    /// <summary>The smoothed loss of logits, [N]: the sum over the three levels, each the mean over its places; fresh.</summary>
    /// <param name="logits">What <see cref="Logits"/> gives.</param>
    /// <param name="isReal">Whether the pictures are, or are to pass for, real ones.</param>
    public static Tensor Loss(IReadOnlyList<Tensor> logits, bool isReal)
    {
        using var scope = NewDisposeScope();
        var levels = logits.Select(level =>
        {
            var entropy = level.relu().Plus(level, isReal ? -RealLabel : 0).Plus(level.abs().neg().exp().Plus(1).log());
            return entropy.reshape(level.shape[0], -1).mean([1L]);
        }).ToArray();
        return levels[0].Plus(levels[1]).Plus(levels[2]).MoveToOuterDisposeScope();
    }

    /// <summary>The loss of pictures, [N]; fresh.</summary>
    /// <param name="image">[N, 3, H, W] in −1…1.</param>
    /// <param name="isReal">Whether they are, or are to pass for, real ones.</param>
    /// <param name="draws">How they are augmented.</param>
    public Tensor Loss(Tensor image, bool isReal, AugmentationDraws draws)
    {
        using var scope = NewDisposeScope();
        return Loss(Logits(Features(ImageAugmentation.Apply(image, draws))), isReal).MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        foreach (var layer in _layers)
            layer.Dispose();
    }

    private static Tensor Patches(Tensor map, SpectralLayer first, SpectralLayer second)
    {
        var hidden = MapConvolution.Run(Blur(map, 2), first.Divided(), first.Bias, [2, 2], [0, 0]).LeakyRelu(Slope); // [N, hidden, 7, 7]
        var blurred = Blur(hidden, 1); // [N, hidden, 6, 6]
        var sparse = blurred.slice(2, 0, blurred.shape[2], 2).slice(3, 0, blurred.shape[3], 2).permute(0, 2, 3, 1);
        return nn.functional.linear(sparse, second.Divided().reshape(1, -1), second.Bias).squeeze(3); // [N, 3, 3]
    }

    private static Tensor Blur(Tensor map, long padding)
    {
        var weight = tensor(s_blur, [1, 1, 4, 4], device: map.device).DividedBy(64);
        var planes = map.reshape(-1, 1, map.shape[2], map.shape[3]);
        var blurred = MapConvolution.Run(planes, weight, null, [1, 1], [padding, padding]);
        return blurred.reshape(map.shape[0], map.shape[1], blurred.shape[2], blurred.shape[3]);
    }
}
