using System.Runtime.InteropServices;
using SrPlugin.Imaging;
using SrPlugin.Inference.AddSr;
using SrPlugin.Networks.Layers;
using SrPlugin.Networks.Tagger;
using SrPlugin.Trainer.Data;
using SrPlugin.Trainer.Model;
using SrPlugin.Trainer.Optimization;
using SrPlugin.Trainer.Randomness;
using SrPlugin.Trainer.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace SrPlugin.Trainer.AddSr;

/// <summary>
/// The losses of AddSR (Xie et al. 2024): a student that sees the degraded picture, or its own last prediction, is taught by a teacher
/// that sees the sharp one, and must not be told from sharp pictures by a critic. Both losses are weighted by timestep.
/// </summary>
internal sealed class StudentLessons : IDisposable
{
    private static readonly AddSrOptions s_inference = new();
    private static readonly int[] s_timesteps = [.. AddSrTimesteps.All];

    private readonly AddSrRecipe _recipe;
    private readonly AddSrStart _start;
    private readonly RAM _tagger;
    private readonly PatchCritic _critic;
    private readonly AveragedAdamW _criticOptimizer;
    private readonly Dictionary<string, Tensor> _prompts = new(StringComparer.Ordinal);

    public StudentLessons(AddSrRecipe recipe, AddSrStart start, RAM tagger)
    {
        (_recipe, _start, _tagger) = (recipe, start, tagger);
        _critic = new PatchCritic(recipe.Seed);
        _criticOptimizer = new AveragedAdamW(
            _critic.named_parameters().Select(pair => ("critic/" + pair.name, pair.parameter)), recipe.WeightDecay, 0);
        foreach (var parameter in new nn.Module[] { start.Vae, start.Text, tagger }.SelectMany(network => network.parameters()))
            parameter.requires_grad = false;
    }

    /// <summary>What is trained along with the student: a part of its state.</summary>
    public AveragedAdamW CriticOptimizer => _criticOptimizer;

    /// <summary>Sees the sharp picture; borrowed.</summary>
    public NetworkPair? Teacher { get; set; }

    /// <summary>
    /// Gradients of one update of the pair before it parts: control images are sharp pictures or what inference would give.
    /// </summary>
    public double TeachTeacher(TrainingSample[] batch, long step)
    {
        using var scope = NewDisposeScope();
        var random = new SeededRandom(_recipe.Seed, 0x7EAC, (ulong)step);
        var data = Data(batch, random);
        // A later timestep follows the first at once: what enters it is a prediction, not the encoder's latent, as in inference.
        var index = random.Chance(_recipe.FirstStepShare) ? 0 : 1 + random.NextIndex(s_timesteps.Length - 1);
        int[] timesteps = index == 0 ? [s_timesteps[0]] : [s_timesteps[0], s_timesteps[index]];
        var (sample, seen) = Before(timesteps, data, random.Next(), random);
        var sharp = batch.Select(_ => random.Chance(_recipe.SharpControlShare)).ToArray();
        var looks = seen with { Control = Select(sharp, data.Sharp, seen.Control), Tokens = Select(sharp, data.SharpTokens, seen.Tokens) };
        var timestep = timesteps[^1];
        var loss = RestorationLoss.Of(
            Finish(_start.Pair.Clean(_start.Scheduler, sample, timestep, looks), data), data.Target, _recipe.LumaWeight);
        loss.backward();
        return loss.item<float>();
    }

    /// <summary>Gradients of one update of the student; the critic is updated at once.</summary>
    public double TeachStudent(TrainingSample[] batch, long step)
    {
        using var scope = NewDisposeScope();
        var random = new SeededRandom(_recipe.Seed, 0x57DE, (ulong)step);
        var data = Data(batch, random);

        // Differs from upstream: the later steps start from the student's own prediction, as in inference. With this schedule's little
        // noise a noised sharp latent would give the answer away.
        var index = random.Chance(_recipe.FirstStepShare) ? 0 : 1 + random.NextIndex(s_timesteps.Length - 1);
        var (sample, looks) = Before(s_timesteps[..(index + 1)], data, random.Chance(0.5) ? 0.5 : random.Next(), random);
        var clean = _start.Pair.Clean(_start.Scheduler, sample, s_timesteps[index], looks);
        var restored = Finish(clean, data);

        var (taught, share) = Taught(clean, data, random);
        var loss = RestorationLoss.Of(restored, taught, _recipe.LumaWeight).Times(_recipe.DistillationWeights[index] * share)
            .Plus(RestorationLoss.Of(restored, data.Target, _recipe.LumaWeight), _recipe.ReconstructionWeight);
        var adversarial = _recipe.AdversarialWeights[index];
        var total = adversarial > 0 ? loss.Plus(_critic.call(restored, data.Enlarged).mean(), -adversarial) : loss;
        total.backward();
        if (adversarial > 0)
            TeachCritic(restored.detach(), data);
        return loss.item<float>();
    }

