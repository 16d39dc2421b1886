using SrPlugin.Networks.Loading;
using SrPlugin.Networks.Tagger;
using SrPlugin.Testing;
using SrPlugin.Weights;
using static TorchSharp.torch;

namespace SrPlugin.Networks.Tests.Tagger;

public sealed class SwinTransformerTests
{
    private const string Golden = "addsr/c-swin-small.safetensors";
    private const double Tolerance = 2e-5;

    private static readonly SwinConfig _small =
        new() { ImageSize = 64, EmbedDim = 8, Depths = [2, 2, 2], NumHeads = [1, 2, 4], WindowSize = 4 };

    private static readonly string[] _taps =
    [
        "patch_embed", "layers.0.blocks.0.attn", "layers.0.blocks.0", "layers.0.blocks.1.attn", "layers.0.blocks.1",
        "layers.0", "layers.1", "layers.2", "norm",
    ];

    [Fact]
    [Trait("Kind", "Parity")]
    public void Forward_GoldenPictures_EqualsUpstream()
    {
        using var golden = new GoldenTensors(Golden);
        using var network = Load();
        using var taps = new Taps(network, _taps.ToDictionary(tap => tap, tap => tap, StringComparer.Ordinal));
        using var grad = no_grad();
        using var scope = NewDisposeScope();

        var tokens = network.call(golden["in.image"]);

        TensorComparer.MaxErrorOverDeviation(tokens, golden["out.tokens"]).ShouldBeLessThan(Tolerance);
        foreach (var tap in _taps)
        {
            var expected = golden[$"tap.{tap}"];
            TensorComparer.MaxErrorOverDeviation(taps[tap].reshape(expected.shape), expected).ShouldBeLessThan(Tolerance, tap);
        }
    }

    [Fact]
    [Trait("Kind", "Parity")]
    public void Forward_WithGradients_EqualsUpstreamAndReachesEveryParameter()
    {
        using var golden = new GoldenTensors(Golden);
        using var network = Load();
        using var scope = NewDisposeScope();

        var tokens = network.call(golden["in.image"]);
        tokens.square().sum().backward();

        TensorComparer.MaxErrorOverDeviation(tokens, golden["out.tokens"]).ShouldBeLessThan(Tolerance);
        network.parameters().Count(parameter => parameter.grad is null || parameter.grad.abs().max().item<float>() == 0).ShouldBe(0);
    }

    [Fact]
    public void Forward_OtherSize_NamesTheSizeItNeeds()
    {
        using var network = Load();
        using var image = zeros(1, 3, 32, 64);

        Should.Throw<ArgumentException>(() => network.call(image)).Message.ShouldContain("[N, 3, 64, 64]");
    }

    [Theory]
    [InlineData(60, 4, "window_size 4 on a map of 15")]
    [InlineData(64, 3, "window_size 3 on a map of 16")]
    public void Construct_WindowsThatDoNotTileTheMap_Throws(long imageSize, long window, string message) =>
        Should.Throw<NotSupportedException>(
            () => new SwinTransformer(_small with { ImageSize = imageSize, WindowSize = window })).Message.ShouldContain(message);

    private static SwinTransformer Load()
    {
        var network = new SwinTransformer(_small);
        using var file = GoldenFolder.OpenWeights(Golden);
        // The query-key-value weights as upstream merged them, everything else as it was before.
        StrictLoader.Load(network, new MappedWeights(file, key =>
            key.StartsWith("merged.", StringComparison.Ordinal) ? key["merged.".Length..]
            : !key.StartsWith("w.", StringComparison.Ordinal) || key.Contains(".lora_", StringComparison.Ordinal)
                || key.EndsWith(".qkv.weight", StringComparison.Ordinal) ||
              key.EndsWith(".relative_position_index", StringComparison.Ordinal)
                  || key.EndsWith(".attn_mask", StringComparison.Ordinal) ? null
            : key["w.".Length..]));
        return network;
    }
}
