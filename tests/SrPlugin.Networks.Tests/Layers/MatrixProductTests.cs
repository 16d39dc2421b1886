using SrPlugin.Networks.Layers;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SrPlugin.Networks.Tests.Layers;

public sealed class MatrixProductTests
{
    [Theory]
    [InlineData(2, 256, 40, 320)]
    [InlineData(1, 1000, 320, 2560)]
    public void AsConvolution_Tokens_EqualsLinear(long batch, long tokens, long inFeatures, long outFeatures)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(5);
        var x = rand([batch, tokens, inFeatures], generator: generator) - 0.5;
        var weight = rand([outFeatures, inFeatures], generator: generator) - 0.5;
        var bias = rand([outFeatures], generator: generator);

        var actual = MatrixProduct.AsConvolution(x, weight, bias);

        var expected = functional.linear(x.to(ScalarType.Float64), weight.to(ScalarType.Float64), bias.to(ScalarType.Float64));
        ((actual.to(ScalarType.Float64) - expected).abs().max() / expected.std()).item<double>().ShouldBeLessThan(1e-5);
        actual.is_contiguous().ShouldBeTrue();
    }

    [Fact]
    public void Run_AnyRank_KeepsTheLeadingDimensions()
    {
        using var x = rand(2, 3, 5, 8);
        using var weight = rand(4, 8);

        using var result = MatrixProduct.Run(x, weight, null);

        result.shape.ShouldBe([2, 3, 5, 4]);
    }
}
