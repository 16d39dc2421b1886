using System.Runtime.InteropServices;
using SrPlugin.Networks.Layers;
using SrPlugin.Trainer.Randomness;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SrPlugin.Trainer.Adversaries;

/// <summary>One head of <see cref="ProjectedDiscriminator"/>.</summary>
internal sealed class ProjectedHead : IDisposable
{
    private const long Groups = 4, Projection = 64, Kernel = 9;
    private const double Slope = 0.2, NormEpsilon = 1e-5;

    private readonly string _name;
    private readonly SpectralLayer _first, _second, _last;
    private readonly Parameter _firstScale, _firstShift, _secondScale, _secondShift, _mapperWeight, _mapperBias;

    public ProjectedHead(string name, SeededRandom random, long width, long condition, Device device)
    {
        _name = name;
        _first = new SpectralLayer(name + "main.0.0", random, device, width, width, 1);
        _second = new SpectralLayer(name + "main.1.fn.0", random, device, width, width, Kernel);
        _last = new SpectralLayer(name + "cls", random, device, Projection, width, 1);
        (_firstScale, _firstShift) = (new Parameter(ones(width, device: device)), new Parameter(zeros(width, device: device)));
        (_secondScale, _secondShift) = (new Parameter(ones(width, device: device)), new Parameter(zeros(width, device: device)));
        var normal = empty([Projection, condition], ScalarType.Float32, CPU);
        foreach (ref var value in MemoryMarshal.Cast<byte, float>(normal.bytes))
            value = random.NextGaussian();
        (_mapperWeight, _mapperBias) = (new Parameter(normal.to(device)), new Parameter(zeros(Projection, device: device)));
    }

    public IEnumerable<(string Name, Parameter Parameter)> Parameters =>
        _first.Parameters.Concat(_second.Parameters).Concat(_last.Parameters).Concat(
        [
            (_name + "main.0.1.weight", _firstScale), (_name + "main.0.1.bias", _firstShift), (_name + "main.1.fn.1.weight", _secondScale),
            (_name + "main.1.fn.1.bias", _secondShift), (_name + "cmapper.weight", _mapperWeight), (_name + "cmapper.bias", _mapperBias),
        ]);

    public IEnumerable<(string Name, Tensor Tensor)> Buffers => _first.Buffers.Concat(_second.Buffers).Concat(_last.Buffers);

    /// <summary>[N, C, L] and [N, condition channels] → [N, L].</summary>
    public Tensor Logits(Tensor features, Tensor condition)
    {
        using var scope = NewDisposeScope();
        var x = Normalized(Pointwise(features, _first), _firstScale, _firstShift);
        x = Normalized(Circular(x), _secondScale, _secondShift).Plus(x).DividedBy(Math.Sqrt(2));
        var mapped = Pointwise(x, _last); // [N, 64, L]
        var weight = _mapperWeight.DividedBy(Math.Sqrt(_mapperWeight.shape[1]));
        var projected = nn.functional.linear(condition, weight, _mapperBias).unsqueeze(2); // [N, 64, 1]
        return (mapped * projected).sum(1).DividedBy(Math.Sqrt(Projection)).MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        foreach (var layer in new[] { _first, _second, _last })
            layer.Dispose();
        foreach (var parameter in new[] { _firstScale, _firstShift, _secondScale, _secondShift, _mapperWeight, _mapperBias })
            parameter.Dispose();
    }

    private static Tensor Normalized(Tensor x, Tensor scale, Tensor shift) =>
        nn.functional.group_norm(x, Groups, scale, shift, NormEpsilon).LeakyRelu(Slope);

    private static Tensor Pointwise(Tensor x, SpectralLayer layer) =>
        nn.functional.linear(x.transpose(1, 2), layer.Divided().squeeze(2), layer.Bias).transpose(1, 2);

    // A convolution of nine places along the patches, whose ends meet.
    private Tensor Circular(Tensor x)
    {
        var (margin, length) = (Kernel / 2, x.shape[2]);
        var ring = cat([x.narrow(2, length - margin, margin), x, x.narrow(2, 0, margin)], 2);
        var places = stack([.. Enumerable.Range(0, (int)Kernel).Select(i => ring.narrow(2, i, length))], 3); // [N, C, L, 9]
        var flat = places.permute(0, 2, 1, 3).reshape(x.shape[0], length, -1);
        var weight = _second.Divided();
        return nn.functional.linear(flat, weight.reshape(weight.shape[0], -1), _second.Bias).transpose(1, 2);
    }
}
