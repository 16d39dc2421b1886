using SrPlugin.Networks.Degradation;
using SrPlugin.Networks.Loading;
using SrPlugin.Testing;
using SrPlugin.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace SrPlugin.Networks.Tests.Loading;

public sealed class StrictLoaderTests
{
    [Fact]
    public void Load_WrongKeys_ListsAllAndChangesNothing()
    {
        using var network = new DEResNet(
            new DEResNetConfig { NumFeats = [4], NumBlocks = [1], Downscales = [1], DegradationEmbedSize = 8 });
        using var grad = no_grad();
        foreach (var parameter in network.parameters())
            parameter.zero_();
        var weights = new InMemoryWeights();
        foreach (var (name, parameter) in network.named_parameters())
        {
            if (name == "conv_first.0.bias")
                continue;
            var shape = name == "conv_first.1.bias" ? [1] : parameter.shape;
            weights.Add(
                name == "fc_degree.0.0.bias" ? "fc_degree.0.0.offset" : name, shape,
                Enumerable.Repeat(1f, (int)shape.Aggregate((a, b) => a * b)).ToArray());
        }

        var error = Should.Throw<WeightsMismatchException>(() => StrictLoader.Load(network, weights));

        error.Missing.ShouldBe(["conv_first.0.bias", "fc_degree.0.0.bias"], ignoreOrder: true);
        error.Unexpected.ShouldBe(["fc_degree.0.0.offset"]);
        error.Misshapen.Select(mismatch => mismatch.Name).ShouldBe(["conv_first.1.bias"]);
        network.parameters().ShouldAllBe(parameter => parameter.abs().max().item<float>() == 0);
    }

    [Fact]
    public void Load_PositionIds_ArePassedOver()
    {
        using var network = Networks.LoadTextEncoder();
        using var file = GoldenFolder.OpenWeights($"{Networks.TextEncoder}/model.safetensors");
        var weights = new InMemoryWeights();
        foreach (var (name, info) in file.Tensors)
            weights.Add(name, info.ElementType, info.Shape, file.Read(name));
        weights.Add("text_model.embeddings.position_ids", TensorElementType.Int64, [1, 77], new byte[77 * 8]);

        Should.NotThrow(() => StrictLoader.Load(network, weights));
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.BFloat16)]
    [InlineData(ScalarType.Float64)]
    public void Load_OtherElementType_Converts(ScalarType type)
    {
        using var network = new DEResNet(new DEResNetConfig(), CPU, type);
        using var file = GoldenFolder.OpenWeights(Networks.DeNet);
        using var reference = Networks.LoadDeNet();

        StrictLoader.Load(network, file);

        network.parameters().ShouldAllBe(parameter => parameter.dtype == type);
        foreach (var (loaded, expected) in network.parameters().Zip(reference.parameters()))
            TensorComparer.MaxErrorOverDeviation(loaded, expected).ShouldBeLessThan(type == ScalarType.BFloat16 ? 0.05 : 1e-12);
    }
}
