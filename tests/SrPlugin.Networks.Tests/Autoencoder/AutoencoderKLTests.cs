using SrPlugin.Networks.Autoencoder;
using SrPlugin.Testing;
using static TorchSharp.torch;

namespace SrPlugin.Networks.Tests.Autoencoder;

public sealed class AutoencoderKLTests
{
    private const double Tolerance = 3e-4;

    private static readonly Dictionary<string, string> EncoderTaps = new(StringComparer.Ordinal)
    {
        ["enc.down0"] = "encoder.down_blocks.0",
        ["enc.down1"] = "encoder.down_blocks.1",
        ["enc.down2"] = "encoder.down_blocks.2",
        ["enc.down3"] = "encoder.down_blocks.3",
        ["enc.mid.attn"] = "encoder.mid_block.attentions.0",
        ["enc.mid"] = "encoder.mid_block",
        ["enc.out"] = "encoder",
    };

    private static readonly Dictionary<string, string> DecoderTaps = new(StringComparer.Ordinal)
    {
        ["dec.mid"] = "decoder.mid_block",
        ["dec.up0"] = "decoder.up_blocks.0",
    };

    [Fact]
    [Trait("Kind", "Parity")]
    public void Encode_GoldenPicture_EqualsUpstream()
    {
        using var golden = new GoldenTensors("sd/vae_tiny.safetensors");
        using var network = Networks.LoadVae();
        using var taps = new Taps(network, EncoderTaps);
        using var grad = no_grad();
        using var scope = NewDisposeScope();

        using var distribution = network.encode(golden["x"]);

        foreach (var tap in EncoderTaps.Keys)
            CompareTap(taps[tap], golden[$"tap.{tap}"]).ShouldBeLessThan(Tolerance, tap);
        TensorComparer.MaxErrorOverDeviation(distribution.Moments, golden["moments"]).ShouldBeLessThan(Tolerance);
        TensorComparer.MaxErrorOverDeviation(distribution.Mode(), golden["mode"]).ShouldBeLessThan(Tolerance);
        TensorComparer.MaxErrorOverDeviation(distribution.LogVariance(), golden["logvar"]).ShouldBeLessThan(Tolerance);
        TensorComparer.MaxErrorOverDeviation(distribution.StandardDeviation(), golden["std"]).ShouldBeLessThan(Tolerance);
        TensorComparer.MaxErrorOverDeviation(distribution.Sample(golden["noise"]), golden["sample"]).ShouldBeLessThan(Tolerance);
    }

    [Fact]
    [Trait("Kind", "Parity")]
    public void Decode_GoldenLatent_EqualsUpstream()
    {
        using var golden = new GoldenTensors("sd/vae_tiny.safetensors");
        using var network = Networks.LoadVae();
        using var taps = new Taps(network, DecoderTaps);
        using var grad = no_grad();
        using var scope = NewDisposeScope();

        var decoded = network.decode(golden["z"]);

        foreach (var tap in DecoderTaps.Keys)
            CompareTap(taps[tap], golden[$"tap.{tap}"]).ShouldBeLessThan(Tolerance, tap);
        TensorComparer.MaxErrorOverDeviation(decoded, golden["decoded"]).ShouldBeLessThan(Tolerance);
    }

    [Fact]
    [Trait("Kind", "Parity")]
    public void EncodeAndDecode_WithGradients_EqualUpstreamAndReachEveryParameter()
    {
        using var golden = new GoldenTensors("sd/vae_tiny.safetensors");
        using var network = Networks.LoadVae();
        using var scope = NewDisposeScope();

        using var distribution = network.encode(golden["x"]);
        var decoded = network.decode(golden["z"]);
        (distribution.Moments.sum() + decoded.sum()).backward();

        TensorComparer.MaxErrorOverDeviation(distribution.Moments, golden["moments"]).ShouldBeLessThan(Tolerance);
        TensorComparer.MaxErrorOverDeviation(decoded, golden["decoded"]).ShouldBeLessThan(Tolerance);
        network.named_parameters().Where(parameter => parameter.parameter.grad is null).Select(parameter => parameter.name).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(1, 64, 96)]
    [InlineData(300, 64, 96)]
    [InlineData(300, 41, 67)]
    [InlineData(5000, 72, 24)]
    [InlineData(1, 8, 200)]
    [InlineData(97, 200, 8)]
    public void EncodeAndDecode_InBands_EqualWholeMaps(long bandPixels, long height, long width)
    {
        using var network = Networks.LoadVae();
        var tiling = new VaeTiling { BandPixels = bandPixels, StorageDevice = CPU };
        using var grad = no_grad();
        using var scope = NewDisposeScope();
        var x = randn([2, network.Config.InChannels, height, width]);

        using var whole = network.encode(x);
        using var banded = network.encode(x, tiling);
        TensorComparer.MaxErrorOverDeviation(banded.Moments, whole.Moments).ShouldBeLessThan(1e-4);

        var latent = whole.Mode();
        TensorComparer.MaxErrorOverDeviation(network.decode(latent, tiling), network.decode(latent)).ShouldBeLessThan(1e-4);
    }

