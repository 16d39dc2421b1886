using SrPlugin.Networks.Degradation;
using SrPlugin.Testing;
using static TorchSharp.torch;

namespace SrPlugin.Networks.Tests.Degradation;

public sealed class DEResNetTests
{
    [Theory]
    [Trait("Kind", "Parity")]
    [InlineData(0)]
    [InlineData(1)]
    public void Forward_GoldenPicture_EqualsUpstream(int index)
    {
        using var golden = new GoldenTensors("s3diff/denet.safetensors");
        using var network = Networks.LoadDeNet();
        using var grad = no_grad();
        using var scope = NewDisposeScope();

        var scores = network.call(golden[$"image{index}"]);

        TensorComparer.MaxErrorOverDeviation(scores, golden[$"score{index}"]).ShouldBeLessThan(2e-5);
    }

    [Fact]
    [Trait("Kind", "Parity")]
    public void Forward_WithGradients_EqualsUpstreamAndReachesEveryParameter()
    {
        using var golden = new GoldenTensors("s3diff/denet.safetensors");
        using var network = Networks.LoadDeNet();
        using var scope = NewDisposeScope();

        var scores = network.call(golden["image1"]);
        scores.sum().backward();

        TensorComparer.MaxErrorOverDeviation(scores, golden["score1"]).ShouldBeLessThan(2e-5);
        network.parameters().Count(parameter => parameter.grad is null).ShouldBe(0);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 50)]
    [InlineData(31, 17)]
    public void Forward_AnySize_GivesScoresAndLeaksNothing(long height, long width)
    {
        using var network = Networks.LoadDeNet();
        using var grad = no_grad();
        using var image = rand([3, 3, height, width]);

        LiveTensors.DeltaOf(() =>
        {
            using var scores = network.call(image);
            scores.shape.ShouldBe([3, 2]);
        }).ShouldBe(0);
    }

    [Fact]
    public void Construct_StagesThatDoNotMatch_Throws() =>
        Should.Throw<NotSupportedException>(() => new DEResNet(new DEResNetConfig { NumBlocks = [2] })).Message.ShouldContain("num_blocks");
}
