using SrPlugin.Networks.Layers;
using SrPlugin.Networks.Metrics;
using SrPlugin.Trainer.Adversaries;
using SrPlugin.Trainer.Optimization;
using static TorchSharp.torch;

namespace SrPlugin.Trainer.Papers;

/// <summary>
/// One update of S3Diff's training, in the order of the published program: reconstruction, the generator's adversarial loss on a second
/// pass, then the discriminator on sharp and on restored pictures. Each of the four ends in an optimizer step of its own, at the last of
/// the parts whose gradients are accumulated.
/// </summary>
internal sealed class S3DiffUpdate(
    S3DiffStudent student, VisionAidedDiscriminator discriminator, Lpips lpips, AveragedAdamW generatorOptimizer,
    AveragedAdamW discriminatorOptimizer,
    S3DiffPaperRecipe recipe)
{
    private readonly List<double> _norms = [];

    /// <summary>Makes an update.</summary>
    /// <param name="parts">What it works on: gradients are accumulated over all of them. Each is asked for when its turn comes.</param>
    public S3DiffLosses Run(IReadOnlyList<Func<S3DiffBatch>> parts)
    {
        _norms.Clear();
        var sums = new double[5];
        for (var i = 0; i < parts.Count; i++)
        {
            using var scope = NewDisposeScope();
            var batch = parts[i]();
            var isLast = i == parts.Count - 1;
            (sums[0], sums[1]) = Add((sums[0], sums[1]), Reconstruct(batch, parts.Count));
            if (isLast && recipe.TwoSteps)
                Step(generatorOptimizer, recipe.LearningRate);
            var pass = student.Restore(batch.Conditioning, batch.Scores, batch.PositiveText(), batch.Noise.Adversarial);
            sums[2] += Deceive(pass, batch, parts.Count);
            if (isLast)
                Step(generatorOptimizer, recipe.LearningRate);
            sums[3] += Discriminate(batch.Sharp, isReal: true, batch.Augmentation.Real, parts.Count);
            if (isLast && recipe.TwoSteps)
                Step(discriminatorOptimizer, recipe.DiscriminatorLearningRate);
            sums[4] += Discriminate(pass.Picture, isReal: false, batch.Augmentation.Fake, parts.Count);
            if (isLast)
                Step(discriminatorOptimizer, recipe.DiscriminatorLearningRate);
        }

        return new S3DiffLosses(
            sums[0] / parts.Count, sums[1] / parts.Count, sums[2] / parts.Count, sums[3] / parts.Count, sums[4] / parts.Count, [.. _norms]);
    }

    /// <summary>The reconstruction's two losses of restored pictures, and the gradient of their sum at the pictures; fresh.</summary>
    public (double SquaredError, double Perceptual, Tensor Gradient) ReconstructionLoss(Tensor picture, Tensor target)
    {
        using var scope = NewDisposeScope();
        var leaf = picture.detach().clone().requires_grad_(true);
        var difference = leaf - target;
        var square = (difference * difference).mean().Times(recipe.SquaredErrorWeight);
        var perceptual = lpips.call(leaf, target).mean().Times(recipe.PerceptualWeight);
        square.Plus(perceptual).backward();
        return (square.item<float>(), perceptual.item<float>(), leaf.grad!.clone().MoveToOuterDisposeScope());
    }

    /// <summary>
    /// The generator's adversarial loss, and its gradient at the pictures; the discriminator's own gradients grow too. Fresh.
    /// </summary>
    public (double Loss, Tensor Gradient) GeneratorLoss(Tensor picture, AugmentationDraws draws, double share)
    {
        using var scope = NewDisposeScope();
        var leaf = picture.detach().clone().requires_grad_(true);
        Track(recipe.GeneratorLossReachesDiscriminator);
        var loss = discriminator.Loss(leaf, isReal: true, draws).mean().Times(recipe.AdversarialWeight);
        loss.Times(share).backward();
        Track(true);
        return (loss.item<float>(), leaf.grad!.DividedBy(share).MoveToOuterDisposeScope());
    }

    private static (double, double) Add((double A, double B) sums, (double A, double B) one) => (sums.A + one.A, sums.B + one.B);

    private (double SquaredError, double Perceptual) Reconstruct(S3DiffBatch batch, int parts)
    {
        using var scope = NewDisposeScope();
        var pass = student.Restore(batch.Conditioning, batch.Scores, batch.MixedText(), batch.Noise.Reconstruction);
        var (square, perceptual, gradient) = ReconstructionLoss(pass.Picture, batch.Target());
        student.Backward(pass, gradient.DividedBy(parts));
        return (square, perceptual);
    }

    private double Deceive(S3DiffPass pass, S3DiffBatch batch, int parts)
    {
        using var scope = NewDisposeScope();
        var (loss, gradient) = GeneratorLoss(pass.Picture, batch.Augmentation.Generator, 1.0 / parts);
        student.Backward(pass, gradient.DividedBy(parts));
        return loss;
    }

    private double Discriminate(Tensor picture, bool isReal, AugmentationDraws draws, int parts)
    {
        using var scope = NewDisposeScope();
        var loss = discriminator.Loss(picture.detach(), isReal, draws).mean().Times(recipe.AdversarialWeight);
        loss.DividedBy(parts).backward();
        return loss.item<float>();
    }

    private void Step(AveragedAdamW optimizer, double learningRate)
    {
        _norms.Add(optimizer.Step(learningRate, recipe.GradientNorm));
        optimizer.ZeroGradients();
    }

    private void Track(bool tracks)
    {
        foreach (var (_, parameter) in discriminator.Parameters)
            parameter.requires_grad_(tracks);
    }
}
