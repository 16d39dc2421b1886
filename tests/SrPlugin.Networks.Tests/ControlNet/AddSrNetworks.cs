using SrPlugin.Networks.ControlNet;
using SrPlugin.Networks.Loading;
using SrPlugin.Networks.UNet;
using SrPlugin.Testing;
using static TorchSharp.torch.nn;

namespace SrPlugin.Networks.Tests.ControlNet;

/// <summary>Builds AddSR's networks of the golden folder.</summary>
internal static class AddSrNetworks
{
    public static UNet2DConditionModel LoadUNet() =>
        Load(new UNet2DConditionModel(Config("tiny-unet", UNet2DConditionConfig.Read)), "tiny-unet");

    public static ControlNetModel LoadControlNet() =>
        Load(new ControlNetModel(Config("tiny-controlnet", ControlNetConfig.Read)), "tiny-controlnet");

    private static T Config<T>(string name, Func<Stream, T> read)
    {
        using var stream = GoldenFolder.OpenRead($"addsr/weights/{name}.config.json");
        return read(stream);
    }

    private static T Load<T>(T network, string name)
        where T : Module
    {
        using var weights = GoldenFolder.OpenWeights($"addsr/weights/{name}.safetensors");
        StrictLoader.Load(network, weights);
        return network;
    }
}
