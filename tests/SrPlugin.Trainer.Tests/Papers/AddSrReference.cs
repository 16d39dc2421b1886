using SrPlugin.Networks.Tagger;
using SrPlugin.Trainer.AddSr;
using SrPlugin.Trainer.Adversaries;
using SrPlugin.Trainer.Papers;
using SrPlugin.Trainer.Randomness;
using TorchSharp;
using static TorchSharp.torch;

namespace SrPlugin.Trainer.Tests.Papers;

/// <summary>An update of AddSR in float64, from the formulas alone.</summary>
internal sealed class AddSrReference : IDisposable
{
    private readonly AddSrPaperRecipe _recipe;
    private readonly AddSrModels _models;
    private readonly VisionTransformer _dino, _dinoV2;
    private readonly Dictionary<string, Tensor> _heads = [], _vectors = [], _left = [], _averages = [];
    private readonly Dictionary<string, (Tensor First, Tensor Second)> _moments = [];
    private readonly double[] _alphas;
    private int _updates;

    public AddSrReference(
        AddSrPaperRecipe recipe, AddSrModels models, VisionTransformer dino, VisionTransformer dinoV2, ProjectedDiscriminator start)
    {
        (_recipe, _models, _dino, _dinoV2) = (recipe, models, dino, dinoV2);
        using (no_grad())
        {
            foreach (var (name, parameter) in start.Parameters)
                _heads[name] = parameter.to(ScalarType.Float64).clone().requires_grad_(true);
            foreach (var (name, vector) in start.Buffers)
                _vectors[name] = vector.to(ScalarType.Float64).clone();
            foreach (var (name, parameter) in models.Trained)
                _averages[name] = parameter.clone();
        }

        // The tiny model's schedule: beta grows evenly.
        _alphas = new double[1000];
        var product = 1.0;
        for (var t = 0; t < 1000; t++)
            _alphas[t] = product *= 1 - (2.5e-7 + ((4.75e-6 - 2.5e-7) * t / 999));
    }

    public IReadOnlyDictionary<string, Tensor> Discriminator => _heads;

    public IReadOnlyDictionary<string, Tensor> Student => _models.Trained.ToDictionary(pair => pair.Name, pair => (Tensor)pair.Parameter);

    public IReadOnlyDictionary<string, Tensor> Averages => _averages;

