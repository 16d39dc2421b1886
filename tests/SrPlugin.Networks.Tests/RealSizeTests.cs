using System.Text.Json;
using SrPlugin.Networks.Autoencoder;
using SrPlugin.Networks.Clip;
using SrPlugin.Networks.ControlNet;
using SrPlugin.Networks.Degradation;
using SrPlugin.Networks.Layers;
using SrPlugin.Networks.Lora;
using SrPlugin.Networks.Tagger;
using SrPlugin.Networks.UNet;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SrPlugin.Networks.Tests;

/// <summary>Builds the networks at their published size on the meta device, which has shapes but no memory.</summary>
public sealed class RealSizeTests
{
    [Fact]
    public void UNet_RealSize_HasExactlyThePublishedKeys()
    {
        using var network = RealUNet();
        Compare(network, "sd-turbo-unet.keys");
    }

    [Fact]
    public void Vae_RealSize_HasExactlyThePublishedKeys()
    {
        using var network = RealVae();
        Compare(network, "sd-turbo-vae.keys");
    }

    [Fact]
    public void AddSrUNet_RealSize_HasExactlyThePublishedKeys()
    {
        using var network = new UNet2DConditionModel(PublishedKeys.Config("addsr-unet", UNet2DConditionConfig.Read), META);
        Compare(network, "addsr-unet.keys");
    }

    [Fact]
    public void AddSrControlNet_RealSize_HasExactlyThePublishedKeys()
    {
        using var network = new ControlNetModel(PublishedKeys.Config("addsr-controlnet", ControlNetConfig.Read), META);
        Compare(network, "addsr-controlnet.keys");
    }

    [Fact]
    public void TextEncoder_RealSize_HasExactlyThePublishedKeys()
    {
        using var network = new CLIPTextModel(PublishedKeys.Config("sd-turbo-text_encoder", CLIPTextConfig.Read), META);
        Compare(network, "sd-turbo-text_encoder.keys");
    }

    [Fact]
    public void DegradationEstimator_RealSize_HasExactlyThePublishedKeys()
    {
        using var network = new DEResNet(new DEResNetConfig(), META);
        Compare(network, "mm-realsr-de_net.keys");
    }

    [Fact]
    public void Tagger_RealSize_HasExactlyThePublishedKeysOfThePartsInUse()
    {
        using var network = new RAM(new RAMConfig(), META);
        using var document = PublishedKeys.Open("ram-swin-large.keys");
        var published = Under("keys/", PublishedKeys.Shapes("ram-swin-large.keys"));
        string[] needed = [.. Strings(document, "needed_for_image_embeds"), .. Strings(document, "needed_for_tags_too")];

        var mapped = published.Where(pair => RAM.MapKey(pair.Key) is not null)
            .ToDictionary(pair => RAM.MapKey(pair.Key)!, pair => pair.Value, StringComparer.Ordinal);

        mapped.Keys.ShouldBe(needed, ignoreOrder: true);
        ShouldEqual(network.named_parameters().ToDictionary(pair => pair.name, pair => pair.parameter.shape), mapped);
    }

    [Fact]
    public void Tagger_RealSize_TakesExactlyThePublishedMatricesOfDape()
    {
        using var network = new RAM(new RAMConfig(), META);
        using var document = PublishedKeys.Open("dape.keys");
        var published = Under("keys/", PublishedKeys.Shapes("dape.keys"));
        var unused = Strings(document, "unused_at_inference");

        ShouldEqual(
            DapeLora.Shapes(network).ToDictionary(pair => pair.Key, pair => pair.Value.ToArray(), StringComparer.Ordinal),
            published.Where(pair => !unused.Contains(pair.Key)).ToDictionary(StringComparer.Ordinal));
    }

    [Fact]
    public void Adapter_RealSize_HasExactlyThePublishedKeys()
    {
        using var vae = RealVae();
        using var unet = RealUNet();
        using var adapter = S3DiffAdapter.Create(new S3DiffAdapterConfig(), vae, unet);

        ShouldEqual(
            adapter.NamedTensors.ToDictionary(pair => pair.Name, pair => pair.Tensor.shape),
            PublishedKeys.Shapes("s3diff-checkpoint.keys"));
    }

    [Theory]
    [InlineData("vae")]
    [InlineData("unet")]
    public void Adapter_RealSize_TakesThePublishedBlockForEveryLayer(string network)
    {
        using var vae = RealVae();
        using var unet = RealUNet();
        using var table = PublishedKeys.Open("s3diff-lora-blocks");
        var targets = (network == "vae" ? LoraTargets.Of(vae) : LoraTargets.Of(unet))
            .ToDictionary(target => target.Name, StringComparer.Ordinal);
        var rank = table.RootElement.GetProperty($"rank_{network}").GetInt64();
        var wanted = table.RootElement.GetProperty(network)
            .EnumerateObject().ToDictionary(entry => entry.Name, entry => entry.Value, StringComparer.Ordinal);

        targets.Keys.ShouldBe(wanted.Keys, ignoreOrder: true);
        foreach (var (name, entry) in wanted)
        {
            targets[name].Block.ShouldBe(entry.GetProperty("block").GetInt32(), name);
            (targets[name].Layer is AdaptableConv2d ? "conv" : "linear").ShouldBe(entry.GetProperty("kind").GetString(), name);
            var shapes = new AdapterTarget(name, targets[name].Layer, targets[name].Block, "", "").Shapes(rank).Select(pair => pair.Shape)
                .ToArray();
            shapes[0].ShouldBe(Longs(entry.GetProperty("lora_A")), name);
            shapes[1].ShouldBe(Longs(entry.GetProperty("lora_B")), name);
            if (targets[name].Layer is AdaptableConv2d convolution)
            {
                convolution.Stride.ShouldBe(Longs(entry.GetProperty("stride")), name);
                convolution.Padding.ShouldBe(Longs(entry.GetProperty("padding")), name);
            }
        }
    }

    private static Dictionary<string, long[]> Under(string prefix, Dictionary<string, long[]> shapes) =>
        shapes.Where(pair => pair.Key.StartsWith(prefix, StringComparison.Ordinal))
            .ToDictionary(pair => pair.Key[prefix.Length..], pair => pair.Value, StringComparer.Ordinal);

    private static HashSet<string> Strings(JsonDocument document, string property) =>
        [.. document.RootElement.GetProperty(property).EnumerateArray().Select(entry => entry.GetString()!)];

    private static UNet2DConditionModel RealUNet() => new(PublishedKeys.Config("sd-turbo-unet", UNet2DConditionConfig.Read), META);

    private static AutoencoderKL RealVae() => new(PublishedKeys.Config("sd-turbo-vae", AutoencoderKLConfig.Read), META);

    private static void Compare(Module network, string list) =>
        ShouldEqual(network.named_parameters().ToDictionary(pair => pair.name, pair => pair.parameter.shape), PublishedKeys.Shapes(list));

    private static void ShouldEqual(Dictionary<string, long[]> actual, Dictionary<string, long[]> wanted)
    {
        wanted.Keys.Except(actual.Keys).ShouldBeEmpty("missing");
        actual.Keys.Except(wanted.Keys).ShouldBeEmpty("unexpected");
        wanted.Where(pair => !actual[pair.Key].SequenceEqual(pair.Value)).Select(pair => pair.Key).ShouldBeEmpty("mis-shaped");
    }

    private static long[] Longs(JsonElement array) => [.. array.EnumerateArray().Select(size => size.GetInt64())];
}
