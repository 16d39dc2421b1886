using SrPlugin.Networks.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace SrPlugin.Networks.Tests.Layers;

public sealed class GroupNormalizationTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Forward_LargeMapInBFloat16_KeepsTheStatistics(long groups)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(3);
        // A large mean is what statistics of few digits lose first.
        var map = randn([1, 8, 96, 96], ScalarType.Float32, CPU, false, generator) + 2;
        var narrow = map.to(ScalarType.BFloat16);
        using var norm = Norm(groups, ScalarType.BFloat16);
        using var reference = Norm(groups, ScalarType.Float32);

        var difference = norm.call(narrow).to(ScalarType.Float32) - reference.call(narrow.to(ScalarType.Float32));

        difference.abs().max().item<float>().ShouldBeLessThan(0.02f);
    }

    private static GroupNormalization Norm(long groups, ScalarType dtype)
    {
        var norm = new GroupNormalization(groups, 8, 1e-5, new ParameterPlacement(CPU, dtype));
        foreach (var (name, parameter) in norm.named_parameters())
        {
            using var gradless = no_grad();
            parameter.fill_(name == "weight" ? 1 : 0);
        }

        return norm;
    }
}
