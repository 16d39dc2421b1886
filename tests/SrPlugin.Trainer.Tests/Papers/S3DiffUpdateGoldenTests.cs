using SrPlugin.Testing;
using SrPlugin.Trainer.Papers;
using SrPlugin.Trainer.Tests.Adversaries;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SrPlugin.Trainer.Tests.Papers;

/// <summary>A whole update equals that of the published training program, on a tiny S3Diff, stage by stage and in one piece.</summary>
public sealed class S3DiffUpdateGoldenTests : IDisposable
{
    private readonly GoldenS3Diff _model = new();
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose()
    {
        _scope.Dispose();
        _model.Dispose();
    }

    private GoldenTensors Golden => _model.Golden;

    [Fact]
    public void Restore_GoldenInputs_GivesTheGoldenPictureAndScores()
    {
        var batch = _model.Batch(Golden);
        batch.IsNegative.Count(negative => negative).ShouldBe(1);
        using var files = new S3DiffBase(GoldenFolder.PathOf("sd/sd_tiny"));
        using var estimator = files.Estimator(GoldenFolder.PathOf("s3diff/de_net_fp16.safetensors"), CPU);

        GoldenParameters.Relative(estimator.call(Golden["input.lq"]), Golden["input.deg_score"]).ShouldBeLessThan(1e-4);
        var pass = _model.Student.Restore(batch.Conditioning, batch.Scores, batch.MixedText(), batch.Noise.Reconstruction);

        GoldenParameters.Relative(pass.Picture, Golden["picture.reconstruction"]).ShouldBeLessThan(1e-4);
    }

    [Fact]
    public void ReconstructionLoss_GoldenPicture_HasTheGoldenLossesAndGradient()
    {
        var batch = _model.Batch(Golden);

        var (square, perceptual, gradient) = _model.Update.ReconstructionLoss(Golden["picture.reconstruction"], batch.Target());

        square.ShouldBe(Value("loss.l2"), 1e-4 * Value("loss.l2"));
        perceptual.ShouldBe(Value("loss.lpips"), 1e-4 * Value("loss.lpips"));
        GoldenParameters.Relative(gradient, Golden["grad.picture.reconstruction"]).ShouldBeLessThan(1e-4);
    }

    [Fact]
    public void Backward_GoldenGradientsAtThePictures_GivesTheGoldenGradients()
    {
        var batch = _model.Batch(Golden);
        var pass = _model.Student.Restore(batch.Conditioning, batch.Scores, batch.MixedText(), batch.Noise.Reconstruction);
        _model.Student.Backward(pass, Golden["grad.picture.reconstruction"]);
        CheckGradients("grad_reconstruction/");

        // The second pass is made by what the first step left.
        _model.GeneratorOptimizer.Step(_model.Recipe.LearningRate, _model.Recipe.GradientNorm).ShouldBe(Norm(0), 1e-3 * Norm(0));
        _model.GeneratorOptimizer.ZeroGradients();
        var second = _model.Student.Restore(batch.Conditioning, batch.Scores, batch.PositiveText(), batch.Noise.Adversarial);
        GoldenParameters.Relative(second.Picture, Golden["picture.generator"]).ShouldBeLessThan(1e-4);
        _model.Student.Backward(second, Golden["grad.picture.generator"]);
        CheckGradients("grad_generator/");
    }

    [Fact]
    public void Discriminator_GoldenPictures_HasTheGoldenLossesAndGradients()
    {
        var batch = _model.Batch(Golden);
        var restored = Golden["picture.generator"];

        var (loss, gradient) = _model.Update.GeneratorLoss(restored, batch.Augmentation.Generator, 1);
        loss.ShouldBe(Value("loss.generator"), 1e-5);
        GoldenParameters.Relative(gradient, Golden["grad.picture.generator"]).ShouldBeLessThan(1e-4);
        CheckHeads("leak_disc/");

        Discriminate(batch.Sharp, true, "real", batch);
        CheckHeads("grad_disc_real/");
        _model.DiscriminatorOptimizer.Step(_model.Recipe.DiscriminatorLearningRate, _model.Recipe.GradientNorm)
            .ShouldBe(Norm(2), 1e-5 * Norm(2));
        _model.DiscriminatorOptimizer.ZeroGradients();
        Discriminate(restored, false, "fake", batch);
        CheckHeads("grad_disc_fake/");
        _model.DiscriminatorOptimizer.Step(_model.Recipe.DiscriminatorLearningRate, _model.Recipe.GradientNorm);
        CheckHeadsAfter();
    }

    [Fact]
    public void Step_GoldenGradients_GivesTheGoldenParameters()
    {
        foreach (var step in new[] { "grad_reconstruction/", "grad_generator/" })
        {
            foreach (var (name, parameter) in _model.Student.Parameters)
                parameter.grad = Golden[step + name].clone();
            _model.GeneratorOptimizer.Step(_model.Recipe.LearningRate, _model.Recipe.GradientNorm);
        }

        foreach (var (name, parameter) in _model.Student.Parameters)
            GoldenParameters.Largest(parameter, Golden["after/" + name]).ShouldBeLessThan(1e-6, name);
    }

