using SrPlugin.Networks.Layers;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SrPlugin.Networks.Tests.Layers;

public sealed class MapConvolutionTests
{
    public static TheoryData<long, long, long, long, bool, ScalarType> Kinds()
    {
        var kinds = new TheoryData<long, long, long, long, bool, ScalarType>();
        foreach (long kernel in (long[])[1, 2, 3])
        foreach (var (inChannels, outChannels) in ((long, long)[])[(3, 16), (4, 320), (24, 64), (40, 24), (48, 48), (96, 320), (320, 40)])
        foreach (bool isOutermost in (bool[])[true, false])
        foreach (var type in (ScalarType[])[ScalarType.Float32, ScalarType.BFloat16])
            kinds.Add(kernel, inChannels, outChannels, kernel == 3 ? 2 : 1, isOutermost, type);
        return kinds;
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Run_EveryKind_EqualsFloat64(long kernel, long inChannels, long outChannels, long stride, bool isOutermost, ScalarType type)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(7);
        var x = (rand([2, inChannels, 24, 40], generator: generator) - 0.5).to(type);
        var weight = (rand([outChannels, inChannels, kernel, kernel], generator: generator) - 0.5).to(type);
        var bias = rand([outChannels], generator: generator).to(type);
        long[] strides = [stride, stride];
        long[] padding = [kernel / 2, kernel / 2];
        var map = isOutermost ? x : MapLayout.ChannelsLast(x);

        var actual = MapConvolution.Run(map, weight, bias, strides, padding);

        actual.is_contiguous().ShouldBe(isOutermost);
        var expected = functional.conv2d(
            x.to(ScalarType.Float64), weight.to(ScalarType.Float64), bias.to(ScalarType.Float64), strides, padding);
        double bound = type == ScalarType.Float32 ? 1e-5 : 5e-2;
        Error(actual, expected).ShouldBeLessThan(bound);
        Error(MapConvolution.Product(map, weight, bias, strides, padding), expected).ShouldBeLessThan(bound);
    }

    [Fact]
    public void IsRight_KernelOfThisProcessor_IsFoundRight()
    {
        using var weight = rand(16, 32, 3, 3);

        KernelCheck.IsRight(new ConvolutionKind(ScalarType.Float32, 3, 3, 32, 16, 1, true), weight).ShouldBeTrue();
    }

    [Fact]
    public void Run_ManyRows_ProductsInPartsEqualOne()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(3);
        var x = rand([1, 64, 300, 200], generator: generator); // some 138 MB unfolded: five parts
        var weight = rand([16, 64, 3, 3], generator: generator) - 0.5;

        var parts = MapConvolution.Product(x, weight, null, [1, 1], [1, 1]);

        Error(parts, functional.conv2d(x.to(ScalarType.Float64), weight.to(ScalarType.Float64), null, [1, 1], [1, 1]))
            .ShouldBeLessThan(1e-5);
    }

    private static double Error(Tensor actual, Tensor expected) =>
        ((actual.to(ScalarType.Float64) - expected).abs().max() / expected.std()).item<double>();
}
