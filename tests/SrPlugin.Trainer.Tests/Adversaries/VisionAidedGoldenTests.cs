using SrPlugin.Testing;
using SrPlugin.Trainer.Adversaries;
using SrPlugin.Trainer.Randomness;
using TorchSharp;
using static TorchSharp.torch;

namespace SrPlugin.Trainer.Tests.Adversaries;

/// <summary>S3Diff's discriminator equals the published programs' own, at tiny size.</summary>
public sealed class VisionAidedGoldenTests : IDisposable
{
    private const double Tolerance = 1e-5;
    private readonly GoldenTensors _golden = new("training/vision_aided.safetensors");
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose()
    {
        _scope.Dispose();
        _golden.Dispose();
    }

    [Fact]
    public void Tokens_Dino_EqualThePublishedOnes()
    {
        using var file = GoldenFolder.OpenWeights("training/vision_aided.safetensors");
        using var network = VisionTransformer.Load(GoldenParameters.Under(file, "vit.weight."), CPU, heads: 3);

        var tokens = network.Tokens(_golden["vit.input"]);

        foreach (var (name, block) in new[] { ("vit.out0", 4), ("vit.out4", 8), ("vit.out7", 11) })
            GoldenParameters.Relative(network.Normalize(tokens[block + 1]), _golden[name]).ShouldBeLessThan(Tolerance, name);
    }

    [Fact]
    public void Loss_GeneratorRealFakeInTurn_HasThePublishedLogitsLossesAndGradients()
    {
        using var heads = new VisionAidedDiscriminator(null, new SeededRandom(1), 24, 16, CPU);
        GoldenParameters.Fill(
            heads.Parameters.Select(pair => (pair.Name, (Tensor)pair.Parameter)).Concat(heads.Buffers), _golden,
            name => "head.before." + Short(name));

        var fake = Features("fake", track: true);
        Check(heads, fake, "G", isReal: true);
        for (var i = 0; i < 3; i++)
            GoldenParameters.Relative(fake[i].grad!, _golden[$"G.grad.fake.{i}"]).ShouldBeLessThan(Tolerance, $"level {i}");
        Check(heads, Features("real", track: false), "real", isReal: true);
        Gradients(heads, "head.grad.G+real.");
        foreach (var (_, parameter) in heads.Parameters)
            parameter.grad!.zero_();
        Check(heads, Features("fake", track: false), "fake", isReal: false);
        Gradients(heads, "head.grad.fake.");
        foreach (var (name, vector) in heads.Buffers)
            GoldenParameters.Largest(vector, _golden["head.after3." + Short(name)]).ShouldBeLessThan(Tolerance, name);
    }

    [Fact]
    public void Apply_RecordedDraws_GivesThePublishedPicture()
    {
        float[] Values(int i) => _golden[$"aug.draw{i}"].data<float>().ToArray();
        long[] Places(int i) => _golden[$"aug.draw{i}"].data<long>().ToArray();
        var draws = new AugmentationDraws
        {
            Brightness = Values(0),
            Saturation = Values(1),
            Contrast = Values(2),
            Up = Places(3),
            Left = Places(4),
            CutRow = Places(5),
            CutColumn = Places(6),
            CutShare = VisionAidedDiscriminator.CutShare,
        };

        GoldenParameters.Largest(ImageAugmentation.Apply(_golden["aug.input"], draws), _golden["aug.output"]).ShouldBeLessThan(1e-6);
    }

    [Fact]
    public void Draw_ManySeeds_StaysInThePublishedRanges()
    {
        var draws = Enumerable.Range(0, 200)
            .Select(seed => AugmentationDraws.Draw(new SeededRandom((ulong)seed), 2, 64, 80, 0.5, colors: true)).ToArray();

        draws.SelectMany(one => one.Up).Distinct().Order().ShouldBe(Enumerable.Range(-8, 17).Select(i => (long)i));
        draws.SelectMany(one => one.Left).Distinct().Order().ShouldBe(Enumerable.Range(-10, 21).Select(i => (long)i));
        draws.SelectMany(one => one.CutRow).Min().ShouldBe(0);
        draws.SelectMany(one => one.CutRow).Max().ShouldBe(64);
        draws.SelectMany(one => one.CutColumn).Max().ShouldBe(80);
    }

    private static string Short(string name) => name["decoder.0.".Length..];

    private Tensor[] Features(string name, bool track) =>
        [.. Enumerable.Range(0, 3).Select(i => _golden[$"{name}.{i}"].clone().requires_grad_(track))];

    private void Check(VisionAidedDiscriminator heads, Tensor[] features, string name, bool isReal)
    {
        var logits = heads.Logits(features);
        var loss = VisionAidedDiscriminator.Loss(logits, isReal).mean() * 0.5;
        loss.backward();
        for (var i = 0; i < 3 && _golden.Has($"{name}.logits.{i}"); i++)
            GoldenParameters.Relative(logits[i], _golden[$"{name}.logits.{i}"].reshape(logits[i].shape))
                .ShouldBeLessThan(Tolerance, $"{name}, level {i}");
        loss.item<float>().ShouldBe(_golden[$"{name}.loss"].data<float>()[0], 1e-5f);
    }

    private void Gradients(VisionAidedDiscriminator heads, string prefix)
    {
        foreach (var (name, parameter) in heads.Parameters)
            GoldenParameters.Relative(parameter.grad!, _golden[prefix + Short(name)]).ShouldBeLessThan(Tolerance, prefix + name);
    }
}