    [Fact]
    public void Decode_AttentionInWindows_StaysCloseAndHasNoSeams()
    {
        using var network = Networks.LoadVae();
        using var grad = no_grad();
        using var scope = NewDisposeScope();
        var latent = randn([1, network.Config.LatentChannels, 40, 30]);
        var tiling = new VaeTiling { AttentionTokenLimit = 100, AttentionWindow = 12, AttentionOverlap = 4 };

        var windowed = network.decode(latent, tiling);
        var exact = network.decode(latent);

        windowed.shape.ShouldBe(exact.shape);
        using var difference = (windowed - exact).abs();
        difference.mean().item<float>().ShouldBeLessThan(0.2f * exact.std().item<float>());
    }

    [Theory]
    [InlineData(8, 8)]
    [InlineData(9, 31)]
    [InlineData(16, 8)]
    public void Encode_AnySize_DropsTheRemainderAndLeaksNothing(long height, long width)
    {
        using var network = Networks.LoadVae();
        var config = network.Config;
        using var grad = no_grad();
        using var x = randn([1, config.InChannels, height, width]);

        LiveTensors.DeltaOf(() =>
        {
            using var distribution = network.encode(x);
            using var latent = distribution.Mode();
            latent.shape.ShouldBe([1, config.LatentChannels, height / config.LatentStride, width / config.LatentStride]);
            using var decoded = network.decode(latent, new VaeTiling { BandPixels = 64 });
            decoded.shape.ShouldBe([1, config.OutChannels, latent.shape[2] * config.LatentStride, latent.shape[3] * config.LatentStride]);
        }).ShouldBe(0);
    }

    [Fact]
    public void Decode_OnePixelLatent_Works()
    {
        using var network = Networks.LoadVae();
        using var grad = no_grad();
        using var scope = NewDisposeScope();

        network.decode(randn([1, network.Config.LatentChannels, 1, 1])).shape
            .ShouldBe([1, network.Config.OutChannels, network.Config.LatentStride, network.Config.LatentStride]);
    }

    [Fact]
    public void Encode_PictureSmallerThanStride_Throws()
    {
        using var network = Networks.LoadVae();
        using var grad = no_grad();
        using var x = randn([1, network.Config.InChannels, 4, 4]);

        Should.Throw<ArgumentException>(() => network.encode(x)).Message.ShouldContain("too small");
    }

    [Fact]
    public void Decode_TiledWithGradients_Throws()
    {
        using var network = Networks.LoadVae();
        using var z = randn([1, network.Config.LatentChannels, 8, 8]);

        Should.Throw<InvalidOperationException>(() => network.decode(z, new VaeTiling { BandPixels = 1 }));
    }

    [Fact]
    public void Construct_OneLevelWithoutAttention_Works()
    {
        var config = new AutoencoderKLConfig
        {
            BlockOutChannels = [8],
            LatentChannels = 5,
            LayersPerBlock = 1,
            NormNumGroups = 4,
            MidBlockAddAttention = false,
        };
        using var network = new AutoencoderKL(config);
        using var grad = no_grad();
        foreach (var parameter in network.parameters())
            parameter.normal_(0, 0.1);
        using var scope = NewDisposeScope();

        using var distribution = network.encode(randn([1, 3, 7, 5]));

        distribution.Moments.shape.ShouldBe([1, 10, 7, 5]);
        network.decode(distribution.Mode()).shape.ShouldBe([1, 3, 7, 5]);
        network.named_parameters().ShouldAllBe(parameter => !parameter.name.Contains("attentions"));
    }

    [Theory]
    [InlineData("encoder.mid_block.attentions.0.query.weight", "encoder.mid_block.attentions.0.to_q.weight")]
    [InlineData("decoder.mid_block.attentions.0.key.bias", "decoder.mid_block.attentions.0.to_k.bias")]
    [InlineData("decoder.mid_block.attentions.0.value.weight", "decoder.mid_block.attentions.0.to_v.weight")]
    [InlineData("decoder.mid_block.attentions.0.proj_attn.weight", "decoder.mid_block.attentions.0.to_out.0.weight")]
    [InlineData("decoder.mid_block.attentions.0.group_norm.weight", "decoder.mid_block.attentions.0.group_norm.weight")]
    public void MapKey_OldAttentionName_BecomesPresentOne(string old, string present) => AutoencoderKL.MapKey(old).ShouldBe(present);

    // A tap of more than 40000 elements holds the first picture only.
    private static double CompareTap(Tensor actual, Tensor expected) =>
        TensorComparer.MaxErrorOverDeviation(actual.narrow(0, 0, expected.shape[0]), expected);
}