    public (double Distillation, double Adversarial, double Discriminator, double Norm) Run(AddSrBatch batch)
    {
        using var scope = NewDisposeScope();
        _updates++;
        var (sharp, control, text) = (
            batch.Sharp.to(ScalarType.Float64), batch.Control.to(ScalarType.Float64), batch.Text.to(ScalarType.Float64));
        var (posterior, noise) = (batch.PosteriorNoise.to(ScalarType.Float64), batch.Noise.to(ScalarType.Float64));
        Tensor latent, condition;
        using (no_grad())
        {
            var moments = _models.Vae.encode(sharp).Moments.chunk(2, 1);
            latent = (moments[0] + ((moments[1].clamp(-30, 20) * 0.5).exp() * posterior)) * _models.Vae.Config.ScalingFactor;
            var small = nn.functional.interpolate(control, [70, 70], null, InterpolationMode.Bilinear, false);
            condition = _dinoV2.Normalize(_dinoV2.Tokens(small)[12]).select(1, 0);
        }

        // The student.
        int[] graded = [999, 999];
        var looks = new Looks(text, Tokens(control, true), control);
        if (batch.FirstPass is { } first)
        {
            using var grad = no_grad();
            var seen = Picture(Clean(_models.Student, Noisy(latent, noise, first), first, looks));
            seen = _recipe.PredictionsStaySigned ? seen : (seen / 2) + 0.5;
            graded = [.. first.Select(t => t - 250)];
            looks = new Looks(text, Tokens(seen, false), seen);
        }

        var clean = Clean(_models.Student, Noisy(latent, noise, graded), graded, looks);
        var picture = Picture(clean);

        // The discriminator.
        var real = Judge(sharp, condition, new SeededRandom(11));
        var fake = Judge(picture.detach(), condition, new SeededRandom(12));
        var hinge = (1 - real).clamp_min(0).mean() + (1 + fake).clamp_min(0).mean();
        var gradients = autograd.grad([hinge], [.. _heads.Values]);
        foreach (var (name, gradient) in _heads.Keys.ToArray().Zip(gradients))
            Adam(name, _heads[name], _left.TryGetValue(name, out var left) ? gradient + left : gradient, _recipe.DiscriminatorLearningRate);

        // The student's loss.
        var loss = zeros([1], ScalarType.Float64);
        var sharpLooks = new Looks(text, Tokens((sharp / 2) + 0.5, true), (sharp / 2) + 0.5);
        for (var item = 0; item < 2; item++)
        {
            var marker = batch.FirstPass is { } start ? start[item] : 1000;
            var exponent = _recipe.TimestepWeights == TimestepWeights.AsPublished
                ? marker switch { 999 => 0, 749 => 1, 499 => 2, _ => 3 }
                : graded[item] switch { 999 => 0, 749 => 1, 499 => 2, _ => 3 };
            foreach (var draw in batch.TeacherTimesteps)
            {
                Tensor taught;
                using (no_grad())
                    taught = Picture(Clean(_models.Teacher, Noisy(clean, noise, draw), draw, sharpLooks));
                var difference = (taught[item] / 2) - (picture[item] / 2);
                loss += 0.5 * 0.5 * Math.Pow(2.1, exponent) * Math.Sqrt(_alphas[draw[item]]) * (difference * difference).mean() / batch.TeacherTimesteps.Length;
            }
        }

        var adversarial = -Judge(picture, condition, new SeededRandom(13)).mean();
        var total = loss + (0.02 * adversarial);
        var trained = _models.Trained.ToArray();
        var all = autograd.grad([total], [.. trained.Select(pair => (Tensor)pair.Parameter), .. _heads.Values]);
        var norm = Math.Sqrt(all.Take(trained.Length).Sum(gradient => (gradient * gradient).sum().item<double>()));
        var share = Math.Min(1, 1 / (norm + 1e-6));
        for (var i = 0; i < trained.Length; i++)
        {
            Adam(trained[i].Name, trained[i].Parameter, all[i] * share, _recipe.LearningRate);
            using var grad = no_grad();
            _averages[trained[i].Name].mul_(0.99).add_(trained[i].Parameter * 0.01);
        }

        if (_recipe.StudentLossReachesDiscriminator)
        {
            foreach (var (name, gradient) in _heads.Keys.Zip(all.Skip(trained.Length)))
                _left[name] = gradient.detach().DetachFromDisposeScope();
        }

        return (loss.item<double>(), adversarial.item<double>(), hinge.item<double>(), norm);
    }

    public void Dispose()
    {
        _models.Dispose();
        _dino.Dispose();
        _dinoV2.Dispose();
    }

    private Tensor Tokens(Tensor image, bool isLimited)
    {
        using var grad = no_grad();
        var side = _models.Tagger.Config.Swin.ImageSize;
        var small = nn.functional.interpolate(image, [side, side], null, InterpolationMode.Bicubic, false);
        small = isLimited ? small.clamp(0, 1) : small;
        var mean = tensor(new[] { 0.485, 0.456, 0.406 }, [1, 3, 1, 1]);
        return _models.Tagger.call((small - mean) / tensor(new[] { 0.229, 0.224, 0.225 }, [1, 3, 1, 1]));
    }

    private Tensor Noisy(Tensor latent, Tensor noise, int[] times) => cat([.. times.Select((t, i) =>
        (latent.narrow(0, i, 1) * Math.Sqrt(_alphas[t])) + (noise.narrow(0, i, 1) * Math.Sqrt(1 - _alphas[t])))], 0);

    private Tensor Clean(NetworkPair pair, Tensor noisy, int[] times, Looks looks)
    {
        var predicted = pair.Predict(noisy, tensor(times.Select(t => (long)t).ToArray()), looks);
        return cat(
            [
                .. times.Select(
                    (t, i) => (noisy.narrow(0, i, 1) - (predicted.narrow(0, i, 1) * Math.Sqrt(1 - _alphas[t]))) / Math.Sqrt(_alphas[t]))
            ],
            0);
    }

