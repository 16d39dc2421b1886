using System.Text;
using System.Text.Json;
using SrPlugin.Networks.ControlNet;
using SrPlugin.Networks.UNet;
using SrPlugin.Testing;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SrPlugin.Networks.Tests.ControlNet;

/// <summary>AddSR's two networks together: ControlNet's residuals and the UNet with image attention that takes them.</summary>
public sealed class ControlNetModelTests
{
    private const double Tolerance = 5e-5;

    [Theory]
    [Trait("Kind", "Parity")]
    [InlineData("ab-unet-controlnet")]
    [InlineData("ab-unet-controlnet-odd")]
    public void Control_GoldenSample_ResidualsAndTapsEqualUpstream(string name)
    {
        using var golden = new GoldenTensors($"addsr/{name}.safetensors");
        using var network = AddSrNetworks.LoadControlNet();
        using var taps = TapsOf(network, golden, "tap.controlnet.");
        using var grad = no_grad();
        using var scope = NewDisposeScope();

        using var residuals = Control(network, golden, name);

        for (var i = 0; i < residuals.Down.Count; i++)
            ShouldEqual(residuals.Down[i], golden, $"out.controlnet.down.{i}");
        golden.Has($"out.controlnet.down.{residuals.Down.Count}").ShouldBeFalse();
        ShouldEqual(residuals.Mid, golden, "out.controlnet.mid");
        foreach (var tap in TapNames(golden, "tap.controlnet."))
            ShouldEqual(taps[tap], golden, tap);
    }

    [Theory]
    [Trait("Kind", "Parity")]
    [InlineData("ab-unet-controlnet")]
    [InlineData("ab-unet-controlnet-odd")]
    public void Predict_GoldenSampleWithResiduals_PredictionAndTapsEqualUpstream(string name)
    {
        using var golden = new GoldenTensors($"addsr/{name}.safetensors");
        using var network = AddSrNetworks.LoadUNet();
        using var taps = TapsOf(network, golden, "tap.unet.");
        using var grad = no_grad();
        using var scope = NewDisposeScope();
        var down = golden.Names.Count(tensor => tensor.StartsWith("out.controlnet.down.", StringComparison.Ordinal));
        using var residuals = new ControlResiduals(
            [.. Enumerable.Range(0, down).Select(i => golden[$"out.controlnet.down.{i}"].alias())], golden["out.controlnet.mid"].alias());

        using var prediction = network.Predict(
            golden["in.sample"], Timestep(golden, name), golden["in.encoder_hidden_states"], golden["in.image_encoder_hidden_states"],
            residuals);

        ShouldEqual(prediction, golden, "out.unet.sample");
        foreach (var tap in TapNames(golden, "tap.unet."))
            ShouldEqual(taps[tap], golden, tap);
    }

    [Fact]
    [Trait("Kind", "Parity")]
    public void Predict_WithoutResiduals_EqualsUpstream()
    {
        using var golden = new GoldenTensors("addsr/ab-unet-controlnet.safetensors");
        using var network = AddSrNetworks.LoadUNet();
        using var grad = no_grad();
        using var scope = NewDisposeScope();

        using var prediction = network.Predict(
            golden["in.sample"], Timestep(golden, "ab-unet-controlnet"), golden["in.encoder_hidden_states"],
            golden["in.image_encoder_hidden_states"], null);

        ShouldEqual(prediction, golden, "out.unet.sample_without_residuals");
    }

