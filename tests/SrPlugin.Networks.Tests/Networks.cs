using SrPlugin.Networks.Autoencoder;
using SrPlugin.Networks.Clip;
using SrPlugin.Networks.Degradation;
using SrPlugin.Networks.Loading;
using SrPlugin.Networks.Lora;
using SrPlugin.Networks.UNet;
using SrPlugin.Testing;
using SrPlugin.Weights;
using static TorchSharp.torch.nn;

namespace SrPlugin.Networks.Tests;

/// <summary>Builds the networks of the golden folder.</summary>
internal static class Networks
{
    public const string Vae = "sd/sd_tiny/vae";
    public const string UNet = "sd/sd_tiny/unet";
    public const string TextEncoder = "sd/sd_tiny/text_encoder";
    public const string S3Diff = "s3diff/s3diff_tiny.pkl";
    public const string DeNet = "s3diff/de_net_fp16.safetensors";
    private const string DiffusersWeights = "diffusion_pytorch_model.safetensors";

    public static WeightsSource OpenVae() => new MappedWeights(GoldenFolder.OpenWeights($"{Vae}/{DiffusersWeights}"), AutoencoderKL.MapKey);

    public static WeightsSource OpenUNet() => GoldenFolder.OpenWeights($"{UNet}/{DiffusersWeights}");

    public static AutoencoderKL LoadVae() => Load(new AutoencoderKL(Config($"{Vae}/config.json", AutoencoderKLConfig.Read)), OpenVae());

    public static UNet2DConditionModel LoadUNet() =>
        Load(new UNet2DConditionModel(Config($"{UNet}/config.json", UNet2DConditionConfig.Read)), OpenUNet());

    public static CLIPTextModel LoadTextEncoder() =>
        Load(
            new CLIPTextModel(Config($"{TextEncoder}/config.json", CLIPTextConfig.Read)),
            GoldenFolder.OpenWeights($"{TextEncoder}/model.safetensors"));

    public static DEResNet LoadDeNet() => Load(new DEResNet(new DEResNetConfig()), GoldenFolder.OpenWeights(DeNet));

    public static T Config<T>(string relative, Func<Stream, T> read)
    {
        using var stream = GoldenFolder.OpenRead(relative);
        return read(stream);
    }

    private static T Load<T>(T network, WeightsSource weights)
        where T : Module
    {
        using (weights)
            StrictLoader.Load(network, weights);
        return network;
    }
}
