using System.Text.RegularExpressions;
using SrPlugin.Networks.Layers;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SrPlugin.Networks.Autoencoder;

/// <summary>
/// The variational autoencoder of Stable Diffusion (diffusers' AutoencoderKL); or, with patches, no more than a linear map of every patch
/// to its latent and another one back.
/// </summary>
public sealed partial class AutoencoderKL : Module
{
    /// <summary>Epsilon of every group normalisation of the VAE, fixed upstream.</summary>
    internal const double NormEpsilon = 1e-6;

    private readonly AutoencoderEncoder? encoder;
    private readonly AutoencoderDecoder? decoder;
    private readonly AdaptableConv2d quant_conv;
    private readonly AdaptableConv2d post_quant_conv;

    /// <summary>Builds the network with uninitialised parameters.</summary>
    /// <param name="config">Sizes.</param>
    /// <param name="device">Where the parameters lie; null for the default device.</param>
    /// <param name="dtype">Their type; null for the default type.</param>
    public AutoencoderKL(AutoencoderKLConfig config, Device? device = null, ScalarType? dtype = null)
        : base(nameof(AutoencoderKL))
    {
        ArgumentNullException.ThrowIfNull(config);
        var placement = new ParameterPlacement(device, dtype);
        Config = config;
        if (config.PatchSize == 1)
        {
            encoder = new AutoencoderEncoder(config, placement);
            decoder = new AutoencoderDecoder(config, placement);
        }

        var moments = 2 * config.LatentChannels;
        quant_conv = new AdaptableConv2d(config.PatchSize == 1 ? moments : config.LatentChannels, moments, 1, 1, 0, placement);
        post_quant_conv = new AdaptableConv2d(config.LatentChannels, config.LatentChannels, 1, 1, 0, placement);
        RegisterComponents();
    }

    /// <summary>The sizes the network was built with.</summary>
    public AutoencoderKLConfig Config { get; }

    /// <summary>
    /// The parameter that a checkpoint's key names: keys of attention blocks older than diffusers 0.15 get their present names.
    /// </summary>
    public static string MapKey(string checkpointKey) =>
        OldAttentionKey().Replace(checkpointKey, match => match.Groups[1].Value + match.Groups[2].Value switch
        {
            "query" => "to_q",
            "key" => "to_k",
            "value" => "to_v",
            _ => "to_out.0",
        } + match.Groups[3].Value);

    /// <summary>The posterior of a picture.</summary>
    /// <param name="x">[N, Cin, H, W], −1…1; sides that the latent stride does not divide lose the remainder.</param>
    /// <param name="tiling">Bounds the memory; null computes whole maps.</param>
    /// <returns>The distribution of the latent [N, L, H/stride, W/stride], not yet multiplied by the scaling factor.</returns>
    public LatentDistribution encode(Tensor x, VaeTiling? tiling = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        tiling?.Validate();
        using var scope = NewDisposeScope();
        if (encoder is null)
        {
            var stride = Config.PatchSize;
            var whole = x.narrow(2, 0, x.shape[2] / stride * stride).narrow(3, 0, x.shape[3] / stride * stride);
            return new LatentDistribution(quant_conv.call(functional.pixel_unshuffle(whole, stride)).MoveToOuterDisposeScope());
        }

        using var arranged = MapLayout.Arrange(x);
        using var hidden = encoder.call(arranged, tiling);
        return new LatentDistribution(Segment.Convolve(quant_conv, hidden, tiling).contiguous().MoveToOuterDisposeScope());
    }

    /// <summary>The picture of a latent.</summary>
    /// <param name="z">[N, L, h, w], already divided by the scaling factor.</param>
    /// <param name="tiling">Bounds the memory; null computes whole maps.</param>
    /// <returns>[N, Cout, h·stride, w·stride], about −1…1, not clamped.</returns>
    public Tensor decode(Tensor z, VaeTiling? tiling = null)
    {
        ArgumentNullException.ThrowIfNull(z);
        tiling?.Validate();
        using var scope = NewDisposeScope();
        if (decoder is null)
            return functional.pixel_shuffle(post_quant_conv.call(z.contiguous()), Config.PatchSize).MoveToOuterDisposeScope();
        using var arranged = MapLayout.Arrange(z);
        using var hidden = Segment.Convolve(post_quant_conv, arranged, tiling);
        return decoder.call(hidden, tiling).contiguous().MoveToOuterDisposeScope();
    }

    [GeneratedRegex(@"^(.*attentions\.\d+\.)(query|key|value|proj_attn)(\.(?:weight|bias))$", RegexOptions.CultureInvariant)]
    private static partial Regex OldAttentionKey();
}