    [Fact]
    [Trait("Kind", "Parity")]
    public void Predict_WithGradients_EqualsUpstreamAndReachesEveryParameterOfBothNetworks()
    {
        const string Name = "ab-unet-controlnet-odd";
        using var golden = new GoldenTensors($"addsr/{Name}.safetensors");
        using var control = AddSrNetworks.LoadControlNet();
        using var unet = AddSrNetworks.LoadUNet();
        using var scope = NewDisposeScope();

        using var residuals = Control(control, golden, Name);
        using var prediction = unet.Predict(
            golden["in.sample"], Timestep(golden, Name), golden["in.encoder_hidden_states"], golden["in.image_encoder_hidden_states"],
            residuals);
        prediction.sum().backward();

        ShouldEqual(prediction, golden, "out.unet.sample");
        foreach (var network in new Module[] { control, unet })
            network.named_parameters().Where(parameter => parameter.parameter.grad is null).Select(parameter => parameter.name)
                .ShouldBeEmpty();
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 9)]
    [InlineData(7, 3)]
    public void ControlAndPredict_AnySize_KeepShapesAndLeakNothing(long height, long width)
    {
        using var control = AddSrNetworks.LoadControlNet();
        using var unet = AddSrNetworks.LoadUNet();
        var config = unet.Config;
        using var grad = no_grad();
        using var sample = randn([1, config.InChannels, height, width]);
        using var image = rand([1, 3, 8 * height, 8 * width]);
        using var timestep = tensor(new[] { 249L });
        using var prompt = randn([1, 77, config.CrossAttentionDim]);
        using var tokens = randn([1, 5, config.ImageCrossAttentionDim]);

        LiveTensors.DeltaOf(() =>
        {
            using var residuals = control.Control(sample, timestep, prompt, tokens, image, 0.5);
            using var prediction = unet.Predict(sample, timestep, prompt, tokens, residuals);
            prediction.shape.ShouldBe([1, config.OutChannels, height, width]);
        }).ShouldBe(0);
    }

    [Fact]
    public void Predict_NoImageTokens_NamesWhatIsMissing()
    {
        using var unet = AddSrNetworks.LoadUNet();
        using var scope = NewDisposeScope();

        var error = Should.Throw<InvalidOperationException>(() =>
            unet.call(zeros([1, unet.Config.InChannels, 8, 8]), tensor(new[] { 999L }), zeros([1, 77, unet.Config.CrossAttentionDim])));

        error.Message.ShouldContain("image embedding");
    }

    [Fact]
    public void Predict_TooFewResiduals_TellsBothNumbers()
    {
        using var unet = AddSrNetworks.LoadUNet();
        using var scope = NewDisposeScope();
        using var residuals = new ControlResiduals([zeros([1])], zeros([1]));

        var error = Should.Throw<ArgumentException>(() => unet.Predict(
            zeros([1, unet.Config.InChannels, 8, 8]), tensor(new[] { 999L }), zeros([1, 77, unet.Config.CrossAttentionDim]),
            zeros([1, 5, unet.Config.ImageCrossAttentionDim]), residuals));

        error.Message.ShouldContain("1 residuals for 12 skip connections");
    }

    [Theory]
    [InlineData("\"controlnet_conditioning_channel_order\": \"bgr\"", "controlnet_conditioning_channel_order", "bgr")]
    [InlineData("\"global_pool_conditions\": true", "global_pool_conditions", "true")]
    [InlineData("\"resnet_time_scale_shift\": \"scale_shift\"", "resnet_time_scale_shift", "scale_shift")]
    public void ReadConfig_UnsupportedValue_NamesKeyAndValue(string entry, string key, string value)
    {
        using var json = new MemoryStream(Encoding.UTF8.GetBytes(
            "{\"block_out_channels\": [32, 64], \"down_block_types\": [\"CrossAttnDownBlock2D\", \"DownBlock2D\"], " + entry + "}"));

        var error = Should.Throw<NotSupportedException>(() => ControlNetConfig.Read(json));

        error.Message.ShouldContain(key);
        error.Message.ShouldContain(value);
    }

    [Fact]
    public void ReadConfig_ImageTokenWidth_IsTaken()
    {
        using var json = new MemoryStream(Encoding.UTF8.GetBytes(
            "{\"block_out_channels\": [32, 64], \"down_block_types\": [\"CrossAttnDownBlock2D\", \"DownBlock2D\"], " +
            "\"use_image_cross_attention\": true, \"image_cross_attention_dim\": 24}"));

        ControlNetConfig.Read(json).Encoder.ImageCrossAttentionDim.ShouldBe(24);
    }

    private static ControlResiduals Control(ControlNetModel network, GoldenTensors golden, string name) => network.Control(
        golden["in.sample"], Timestep(golden, name), golden["in.encoder_hidden_states"], golden["in.image_encoder_hidden_states"],
        golden["in.controlnet_cond"], Setting(name, "conditioning_scale"));

    // One for every sample, as upstream expands it: the taps of the time embedding have that many rows.
    private static Tensor Timestep(GoldenTensors golden, string name) =>
        full([golden["in.sample"].shape[0]], (long)Setting(name, "timestep"), ScalarType.Int64);

    private static double Setting(string name, string key)
    {
        using var stream = GoldenFolder.OpenRead($"addsr/{name}.json");
        using var document = JsonDocument.Parse(stream);
        return document.RootElement.GetProperty(key).GetDouble();
    }

    private static IEnumerable<string> TapNames(GoldenTensors golden, string prefix) =>
        golden.Names.Where(name => name.StartsWith(prefix, StringComparison.Ordinal));

    private static Taps TapsOf(Module network, GoldenTensors golden, string prefix) =>
        new(network, TapNames(golden, prefix).ToDictionary(name => name, name => name[prefix.Length..], StringComparer.Ordinal));

    private static void ShouldEqual(Tensor actual, GoldenTensors golden, string name) =>
        TensorComparer.MaxErrorOverDeviation(actual, golden[name]).ShouldBeLessThan(Tolerance, name);
}