    [Fact]
    public void Run_GoldenInputs_EndsWithTheGoldenParameters()
    {
        var losses = _model.Update.Run([() => _model.Batch(Golden)]);

        losses.SquaredError.ShouldBe(Value("loss.l2"), 1e-4 * Value("loss.l2"));
        losses.Perceptual.ShouldBe(Value("loss.lpips"), 1e-4 * Value("loss.lpips"));
        losses.Generator.ShouldBe(Value("loss.generator"), 1e-4 * Value("loss.generator"));
        losses.Real.ShouldBe(Value("loss.discriminator_real"), 1e-4 * Value("loss.discriminator_real"));
        losses.Fake.ShouldBe(Value("loss.discriminator_fake"), 1e-4 * Value("loss.discriminator_fake"));
        double[] tolerances = [3e-3, 5e-4, 1e-5, 1e-5];
        for (var i = 0; i < 4; i++)
            losses.Norms[i].ShouldBe(Norm(i), tolerances[i] * Norm(i), $"norm {i}");
        CheckAfter(0.002);
        CheckHeadsAfter();
    }

    [Fact]
    public void Run_TwoPartsAccumulated_FollowsThePublishedRules()
    {
        using var golden = new GoldenTensors("training/s3diff_update_accumulated.safetensors");

        var losses = _model.Update.Run([() => _model.Batch(golden, "micro0/"), () => _model.Batch(golden, "micro1/")]);

        foreach (var (name, value) in new[]
        {
            ("loss.l2", losses.SquaredError), ("loss.lpips", losses.Perceptual), ("loss.generator", losses.Generator),
            ("loss.discriminator_real", losses.Real), ("loss.discriminator_fake", losses.Fake),
        })
        {
            var expected = (golden["micro0/" + name].data<float>()[0] + golden["micro1/" + name].data<float>()[0]) / 2.0;
            value.ShouldBe(expected, 1e-4 * Math.Abs(expected), name);
        }

        // The last gradient is taken at pictures that the step before made: a rectified unit of the heads may lie on its other side there.
        double[] tolerances = [1e-2, 1e-3, 3e-5, 1e-3];
        for (var i = 0; i < 4; i++)
            losses.Norms[i].ShouldBe(golden["norm"].to(ScalarType.Float64).data<double>()[i], tolerances[i] * losses.Norms[i], $"norm {i}");
    }

    [Fact]
    public void Run_SummedGradients_IsAnotherUpdate()
    {
        using var summed = new GoldenS3Diff(new S3DiffPaperRecipe { TwoSteps = false, GeneratorLossReachesDiscriminator = false });

        var losses = summed.Update.Run([() => summed.Batch(Golden)]);

        losses.Norms.Count.ShouldBe(2);
        losses.SquaredError.ShouldBe(Value("loss.l2"), 1e-4 * Value("loss.l2"));
        losses.Norms[0].ShouldBeGreaterThan(Norm(0) * 1.001);
    }

    private double Value(string name) => Golden[name].to(ScalarType.Float64).data<double>()[0];

    private double Norm(int index) => Golden["norm"].to(ScalarType.Float64).data<double>()[index];

    private void Discriminate(Tensor picture, bool isReal, string name, S3DiffBatch batch)
    {
        var loss =
            _model.Discriminator.Loss(
                picture, isReal, isReal ? batch.Augmentation.Real : batch.Augmentation.Fake).mean() * _model.Recipe.AdversarialWeight;
        loss.backward();
        loss.item<float>().ShouldBe((float)Value("loss.discriminator_" + name), 1e-5f);
    }

    private void CheckGradients(string prefix)
    {
        var pairs =
            _model.Student.Parameters.Select(
                pair => (pair.Name, Actual: (Tensor)pair.Parameter.grad!, Expected: Golden[prefix + pair.Name])).ToArray();
        pairs.Length.ShouldBe(588);
        GoldenParameters.Relative(pairs.Select(pair => (pair.Actual, pair.Expected))).ShouldBeLessThan(1e-4);
        foreach (var (name, actual, expected) in pairs.Where(pair => pair.Expected.norm().item<float>() > 1e-6))
            GoldenParameters.Relative(actual, expected).ShouldBeLessThan(5e-4, prefix + name);
    }

    private void CheckHeads(string prefix)
    {
        foreach (var (name, parameter) in _model.Discriminator.Parameters)
            GoldenParameters.Relative(parameter.grad!, Golden[prefix + name]).ShouldBeLessThan(1e-5, prefix + name);
    }

    private void CheckHeadsAfter()
    {
        foreach (
            var (name, tensor) in _model.Discriminator.Parameters.Select(pair => (pair.Name, (Tensor)pair.Parameter))
                .Concat(_model.Discriminator.Buffers))
            GoldenParameters.Largest(tensor, Golden["after_disc/" + name]).ShouldBeLessThan(2e-6, name);
    }

    private void CheckAfter(double share)
    {
        long beyond = 0, count = 0;
        foreach (var (name, parameter) in _model.Student.Parameters)
        {
            using var grad = no_grad();
            var difference = (parameter - Golden["after/" + name]).abs();
            difference.max().item<float>().ShouldBeLessThan(4.5e-5f, name);
            beyond += difference.gt(1e-6).sum().item<long>();
            count += difference.numel();
        }

        ((double)beyond / count).ShouldBeLessThan(share);
    }
}
