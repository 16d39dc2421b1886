using SrPlugin.Networks.Autoencoder;
using SrPlugin.Networks.Layers;
using SrPlugin.Networks.UNet;
using SrPlugin.Weights;

namespace SrPlugin.Networks.Lora;

/// <summary>Names and shapes of the tensors of the published checkpoint for a given pair of networks.</summary>
internal sealed class AdapterLayout
{
    /// <summary>The UNet's first convolution, which the checkpoint replaces as a whole.</summary>
    public const string UNetConvInWeight = UNetPrefix + "conv_in.weight";

    /// <summary>Bias of the UNet's first convolution.</summary>
    public const string UNetConvInBias = UNetPrefix + "conv_in.bias";

    private const string UNetPrefix = "state_dict_unet/";
    private const string VaePrefix = "state_dict_vae/";
    private const int Scores = 2;

    public AdapterLayout(AutoencoderKL vae, UNet2DConditionModel unet)
    {
        Vae = LoraTargets.Of(vae).Select(target => new AdapterTarget(target.Name, target.Layer, target.Block, VaePrefix, "vae_skip"))
            .ToArray();
        UNet = LoraTargets.Of(unet).Select(target => new AdapterTarget(target.Name, target.Layer, target.Block, UNetPrefix, "default"))
            .ToArray();
        VaeBlocks = LoraTargets.VaeBlocks(vae.Config);
        UNetBlocks = LoraTargets.UNetBlocks(unet.Config);
    }

    public IReadOnlyList<AdapterTarget> Vae { get; }

    public IReadOnlyList<AdapterTarget> UNet { get; }

    public int VaeBlocks { get; }

    public int UNetBlocks { get; }

    /// <summary>The sizes a checkpoint was made with, as far as its tensors tell; defaults where the tensors are missing.</summary>
    public S3DiffAdapterConfig Infer(WeightsSource checkpoint)
    {
        var defaults = new S3DiffAdapterConfig();
        return new S3DiffAdapterConfig
        {
            UNetLoraRank = First(UNet.Select(target => target.A), defaults.UNetLoraRank),
            // A VAE of patches has no layer to adapt: its rank shows in the modulation alone.
            VaeLoraRank = First(
                Vae.Select(target => target.A),
                (long)Math.Round(Math.Sqrt(First(["state_dict_vae_fuse_mlp/bias"], defaults.VaeLoraRank * defaults.VaeLoraRank)))),
            FourierFeatures = First([AdapterParameters.Frequencies], defaults.FourierFeatures),
            DegradationFeatures = First(["state_dict_unet_de_mlp/0.bias"], defaults.DegradationFeatures),
            BlockFeatures = First(["state_dict_unet_block_mlp/0.bias"], defaults.BlockFeatures),
        };

        long First(IEnumerable<string> names, long fallback) =>
            names.Select(name => checkpoint.Tensors.TryGetValue(name, out var info) && info.Shape.Count > 0 ? info.Shape[0] : 0)
                .FirstOrDefault(size => size > 0, fallback);
    }

    /// <summary>Every tensor but the UNet's first convolution, in the order of the published file.</summary>
    public IEnumerable<(string Name, long[] Shape)> Shapes(S3DiffAdapterConfig config)
    {
        var adapters = UNet.SelectMany(target => target.Shapes(config.UNetLoraRank))
            .Concat(Vae.SelectMany(target => target.Shapes(config.VaeLoraRank)));
        var (degradation, block) = (config.DegradationFeatures, config.BlockFeatures);
        return adapters.Concat([
            .. Linear("state_dict_vae_de_mlp/0.", Scores * 2 * config.FourierFeatures, degradation),
            .. Linear("state_dict_unet_de_mlp/0.", Scores * 2 * config.FourierFeatures, degradation),
            .. Linear("state_dict_vae_block_mlp/0.", block, block),
            .. Linear("state_dict_unet_block_mlp/0.", block, block),
            .. Linear("state_dict_vae_fuse_mlp/", degradation + block, config.VaeLoraRank * config.VaeLoraRank),
            .. Linear("state_dict_unet_fuse_mlp/", degradation + block, config.UNetLoraRank * config.UNetLoraRank),
            (AdapterParameters.Frequencies, [config.FourierFeatures]),
            ("state_embeddings/state_dict_vae_block/weight", [VaeBlocks, block]),
            ("state_embeddings/state_dict_unet_block/weight", [UNetBlocks, block]),
        ]);
    }

    private static IEnumerable<(string Name, long[] Shape)> Linear(string prefix, long inFeatures, long outFeatures) =>
        [(prefix + "weight", [outFeatures, inFeatures]), (prefix + "bias", [outFeatures])];
}
