using SrPlugin.Networks.Loading;
using SrPlugin.Networks.Metrics;
using SrPlugin.Weights;
using static TorchSharp.torch;

namespace SrPlugin.Networks.Tests.Metrics;

public sealed class LpipsTests
{
    // Keys and shapes of lpips.LPIPS(net="alex").state_dict(), version 0.1.
    private static readonly (string Name, long[] Shape)[] _published =
    [
        ("scaling_layer.shift", [1, 3, 1, 1]), ("scaling_layer.scale", [1, 3, 1, 1]),
        ("net.slice1.0.weight", [64, 3, 11, 11]), ("net.slice1.0.bias", [64]), ("net.slice2.3.weight", [192, 64, 5, 5]),
        ("net.slice2.3.bias", [192]),
        ("net.slice3.6.weight", [384, 192, 3, 3]), ("net.slice3.6.bias", [384]), ("net.slice4.8.weight", [256, 384, 3, 3]),
        ("net.slice4.8.bias", [256]),
        ("net.slice5.10.weight", [256, 256, 3, 3]), ("net.slice5.10.bias", [256]),
        ("lin0.model.1.weight", [1, 64, 1, 1]), ("lin1.model.1.weight", [1, 192, 1, 1]), ("lin2.model.1.weight", [1, 384, 1, 1]),
        ("lin3.model.1.weight", [1, 256, 1, 1]), ("lin4.model.1.weight", [1, 256, 1, 1]), ("lins.0.model.1.weight", [1, 64, 1, 1]),
    ];

    [Fact]
    public void Forward_EqualAndDifferentPictures_IsZeroAndSymmetricAndGrowsWithTheDifference()
    {
        using var network = Load(Weights());
        using var grad = no_grad();
        using var scope = NewDisposeScope();
        var picture = rand([2, 3, 64, 80]) * 2 - 1;
        var noise = randn_like(picture);

        var same = network.call(picture, picture).data<float>().ToArray();
        var near = network.call(picture, picture + (noise * 0.02)).data<float>().ToArray();
        var far = network.call(picture, picture + (noise * 0.2)).data<float>().ToArray();
        var back = network.call(picture + (noise * 0.2), picture).data<float>().ToArray();

        same.ShouldAllBe(value => value == 0);
        near.Zip(far).ShouldAllBe(pair => pair.First > 0 && pair.Second > 5 * pair.First);
        far.Zip(back).ShouldAllBe(pair => Math.Abs(pair.First - pair.Second) <= 1e-6 * pair.First);
    }

    [Fact]
    public void Forward_OneWeightedChannel_IsItsMeanSquaredDifference()
    {
        var weights = Weights();
        // Of all features only the first channel of the first layer counts; that channel is the red centre pixel, shifted above zero.
        Set(weights["lin1.model.1.weight"], _ => 0);
        Set(weights["lin2.model.1.weight"], _ => 0);
        Set(weights["lin3.model.1.weight"], _ => 0);
        Set(weights["lin4.model.1.weight"], _ => 0);
        Set(weights["lin0.model.1.weight"], i => i == 0 ? 3 : 0);
        Set(weights["net.slice1.0.weight"], i => i == 5 * 11 + 5 ? 1 : 0);
        Set(weights["net.slice1.0.bias"], i => i < 2 ? 3 : 0);
        using var network = Load(weights);
        using var grad = no_grad();
        using var scope = NewDisposeScope();
        var (black, white) = (full([1L, 3, 63, 63], -1), full([1L, 3, 63, 63], 1));

        var distance = network.call(black, white).item<float>();

        // Channel 0 holds 3 + (v + 0.030)/0.458, channel 1 holds 3, and both together have the length 1.
        double Unit(double v) => (3 + ((v + 0.030) / 0.458)) / Math.Sqrt(Math.Pow(3 + ((v + 0.030) / 0.458), 2) + 9);
        distance.ShouldBe((float)(3 * Math.Pow(Unit(1) - Unit(-1), 2)), 1e-4f);
    }

    [Fact]
    public void Load_MissingKey_IsNamed()
    {
        var weights = Weights();
        weights.Remove("lin3.model.1.weight");

        Should.Throw<WeightsMismatchException>(() => Load(weights)).Missing.ShouldBe(["lins.3.weight"]);
    }

    [Fact]
    public void Forward_TooSmall_SaysHowLarge()
    {
        using var network = Load(Weights());
        using var small = zeros(1, 3, 32, 32);

        Should.Throw<ArgumentException>(() => network.call(small, small)).Message.ShouldContain("63");
    }

    private static Lpips Load(Dictionary<string, float[]> values)
    {
        var weights = new InMemoryWeights();
        foreach (var (name, shape) in _published.Where(entry => values.ContainsKey(entry.Name)))
            weights.Add(name, shape, values[name]);
        var network = new Lpips();
        try
        {
            StrictLoader.Load(network, new MappedWeights(weights, Lpips.MapKey));
        }
        catch
        {
            network.Dispose();
            throw;
        }
        return network;
    }

    private static Dictionary<string, float[]> Weights()
    {
        var random = new Random(7);
        return _published.ToDictionary(
            entry => entry.Name,
            entry => Enumerable.Range(0, (int)entry.Shape.Aggregate((a, b) => a * b))
                .Select(
                    _ => entry.Name.StartsWith("lin", StringComparison.Ordinal)
                        ? random.NextSingle()
                        : (random.NextSingle() - 0.5f) * 0.1f).ToArray(),
            StringComparer.Ordinal);
    }

    private static void Set(float[] values, Func<int, float> value)
    {
        for (var i = 0; i < values.Length; i++)
            values[i] = value(i);
    }
}
