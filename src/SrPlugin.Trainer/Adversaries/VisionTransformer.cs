using SrPlugin.Networks.Layers;
using SrPlugin.Networks.Loading;
using SrPlugin.Weights;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SrPlugin.Trainer.Adversaries;

/// <summary>
/// The frozen vision transformers that discriminators stand on: DINO (Caron et al. 2021), and DINOv2 (Oquab et al. 2023), which scales
/// its branches.
/// </summary>
internal sealed class VisionTransformer : Module
{
    private const double NormEpsilon = 1e-6;
    private const long ChannelsPerHead = 64;

    private readonly Parameter cls_token;
    private readonly Parameter pos_embed;
    private readonly PatchEmbedding patch_embed;
    private readonly ModuleList<VisionTransformerBlock> blocks;
    private readonly Affine norm;
    private readonly long _patch;

    private VisionTransformer(long width, long depth, long places, long patch, long heads, bool hasScales, ScalarType dtype, Device device)
        : base(nameof(VisionTransformer))
    {
        _patch = patch;
        cls_token = new Parameter(empty([1, 1, width], dtype, device), false);
        pos_embed = new Parameter(empty([1, places, width], dtype, device), false);
        patch_embed = new PatchEmbedding(width, patch, dtype, device);
        blocks = new ModuleList<VisionTransformerBlock>();
        for (var i = 0; i < depth; i++)
            blocks.Add(new VisionTransformerBlock(width, heads, hasScales, NormEpsilon, dtype, device));
        norm = new Affine(dtype, device, width);
        RegisterComponents();
    }

    /// <summary>Channels of a token.</summary>
    public long Width => cls_token.shape[2];

    /// <summary>Side of a patch, pixels.</summary>
    public long PatchSize => _patch;

    /// <summary>Side of the pictures that the network was made for, pixels.</summary>
    public long NativeSide => (long)Math.Round(Math.Sqrt(pos_embed.shape[1] - 1)) * _patch;

    /// <summary>Loads a network; its sizes follow from its tensors.</summary>
    /// <param name="source">Weights under the published names; borrowed.</param>
    /// <param name="device">Where it lies.</param>
    /// <param name="heads">Attention heads; null for one per 64 channels, as all published ones have.</param>
    /// <param name="dtype">Its type.</param>
    /// <exception cref="WeightsMismatchException">The source holds other weights.</exception>
    public static VisionTransformer Load(WeightsSource source, Device device, long? heads = null, ScalarType dtype = ScalarType.Float32)
    {
        var known = new MappedWeights(source, key => key == "mask_token" ? null : key); // what only the pre-training of DINOv2 used
        long Side(string key, int dimension) =>
            known.Tensors.TryGetValue(key, out var info) && info.Shape.Count > dimension ? info.Shape[dimension] : 1;
        var width = Side("cls_token", 2);
        var network = new VisionTransformer(
            width, Enumerable.Range(0, 256).TakeWhile(i => known.Tensors.ContainsKey($"blocks.{i}.norm1.weight")).Count(),
            Side("pos_embed", 1),
            Side("patch_embed.proj.weight", 3), heads ?? Math.Max(1, width / ChannelsPerHead),
            known.Tensors.ContainsKey("blocks.0.ls1.gamma"), dtype, device);
        try
        {
            StrictLoader.Load(network, known);
            return network;
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    /// <summary>
    /// The tokens before the first block and after every block, [N, 1 + patches, C] each, the class token first; the caller's.
    /// </summary>
    /// <param name="image">[N, 3, S, S], normalised, where S is <see cref="NativeSide"/>: positions are not interpolated.</param>
    public IReadOnlyList<Tensor> Tokens(Tensor image)
    {
        using var scope = NewDisposeScope();
        var patches = patch_embed.Embed(image); // [N, patches, C]
        var tokens = cat([cls_token.expand(image.shape[0], 1, -1), patches], 1).Plus(pos_embed);
        var result = new List<Tensor> { tokens };
        foreach (var block in blocks)
            result.Add(block.Apply(result[^1]));
        return [.. result.Select(one => one.MoveToOuterDisposeScope())];
    }

    /// <summary>Tokens through the last normalisation; the caller's.</summary>
    public Tensor Normalize(Tensor tokens) => norm.LayerNorm(tokens, NormEpsilon);
}
