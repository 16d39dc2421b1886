using System.Text;
using SrPlugin.Networks.Layers;
using SrPlugin.Networks.UNet;
using SrPlugin.Testing;
using static TorchSharp.torch;

namespace SrPlugin.Networks.Tests.UNet;

/// <summary>The UNet without attention and with layer normalisation: what no published checkpoint has.</summary>
public sealed class LocalUNetTests
{
    private const string Config = """
        {
          "_class_name": "UNet2DConditionModel", "block_out_channels": [16, 32], "cross_attention_dim": 8, "down_block_types": ["DownBlock2D", "DownBlock2D"],
          "up_block_types": ["UpBlock2D", "UpBlock2D"], "in_channels": 48, "out_channels": 48, "layers_per_block": 1, "mid_block_type": "UNetMidBlock2D",
          "norm_type": "layer_norm", "norm_num_groups": 8
        }
        """;

    [Fact]
    public void Forward_PartOfAMap_EqualsThatPartOfTheWhole()
    {
        using var network = Create(Read(Config));
        using var grad = no_grad();
        using var scope = NewDisposeScope();
        var whole = randn([1, 48, 96, 96]);
        var (time, prompt) = (tensor(new[] { 999L }), zeros([1, 1, 1]));

        var expected = network.call(whole, time, prompt).narrow(2, 40, 16).narrow(3, 40, 16);
        var part = network.call(whole.narrow(2, 8, 80).narrow(3, 8, 80), time, prompt).narrow(2, 32, 16).narrow(3, 32, 16);

        TensorComparer.MaxErrorOverDeviation(part, expected).ShouldBeLessThan(1e-4);
    }

    [Fact]
    public void Forward_AnyPrompt_IsTheSame()
    {
        using var network = Create(Read(Config));
        using var grad = no_grad();
        using var scope = NewDisposeScope();
        var sample = randn([1, 48, 10, 14]);

        var first = network.call(sample, tensor(new[] { 999L }), zeros([1, 1, 8]));
        var second = network.call(sample, tensor(new[] { 999L }), randn([1, 77, 8]));

        second.contiguous().bytes.ToArray().ShouldBe(first.contiguous().bytes.ToArray());
        network.Config.ReadsPrompt.ShouldBeFalse();
        network.named_parameters().ShouldNotContain(pair => pair.name.Contains("attentions", StringComparison.Ordinal));
    }

    [Fact]
    public void PixelNormalization_AnyMap_HasMeanZeroAndDeviationOneInEveryPixel()
    {
        using var norm = new PixelNormalization(16, 1e-5, new ParameterPlacement(CPU, ScalarType.Float32));
        foreach (var (name, parameter) in norm.named_parameters())
            parameter.requires_grad_(false).fill_(name == "weight" ? 1 : 0);
        using var scope = NewDisposeScope();

        var normalised = norm.call(randn([2, 16, 5, 7]) * 3 + 2);

        normalised.shape.ShouldBe([2, 16, 5, 7]);
        normalised.mean([1L]).abs().max().item<float>().ShouldBeLessThan(1e-5f);
        (normalised.square().mean([1L]) - 1).abs().max().item<float>().ShouldBeLessThan(1e-3f);
    }

    [Theory]
    [InlineData("UNetMidBlock2D", "UNetMidBlock3D", "mid_block_type")]
    [InlineData("layer_norm", "batch_norm", "norm_type")]
    public void Read_UnknownKind_IsRefusedByName(string known, string unknown, string key) =>
        Should.Throw<NotSupportedException>(
            () => Read(Config.Replace($"\"{known}\"", $"\"{unknown}\"", StringComparison.Ordinal))).Message.ShouldContain(key);

    private static UNet2DConditionModel Create(UNet2DConditionConfig config)
    {
        var network = new UNet2DConditionModel(config, CPU, ScalarType.Float32);
        using var grad = no_grad();
        using var random = new Generator(5);
        foreach (var (name, parameter) in network.named_parameters())
        {
            if (name.Contains("norm", StringComparison.Ordinal))
                parameter.fill_(name.EndsWith("weight", StringComparison.Ordinal) ? 1 : 0);
            else
                parameter.normal_(0, 0.1, random);
        }

        return network;
    }

    private static UNet2DConditionConfig Read(string json)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(json));
        return UNet2DConditionConfig.Read(stream);
    }
}
