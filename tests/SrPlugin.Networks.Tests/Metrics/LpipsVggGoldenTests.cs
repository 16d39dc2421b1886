using SrPlugin.Networks.Metrics;
using SrPlugin.Testing;
using SrPlugin.Weights;
using static TorchSharp.torch;

namespace SrPlugin.Networks.Tests.Metrics;

/// <summary>LPIPS on VGG-16 equals its published program, with convolutions by a rule and the published linear layers.</summary>
public sealed class LpipsVggGoldenTests
{
    private static readonly (int Slice, int Place, long In, long Out)[] _convolutions =
    [
        (1, 0, 3, 64), (1, 2, 64, 64), (2, 5, 64, 128), (2, 7, 128, 128), (3, 10, 128, 256), (3, 12, 256, 256), (3, 14, 256, 256),
        (4, 17, 256, 512), (4, 19, 512, 512), (4, 21, 512, 512), (5, 24, 512, 512), (5, 26, 512, 512), (5, 28, 512, 512),
    ];

    [Fact]
    public void Forward_GoldenPictures_HasTheGoldenDistancesAndGradient()
    {
        using var golden = new GoldenTensors("training/lpips_vgg.safetensors");
        using var network = Load(golden);
        using var scope = NewDisposeScope();
        var a = golden["a"].clone().requires_grad_(true);

        var layers = network.Distances(a, golden["b"]);
        var value = network.call(a, golden["b"]);
        (value.mean() * 5).backward();

        for (var i = 0; i < layers.Count; i++)
            Relative(layers[i], golden[$"layer{i}"]).ShouldBeLessThan(1e-5, $"layer {i}");
        Relative(value, golden["value"]).ShouldBeLessThan(1e-5);
        Relative(a.grad!, golden["gradient of 5*mean"]).ShouldBeLessThan(1e-4);
    }

    [Fact]
    public void Forward_BlackFeatures_HaveAFiniteGradient()
    {
        using var golden = new GoldenTensors("training/lpips_vgg.safetensors");
        using var network = Load(golden);
        foreach (var (_, bias) in network.named_parameters().Where(pair => pair.name.EndsWith("bias", StringComparison.Ordinal)))
            bias.requires_grad_(false).fill_(-100);
        using var scope = NewDisposeScope();
        var a = golden["a"].clone().requires_grad_(true);

        network.call(a, golden["b"]).sum().backward();

        a.grad!.isfinite().all().item<bool>().ShouldBeTrue();
    }

    private static Lpips Load(GoldenTensors golden)
    {
        var rule = new HashRuleWeights("lpips", _convolutions.SelectMany(one => new[]
        {
            KeyValuePair.Create($"net.slice{one.Slice}.{one.Place}.weight", (IReadOnlyList<long>)[one.Out, one.In, 3, 3]),
            KeyValuePair.Create($"net.slice{one.Slice}.{one.Place}.bias", (IReadOnlyList<long>)[one.Out]),
        }));
        var lines = new InMemoryWeights();
        for (var i = 0; i < 5; i++)
            lines.Add(
                $"lin{i}.model.1.weight", golden[$"lin.lin{i}.model.1.weight"].shape,
                golden[$"lin.lin{i}.model.1.weight"].data<float>().ToArray());
        using var joined = new JoinedWeights([rule, lines]);
        return Lpips.Load(joined);
    }

    private static double Relative(Tensor actual, Tensor expected) => ((actual - expected).norm() / expected.norm()).item<float>();
}
