using System.Globalization;
using System.Text.RegularExpressions;
using SrPlugin.Networks.Autoencoder;
using SrPlugin.Networks.Layers;
using SrPlugin.Networks.UNet;
using static TorchSharp.torch.nn;

namespace SrPlugin.Networks.Lora;

/// <summary>
/// Which layers carry adapters and which block embedding modulates each. The two lists are the published target modules; the block
/// rule is that of S3Diff's forward (src/s3diff.py).
/// </summary>
internal static partial class LoraTargets
{
    private static readonly string[] UNetSuffixes =
        [
            "to_k", "to_q", "to_v", "to_out.0", "conv", "conv1", "conv2", "conv_shortcut", "conv_out", "proj_in", "proj_out", "ff.net.2",
            "ff.net.0.proj"
        ];

    /// <summary>Block embeddings of the VAE: one per encoder level, the middle, and one shared by the first and last convolution.</summary>
    public static int VaeBlocks(AutoencoderKLConfig config) => config.BlockOutChannels.Count + 2;

    /// <summary>Block embeddings of the UNet: one per level down, the middle, one per level up, and the last convolution.</summary>
    public static int UNetBlocks(UNet2DConditionConfig config) => 2 * config.BlockOutChannels.Count + 2;

    /// <summary>The adapted layers of the VAE's encoder, in the order of its parameters.</summary>
    public static IEnumerable<(string Name, IAdaptable Layer, int Block)> Of(AutoencoderKL vae)
    {
        var levels = vae.Config.BlockOutChannels.Count;
        return Select(vae, VaeTarget().IsMatch, name => Level(name, "encoder.down_blocks.")
            ?? (name.StartsWith("encoder.mid_block.", StringComparison.Ordinal) ? levels : levels + 1));
    }

    /// <summary>The adapted layers of the UNet, in the order of its parameters.</summary>
    public static IEnumerable<(string Name, IAdaptable Layer, int Block)> Of(UNet2DConditionModel unet)
    {
        var levels = unet.Config.BlockOutChannels.Count;
        return Select(unet, IsUNetTarget, name =>
            Level(name, "down_blocks.")
            ?? (name.StartsWith("mid_block.", StringComparison.Ordinal) ? levels : Level(name, "up_blocks.") + levels + 1)
            ?? 2 * levels + 1);
    }

    private static IEnumerable<(string Name, IAdaptable Layer, int Block)> Select(
        Module network, Func<string, bool> isTarget, Func<string, int> block) =>
        from child in network.named_modules()
        where child.module is IAdaptable && isTarget(child.name)
        select (child.name, (IAdaptable)child.module, block(child.name));

    private static bool IsUNetTarget(string name) =>
        UNetSuffixes.Any(suffix => name == suffix || name.EndsWith("." + suffix, StringComparison.Ordinal));

    private static int? Level(string name, string prefix) =>
        name.StartsWith(prefix, StringComparison.Ordinal)
            ? int.Parse(name.AsSpan(prefix.Length, name.IndexOf('.', prefix.Length) - prefix.Length), CultureInfo.InvariantCulture)
            : null;

    [GeneratedRegex(
        @"^encoder\..*(conv1|conv2|conv_in|conv_shortcut|conv|conv_out|to_k|to_q|to_v|to_out\.0)$", RegexOptions.CultureInvariant)]
    private static partial Regex VaeTarget();
}
