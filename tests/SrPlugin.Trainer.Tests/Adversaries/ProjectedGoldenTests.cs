using SrPlugin.Testing;
using SrPlugin.Trainer.Adversaries;
using SrPlugin.Trainer.Randomness;
using TorchSharp;
using static TorchSharp.torch;

namespace SrPlugin.Trainer.Tests.Adversaries;

/// <summary>AddSR's discriminator equals the published programs' own, at tiny size.</summary>
public sealed class ProjectedGoldenTests : IDisposable
{
    private const double Tolerance = 1e-5;
    private readonly GoldenTensors _golden = new("training/addsr_training.safetensors");
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose()
    {
        _scope.Dispose();
        _golden.Dispose();
    }

    [Fact]
    public void Logits_RealFakeGeneratorInTurn_HaveThePublishedLossesAndGradients()
    {
        using var heads = new ProjectedDiscriminator(null, new SeededRandom(1), 24, 20, CPU);
        GoldenParameters.Fill(
            heads.Parameters.Select(pair => (pair.Name, (Tensor)pair.Parameter)).Concat(heads.Buffers), _golden,
            name => "heads.before." + name["heads.".Length..]);
        var condition = _golden["cls"];

        var real = heads.Logits(Features("real", track: false), condition);
        var fake = heads.Logits(Features("fake", track: false), condition);
        var loss = ProjectedDiscriminator.Hinge(real, fake);
        loss.backward();

        GoldenParameters.Relative(real, _golden["real.logits"].reshape(real.shape)).ShouldBeLessThan(Tolerance);
        GoldenParameters.Relative(fake, _golden["fake.logits"].reshape(fake.shape)).ShouldBeLessThan(Tolerance);
        loss.item<float>().ShouldBe(_golden["loss_D"].data<float>()[0], 1e-5f);
        foreach (var (name, parameter) in heads.Parameters)
        {
            // Of the last biases next to nothing is left: real and restored pictures cancel.
            var expected = _golden["grad_D." + name["heads.".Length..]];
            (parameter.grad! - expected).norm().item<float>().ShouldBeLessThan(
                (float)((2 * Tolerance * expected.norm().item<float>()) + 1e-7), name);
        }


        var features = Features("fake", track: true);
        var generator = heads.Logits(features, condition).mean().neg();
        generator.backward();
        generator.item<float>().ShouldBe(_golden["loss_G"].data<float>()[0], 1e-6f);
        for (var i = 0; i < features.Length; i++)
            GoldenParameters.Relative(features[i].grad!, _golden[$"grad_G.fake.{i}"]).ShouldBeLessThan(Tolerance, $"features {i}");
        foreach (var (name, vector) in heads.Buffers)
            GoldenParameters.Largest(vector, _golden["heads.after3." + name["heads.".Length..]]).ShouldBeLessThan(Tolerance, name);
    }

    [Fact]
    public void Tokens_DinoV2_HasThePublishedClassToken()
    {
        using var file = GoldenFolder.OpenWeights("training/addsr_training.safetensors");
        using var network = VisionTransformer.Load(GoldenParameters.Under(file, "dinov2.weight."), CPU, heads: 3);

        var token = network.Normalize(network.Tokens(_golden["dinov2.input"])[^1]).select(1, 0);

        network.NativeSide.ShouldBe(70);
        GoldenParameters.Relative(token, _golden["dinov2.cls"]).ShouldBeLessThan(Tolerance);
    }

    private Tensor[] Features(string name, bool track) =>
        [.. Enumerable.Range(0, 5).Select(i => _golden[$"{name}.{i}"].clone().requires_grad_(track))];
}
