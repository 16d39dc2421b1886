using SrPlugin.Networks.Layers;
using SrPlugin.Trainer.AddSr;
using SrPlugin.Trainer.Adversaries;
using SrPlugin.Trainer.Optimization;
using TorchSharp;
using static TorchSharp.torch;

namespace SrPlugin.Trainer.Papers;

/// <summary>
/// One update of AddSR's training, in the order of the published program: the student restores, in one pass or in two, of which the second
/// sees the first one's prediction; the discriminator learns; then the student learns from the teacher, which sees the sharp pictures, and
/// from the discriminator.
/// </summary>
internal sealed class AddSrUpdate : IDisposable
{
    private readonly AddSrModels _models;
    private readonly VisionTransformer _dinoV2;
    private readonly ProjectedDiscriminator _discriminator;
    private readonly AveragedAdamW _studentOptimizer, _discriminatorOptimizer;
    private readonly AddSrPaperRecipe _recipe;
    private readonly (string Name, Tensor Tensor)[] _left;

    public AddSrUpdate(
        AddSrModels models, VisionTransformer dinoV2, ProjectedDiscriminator discriminator, AveragedAdamW studentOptimizer,
        AveragedAdamW discriminatorOptimizer, AddSrPaperRecipe recipe)
    {
        (_models, _dinoV2, _discriminator, _recipe) = (models, dinoV2, discriminator, recipe);
        (_studentOptimizer, _discriminatorOptimizer) = (studentOptimizer, discriminatorOptimizer);
        _left = [.. discriminator.Parameters.Select(pair => ("left/" + pair.Name, zeros_like(pair.Parameter)))];
    }

    /// <summary>
    /// What changes without an optimizer: the discriminator's vectors, and what the student's loss left in its gradients.
    /// </summary>
    public IEnumerable<(string Name, Tensor Tensor)> Buffers => _discriminator.Buffers.Concat(_left);

    /// <summary>Makes an update.</summary>
    public AddSrLosses Run(AddSrBatch batch)
    {
        using var scope = NewDisposeScope();
        var (sample, timesteps, looks) = Prepare(batch);
        Tensor clean, picture, condition;
        using (no_grad())
        {
            clean = _models.Clean(_models.Student, sample, timesteps, looks);
            picture = _models.Decode(clean);
            condition = Condition(batch.Control);
        }

        var discriminatorLoss = Discriminate(batch, picture, condition);
        var (distance, adversarial, gradient) = Grade(batch, picture, clean, timesteps, condition);

        // Backwards through decoder and student, one after the other.
        var leaf = clean.detach().clone().requires_grad_(true);
        (_models.Decode(leaf) * gradient).sum().backward();
        (_models.Clean(_models.Student, sample, timesteps, looks) * leaf.grad!).sum().backward();
        var norm = _studentOptimizer.Step(_recipe.LearningRate, _recipe.GradientNorm);
        _studentOptimizer.ZeroGradients();
        return new AddSrLosses(distance, adversarial, discriminatorLoss, norm);
    }

    /// <summary>
    /// What the discriminator is told of the low-resolution pictures: DINOv2's class token, without a normalisation of colours; fresh.
    /// </summary>
    public Tensor Condition(Tensor control)
    {
        using var scope = NewDisposeScope();
        var side = _dinoV2.NativeSide;
        var resized = nn.functional.interpolate(control, [side, side], null, InterpolationMode.Bilinear, false);
        return _dinoV2.Normalize(_dinoV2.Tokens(resized)[^1]).select(1, 0).MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        foreach (var (_, left) in _left)
            left.Dispose();
    }

    // What enters the pass that is graded.
    private (Tensor Sample, int[] Timesteps, Looks Looks) Prepare(AddSrBatch batch)
    {
        using var grad = no_grad();
        var latent = _models.Encode(batch.Sharp, batch.PosteriorNoise);
        var looks = new Looks(batch.Text, _models.Look(batch.Control, isLimited: true), batch.Control);
        if (batch.FirstPass is not { } first)
        {
            int[] start = [.. batch.TeacherTimesteps[0].Select(_ => AddSrDistillation.Timesteps[0])];
            return (_models.AddNoise(latent, batch.Noise, start), start, looks);
        }

        var predicted = _models.Decode(_models.Clean(_models.Student, _models.AddNoise(latent, batch.Noise, first), first, looks));
        var control = _recipe.PredictionsStaySigned ? predicted : predicted.Times(0.5).Plus(0.5);
        int[] next = [.. first.Select(t => AddSrDistillation.Timesteps[AddSrDistillation.Timesteps.ToList().IndexOf(t) + 1])];
        return (_models.AddNoise(latent, batch.Noise, next), next, new Looks(batch.Text, _models.Look(control, isLimited: false), control));
    }

    private double Discriminate(AddSrBatch batch, Tensor picture, Tensor condition)
    {
        using var scope = NewDisposeScope();
        if (_recipe.StudentLossReachesDiscriminator)
        {
            foreach (var ((_, parameter), (_, left)) in _discriminator.Parameters.Zip(_left))
                parameter.grad = left.clone();
        }

        var real = _discriminator.Judge(batch.Sharp, condition, batch.Augmentation.Real);
        var loss = ProjectedDiscriminator.Hinge(real, _discriminator.Judge(picture, condition, batch.Augmentation.Fake));
        loss.backward();
        _discriminatorOptimizer.Step(_recipe.DiscriminatorLearningRate, double.PositiveInfinity);
        _discriminatorOptimizer.ZeroGradients();
        return loss.to(ScalarType.Float64).item<double>();
    }

    // The student's loss and its gradient at the restored pictures.
    private (double Distillation, double Adversarial, Tensor Gradient) Grade(
        AddSrBatch batch, Tensor picture, Tensor clean, int[] timesteps, Tensor condition)
    {
        using var scope = NewDisposeScope();
        var taught = new List<Tensor>();
        using (no_grad())
        {
            var sharp = batch.Sharp.Times(0.5).Plus(0.5);
            var looks = new Looks(batch.Text, _models.Look(sharp, isLimited: true), sharp);
            foreach (var draw in batch.TeacherTimesteps)
                taught.Add(_models.Decode(_models.Clean(_models.Teacher, _models.AddNoise(clean, batch.Noise, draw), draw, looks)));
        }

        var leaf = picture.detach().clone().requires_grad_(true);
        var distances = AddSrDistillation.Distance(leaf, taught, [.. batch.TeacherTimesteps.Select(_models.Signal)]);
        double[] weights = [
            .. timesteps.Select(
                (t, i) => AddSrDistillation.Weight(_recipe.TimestepWeights, batch.FirstPass?[i] ?? AddSrDistillation.SinglePass, t))
        ];
        var distance = (distances * tensor(weights, device: distances.device).to(distances.dtype)).mean();
        var adversarial = _discriminator.Judge(leaf, condition, batch.Augmentation.Student).mean().neg();
        distance.Plus(adversarial, _recipe.AdversarialWeight).backward();
        Keep();
        return (
            distance.to(ScalarType.Float64).item<double>(), adversarial.to(ScalarType.Float64).item<double>(),
            leaf.grad!.clone().MoveToOuterDisposeScope());
    }

    private void Keep()
    {
        using var grad = no_grad();
        foreach (var ((_, parameter), (_, left)) in _discriminator.Parameters.Zip(_left))
        {
            using var gradient = parameter.grad;
            left.copy_(gradient!);
            gradient!.zero_();
        }
    }
}
