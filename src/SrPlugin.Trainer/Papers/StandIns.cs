using System.Runtime.InteropServices;
using SrPlugin.Networks.Degradation;
using SrPlugin.Networks.Metrics;
using SrPlugin.Trainer.Model;
using SrPlugin.Trainer.Randomness;
using SrPlugin.Trainer.Training;
using SrPlugin.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace SrPlugin.Trainer.Papers;

/// <summary>
/// Small networks with random weights in the place of the published ones, under the same names: with them every command of the papers'
/// training can be tried in a minute, before gigabytes are downloaded. What comes out restores nothing.
/// </summary>
internal static class StandIns
{
    private const ulong Seed = 7;
    private const int Width = 48, Depth = 12;

    /// <summary>Writes them all.</summary>
    /// <param name="folder">The folder; made if need be.</param>
    public static void Write(string folder)
    {
        Directory.CreateDirectory(folder);
        var random = new SeededRandom(Seed);
        WriteBase(Path.Combine(folder, "base"), random);
        WriteLpips(Path.Combine(folder, "lpips-vgg.safetensors"), random);
        WriteTransformer(Path.Combine(folder, "dino.safetensors"), 16, 14, hasScales: false, random);
        WriteTransformer(Path.Combine(folder, "dinov2.safetensors"), 14, 5, hasScales: true, random);
    }

    private static void WriteBase(string folder, SeededRandom random)
    {
        var options = new TrainingOptions { Id = "stand-in" };
        using var model = new TrainableModel(options.Architecture, Seed);
        using var estimator = new DEResNet(options.Architecture.Estimator(), CPU, ScalarType.Float32);
        foreach (var (name, parameter) in estimator.named_parameters())
            MemoryMarshal.AsBytes(EstimatorStart.Values(name, parameter.shape, random).AsSpan()).CopyTo(parameter.bytes);

        // A UNet that says nothing would pass no gradient on.
        var output = model.Tensors("unet").Single(pair => pair.Name == "conv_out.weight").Tensor;
        foreach (ref var value in MemoryMarshal.Cast<byte, float>(output.bytes))
            value = 0.01f * random.NextGaussian();
        ModelExport.Write(folder, options, model, estimator, new TrainingHistory());
    }

    private static void WriteLpips(string path, SeededRandom random)
    {
        using var network = new Lpips(CPU, LpipsBackbone.Vgg16);
        var weights = new InMemoryWeights();
        int[] places = [0, 2, 5, 7, 10, 12, 14, 17, 19, 21, 24, 26, 28];
        foreach (var (name, parameter) in network.named_parameters())
        {
            var part = name.Split('.');
            if (part[0] == "lins")
                Add(weights, $"lin{part[1]}.model.1.weight", parameter.shape, () => Math.Abs(random.NextGaussian()) * 0.1f);
            else
                Normal($"features.{places[int.Parse(part[1])]}.{part[2]}", parameter.shape);
        }

        SafetensorsFile.Write(path, weights);

        void Normal(string name, long[] shape)
        {
            var deviation = Deviation(shape);
            Add(weights, name, shape, () => deviation * random.NextGaussian());
        }
    }

    private static void WriteTransformer(string path, long patch, long side, bool hasScales, SeededRandom random)
    {
        var weights = new InMemoryWeights();
        void Normal(string name, params long[] shape)
        {
            var deviation = Deviation(shape);
            Add(weights, name, shape, () => deviation * random.NextGaussian());
        }

        void Layer(string name, params long[] shape)
        {
            Normal(name + ".weight", shape);
            Normal(name + ".bias", shape[0]);
        }

        void Norm(string name)
        {
            Add(weights, name + ".weight", [Width], () => 1);
            Normal(name + ".bias", Width);
        }

        Normal("cls_token", 1, 1, Width);
        Normal("pos_embed", 1, 1 + (side * side), Width);
        Layer("patch_embed.proj", Width, 3, patch, patch);
        for (var i = 0; i < Depth; i++)
        {
            Norm($"blocks.{i}.norm1");
            Layer($"blocks.{i}.attn.qkv", 3 * Width, Width);
            Layer($"blocks.{i}.attn.proj", Width, Width);
            Norm($"blocks.{i}.norm2");
            Layer($"blocks.{i}.mlp.fc1", 4 * Width, Width);
            Layer($"blocks.{i}.mlp.fc2", Width, 4 * Width);
            if (hasScales)
            {
                Add(weights, $"blocks.{i}.ls1.gamma", [Width], () => 1);
                Add(weights, $"blocks.{i}.ls2.gamma", [Width], () => 1);
            }
        }

        Norm("norm");
        SafetensorsFile.Write(path, weights);
    }

    private static float Deviation(long[] shape) =>
        shape.Length == 1 ? 0.02f : MathF.Sqrt(2f / shape.Skip(1).Aggregate(1L, (product, side) => product * side));

    private static void Add(InMemoryWeights weights, string name, long[] shape, Func<float> draw)
    {
        var values = new float[shape.Aggregate(1L, (product, side) => product * side)];
        foreach (ref var value in values.AsSpan())
            value = draw();
        weights.Add(name, shape, values);
    }
}
