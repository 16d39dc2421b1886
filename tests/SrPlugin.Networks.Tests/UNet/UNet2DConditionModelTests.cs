using System.Text;
using SrPlugin.Networks.UNet;
using SrPlugin.Testing;
using static TorchSharp.torch;

namespace SrPlugin.Networks.Tests.UNet;

public sealed class UNet2DConditionModelTests
{
    private const double Tolerance = 5e-5;

    private static readonly Dictionary<string, string> TapNames = new(StringComparer.Ordinal)
    {
        ["conv_in"] = "conv_in",
        ["time_embedding"] = "time_embedding",
        ["down0"] = "down_blocks.0",
        ["down0.resnet0"] = "down_blocks.0.resnets.0",
        ["down0.attn0"] = "down_blocks.0.attentions.0",
        ["down0.attn0.attn1"] = "down_blocks.0.attentions.0.transformer_blocks.0.attn1",
        ["down0.attn0.attn2"] = "down_blocks.0.attentions.0.transformer_blocks.0.attn2",
        ["down0.attn0.ff"] = "down_blocks.0.attentions.0.transformer_blocks.0.ff",
        ["down1"] = "down_blocks.1",
        ["down2"] = "down_blocks.2",
        ["down3"] = "down_blocks.3",
        ["mid"] = "mid_block",
        ["up0"] = "up_blocks.0",
        ["up1"] = "up_blocks.1",
        ["up2"] = "up_blocks.2",
        ["up3"] = "up_blocks.3",
    };

    [Theory]
    [Trait("Kind", "Parity")]
    [InlineData("b1", "t999", 999L)]
    [InlineData("b1", "t500", 500L)]
    [InlineData("b2", "t999", 999L)]
    [InlineData("b2", "t500", 500L)]
    [InlineData("b2", "tmixed", 999L, 500L)]
    [InlineData("odd", "t999", 999L)]
    public void Forward_GoldenSample_EqualsUpstream(string sample, string result, params long[] timesteps)
    {
        using var golden = new GoldenTensors("sd/unet_tiny.safetensors");
        using var network = Networks.LoadUNet();
        using var grad = no_grad();
        using var scope = NewDisposeScope();

        var prediction = network.call(golden[$"{sample}.sample"], tensor(timesteps), golden[$"{sample}.ctx"]);

        TensorComparer.MaxErrorOverDeviation(prediction, golden[$"{sample}.{result}"]).ShouldBeLessThan(Tolerance);
    }

    [Fact]
    [Trait("Kind", "Parity")]
    public void Forward_GoldenSample_TapsEqualUpstream()
    {
        using var golden = new GoldenTensors("sd/unet_tiny.safetensors");
        using var network = Networks.LoadUNet();
        using var taps = new Taps(network, TapNames);
        using var grad = no_grad();
        using var scope = NewDisposeScope();

        network.call(golden["b1.sample"], tensor(new[] { 999L }), golden["b1.ctx"]);

        foreach (var tap in TapNames.Keys)
            TensorComparer.MaxErrorOverDeviation(taps[tap], golden[$"tap.b1.t999.{tap}"]).ShouldBeLessThan(Tolerance, tap);
    }

    [Fact]
    [Trait("Kind", "Parity")]
    public void Forward_WithGradients_EqualsUpstreamAndReachesEveryParameter()
    {
        using var golden = new GoldenTensors("sd/unet_tiny.safetensors");
        using var network = Networks.LoadUNet();
        using var scope = NewDisposeScope();

        var prediction = network.call(golden["b2.sample"], tensor(new[] { 999L, 500L }), golden["b2.ctx"]);
        prediction.sum().backward();

        TensorComparer.MaxErrorOverDeviation(prediction, golden["b2.tmixed"]).ShouldBeLessThan(Tolerance);
        network.named_parameters().Where(parameter => parameter.parameter.grad is null).Select(parameter => parameter.name).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 9)]
    [InlineData(7, 3)]
    [InlineData(8, 8)]
    public void Forward_AnySize_KeepsShapeAndLeaksNothing(long height, long width)
    {
        using var network = Networks.LoadUNet();
        var config = network.Config;
        using var grad = no_grad();
        using var sample = randn([1, config.InChannels, height, width]);
        using var timestep = tensor(new[] { 999L });
        using var prompt = randn([1, 77, config.CrossAttentionDim]);

        LiveTensors.DeltaOf(() =>
        {
            using var prediction = network.call(sample, timestep, prompt);
            prediction.shape.ShouldBe([1, config.OutChannels, height, width]);
        }).ShouldBe(0);
    }

    [Theory]
    [InlineData("\"act_fn\": \"gelu\"", "act_fn", "gelu")]
    [InlineData("\"dual_cross_attention\": true", "dual_cross_attention", "true")]
    [InlineData("\"class_embed_type\": \"timestep\"", "class_embed_type", "timestep")]
    [InlineData("\"mid_block_type\": \"UNetMidBlock2DSimpleCrossAttn\"", "mid_block_type", "UNetMidBlock2DSimpleCrossAttn")]
    [InlineData("\"layers_per_block\": [2, 2]", "layers_per_block", "[2, 2]")]
    public void ReadConfig_UnsupportedValue_NamesKeyAndValue(string entry, string key, string value)
    {
        using var json = new MemoryStream(Encoding.UTF8.GetBytes(
            "{\"block_out_channels\": [32, 64], \"down_block_types\": [\"DownBlock2D\", \"CrossAttnDownBlock2D\"], " +
            "\"up_block_types\": [\"CrossAttnUpBlock2D\", \"UpBlock2D\"], " + entry + "}"));

        var error = Should.Throw<NotSupportedException>(() => UNet2DConditionConfig.Read(json));

        error.Message.ShouldContain(key);
        error.Message.ShouldContain(value);
    }
}