    private Tensor Picture(Tensor latent) => _models.Vae.decode(latent / _models.Vae.Config.ScalingFactor).clamp(-1, 1);

    private Tensor Judge(Tensor image, Tensor condition, SeededRandom random)
    {
        var x = ImageAugmentation.Apply(image, AugmentationDraws.Draw(random, 2, image.shape[2], image.shape[3], 0.2, colors: false));
        x = nn.functional.adaptive_avg_pool2d((x + 1) / 2, (224, 224));
        x = (x - tensor(new[] { 0.485, 0.456, 0.406 }, [1, 3, 1, 1])) / tensor(new[] { 0.229, 0.224, 0.225 }, [1, 3, 1, 1]);
        var tokens = _dino.Tokens(x);
        return cat(
            [
                .. new[] { 3, 6, 9, 12, 0 }.Select(
                    (place, head) =>
                        Head(head, (tokens[place].narrow(1, 1, 196) + tokens[place].narrow(1, 0, 1)).transpose(1, 2), condition))
            ],
            1);
    }

    private Tensor Head(int index, Tensor features, Tensor condition)
    {
        var name = $"heads.{index}.";
        Tensor Norm(Tensor x, string layer)
        {
            var groups = x.reshape(2, 4, -1);
            var centered = groups - groups.mean([2L], true);
            var normal = (centered / ((centered * centered).mean([2L], true) + 1e-5).sqrt()).reshape(x.shape);
            normal = (normal * _heads[layer + ".weight"].reshape(1, -1, 1)) + _heads[layer + ".bias"].reshape(1, -1, 1);
            return normal.clamp_min(0) + (0.2 * normal.clamp_max(0));
        }

        var x = Norm(nn.functional.conv1d(features, Divided(name + "main.0.0"), _heads[name + "main.0.0.bias"]), name + "main.0.1");
        var ring = cat([x.narrow(2, 192, 4), x, x.narrow(2, 0, 4)], 2);
        x = (
            Norm(nn.functional.conv1d(ring, Divided(name + "main.1.fn.0"), _heads[name + "main.1.fn.0.bias"]), name + "main.1.fn.1")
                + x) / Math.Sqrt(2);
        var mapped = nn.functional.conv1d(x, Divided(name + "cls"), _heads[name + "cls.bias"]);
        var weight = _heads[name + "cmapper.weight"];
        var projected = condition.mm(weight.t() / Math.Sqrt(weight.shape[1])) + _heads[name + "cmapper.bias"];
        return (mapped * projected.unsqueeze(2)).sum(1) / 8;
    }

    private Tensor Divided(string name)
    {
        var weight = _heads[name + ".weight_orig"];
        var matrix = weight.reshape(weight.shape[0], -1);
        Tensor u, v;
        using (no_grad())
        {
            v = matrix.t().mv(_vectors[name + ".weight_u"]);
            v /= v.norm();
            u = matrix.mv(v);
            u /= u.norm();
            _vectors[name + ".weight_u"].copy_(u);
            _vectors[name + ".weight_v"].copy_(v);
        }

        return weight / u.dot(matrix.mv(v));
    }

    private void Adam(string name, Tensor parameter, Tensor gradient, double rate)
    {
        using var grad = no_grad();
        using var scope = NewDisposeScope();
        if (!_moments.TryGetValue(name, out var moments))
            _moments[name] = moments = (zeros_like(gradient).DetachFromDisposeScope(), zeros_like(gradient).DetachFromDisposeScope());
        moments.First.mul_(0.9).add_(gradient * 0.1);
        moments.Second.mul_(0.999).add_(gradient * gradient * 0.001);
        var (first, second) = (moments.First / (1 - Math.Pow(0.9, _updates)), moments.Second / (1 - Math.Pow(0.999, _updates)));
        parameter.mul_(1 - (rate * 0.01)).sub_(first / (second.sqrt() + 1e-8) * rate);
    }
}