    /// <summary>Restores one picture at four times its size, as the pipeline does with the wavelet colour fix.</summary>
    /// <param name="source">The degraded picture, RGB 0…1; sides that are multiples of 8.</param>
    /// <param name="steps">1…4.</param>
    /// <param name="weight">Of a prediction in the next control image.</param>
    public PlanarImage Restore(PlanarImage source, int steps, double weight)
    {
        using var grad = no_grad();
        using var scope = NewDisposeScope();
        var random = new SeededRandom(_recipe.Seed, 0xF00D);
        var data = Data([new TrainingSample(source, source, 0, 0, 0, false)], random);
        var (sample, looks) = Before(s_timesteps[..steps], data, weight, random);
        return SampleTensors.ToImage(Finish(_start.Pair.Clean(_start.Scheduler, sample, s_timesteps[steps - 1], looks), data));
    }

    public void Dispose()
    {
        _critic.Dispose();
        foreach (var prompt in _prompts.Values)
            prompt.Dispose();
    }

    // What enters the last of these timesteps; those before it run without gradients.
    private (Tensor Sample, Looks Looks) Before(int[] timesteps, Batch data, double weight, SeededRandom random)
    {
        using var grad = no_grad();
        var (looks, scheduler) = (data.Looks, _start.Scheduler);
        var sample = scheduler.AddNoise(data.Latent, Noise(data.Latent.shape, random), timesteps[0]);
        for (var i = 0; i < timesteps.Length - 1; i++)
        {
            var clean = _start.Pair.Clean(scheduler, sample, timesteps[i], looks);
            var control = Decode(clean).Clamp(-1, 1).Times(0.5).Plus(0.5).Times(weight).Plus(data.Enlarged, 1 - weight);
            looks = looks with { Control = control, Tokens = Look(control, InterpolationMode.Bicubic) };
            sample = scheduler.AddNoise(clean, Noise(clean.shape, random), timesteps[i + 1]);
        }

        return (sample, looks);
    }

    // The teacher starts from the student's prediction with new noise, at one of the timesteps where it has seen predictions; its lesson
    // counts √ᾱ.
    private (Tensor Picture, double Share) Taught(Tensor clean, Batch data, SeededRandom random)
    {
        using var grad = no_grad();
        var timestep = s_timesteps[1 + random.NextIndex(s_timesteps.Length - 1)];
        var sample = _start.Scheduler.AddNoise(clean.detach(), Noise(clean.shape, random), timestep);
        var looks = data.Looks with { Control = data.Sharp, Tokens = data.SharpTokens };
        return (
            Finish(Teacher!.Clean(_start.Scheduler, sample, timestep, looks), data), Math.Sqrt(_start.Scheduler.AlphasCumprod[timestep]));
    }

    private void TeachCritic(Tensor restored, Batch data)
    {
        _criticOptimizer.ZeroGradients();
        var loss = _critic.Loss(data.Target, restored, data.Enlarged);
        loss.backward();
        _criticOptimizer.Step(_recipe.CriticLearningRate, 1);
    }

    private Batch Data(TrainingSample[] batch, SeededRandom random)
    {
        var sharp = SampleTensors.Stack([.. batch.Select(sample => sample.Target)]);
        var enlarged = SampleTensors.Stack(
            [
                .. batch.Select(sample =>
                    Resampler.Resize(sample.Source, 4 * sample.Source.Width, 4 * sample.Source.Height, ResampleFilter.Bicubic)),
            ]).Clamp(0, 1);
        var tokens = Look(SampleTensors.Stack([.. batch.Select(sample => sample.Source)]), InterpolationMode.Bilinear);
        var prompt = cat([.. batch.Select(sample => Prompt(random.Chance(0.5) ? PictureProperties.Of(sample.Target) : []))], 0);
        using var grad = no_grad();
        using var posterior = _start.Vae.encode(enlarged.Times(2).Plus(-1));
        return new Batch(
            sharp.Times(2).Plus(-1), sharp, enlarged, posterior.Mode(), Look(sharp, InterpolationMode.Bicubic),
            new Looks(prompt, tokens, enlarged));
    }

    private Tensor Look(Tensor image, InterpolationMode mode)
    {
        using var grad = no_grad();
        return _tagger.call(ImageTagger.Prepare(image, _tagger, mode));
    }

    private Tensor Decode(Tensor clean) => _start.Vae.decode(clean);

    // A result, as the pipeline gives it: the base's networks were trained with this colour fix.
    private Tensor Finish(Tensor clean, Batch data) => WaveletFix.Apply(Decode(clean), data.Enlarged.Times(2).Plus(-1));

    private Tensor Prompt(IReadOnlyList<string> tags)
    {
        var text = AddSrPrompt.Compose(tags, s_inference);
        if (_prompts.TryGetValue(text, out var known))
            return known;
        using var grad = no_grad();
        using var tokens = tensor(_start.Tokenizer.Encode(text)).unsqueeze(0);
        return _prompts[text] = _start.Text.call(tokens).DetachFromDisposeScope();
    }

    private static Tensor Select(bool[] first, Tensor a, Tensor b) =>
        cat([.. first.Select((takes, i) => (takes ? a : b).narrow(0, i, 1))], 0);

    private static Tensor Noise(long[] shape, SeededRandom random)
    {
        var result = empty(shape, ScalarType.Float32, CPU);
        foreach (ref var value in MemoryMarshal.Cast<byte, float>(result.bytes))
            value = random.NextGaussian();
        return result;
    }

    private sealed record Batch(Tensor Target, Tensor Sharp, Tensor Enlarged, Tensor Latent, Tensor SharpTokens, Looks Looks);
}
