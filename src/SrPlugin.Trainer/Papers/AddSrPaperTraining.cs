using System.Text.Json.Nodes;
using SrPlugin.Imaging;
using SrPlugin.Inference.AddSr;
using SrPlugin.Networks.Clip;
using SrPlugin.Networks.Layers;
using SrPlugin.Networks.Loading;
using SrPlugin.Networks.Tagger;
using SrPlugin.Trainer.AddSr;
using SrPlugin.Trainer.Adversaries;
using SrPlugin.Trainer.Data;
using SrPlugin.Trainer.Model;
using SrPlugin.Trainer.Optimization;
using SrPlugin.Trainer.Randomness;
using SrPlugin.Trainer.Training;
using SrPlugin.Weights;
using SrPlugin.Weights.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace SrPlugin.Trainer.Papers;

/// <summary>Distils AddSR from a SeeSR as its authors did (Xie et al. 2024).</summary>
public sealed class AddSrPaperTraining
{
    private const int ShownPictures = 4;
    private static readonly string[] s_columns = ["distillation", "adversarial", "discriminator", "norm"];
    private readonly AddSrPaperRecipe _recipe;
    private readonly string _folder;

    /// <summary>Prepares a run.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="folder">Where checkpoint, losses, samples and the trained networks go; made if need be.</param>
    /// <exception cref="ArgumentException">The recipe is not usable.</exception>
    public AddSrPaperTraining(AddSrPaperRecipe recipe, string folder)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        recipe.Validate();
        (_recipe, _folder) = (recipe, Path.GetFullPath(folder));
    }

    /// <summary>Trains to the end and writes the averaged student.</summary>
    /// <param name="resume">Go on from the folder's checkpoint if there is one.</param>
    /// <param name="progress">Gets the loss about every ten seconds.</param>
    /// <param name="cancellationToken">Stops after the current update; the state is saved first.</param>
    /// <returns>The folder with the student's <c>unet</c> and <c>controlnet</c>.</returns>
    public string Run(bool resume, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        var device = PaperDevice.Open(_recipe.Device, _recipe.Threads);
        var batches = new PaperBatches(_recipe.Data, _recipe.Seed);
        var model = ModelFolder.Open(_recipe.Model);
        var parts = AddSrModelFiles.Open(model);
        using var vae = parts.Vae;
        using var unet = parts.UNet;
        using var controlNet = parts.ControlNet;
        using var taggerWeights = parts.Tagger;
        using var dape = parts.Dape;
        using var models = new AddSrModels(parts, device);
        // Texts come from the tagger without what DAPE adds for damaged pictures.
        using var plain = parts.Dape is null ? null : new RAM(parts.TaggerConfig, device, ScalarType.Float32);
        plain?.Load(parts.Tagger, null);
        var tagger = new ImageTagger(plain ?? models.Tagger, parts.Vocabulary);
        using var text = new CLIPTextModel(parts.TextEncoderConfig, device, ScalarType.Float32);
        using (var weights = parts.OpenTextEncoder())
            StrictLoader.Load(text, weights);
        using var dinoWeights = WeightsSource.Open(_recipe.Dino);
        using var dino = VisionTransformer.Load(dinoWeights, device, _recipe.DinoHeads);
        using var dinoV2Weights = WeightsSource.Open(_recipe.DinoV2);
        using var dinoV2 = VisionTransformer.Load(dinoV2Weights, device, _recipe.DinoV2Heads);
        using var discriminator = new ProjectedDiscriminator(
            dino, new SeededRandom(_recipe.Seed, 0xD15C), dino.Width, dinoV2.Width, device);
        var studentOptimizer = new AveragedAdamW(models.Trained, _recipe.WeightDecay, _recipe.AverageDecay, AdamSettings.Published);
        var discriminatorOptimizer = new AveragedAdamW(discriminator.Parameters, _recipe.WeightDecay, 0, AdamSettings.Published);
        using var update = new AddSrUpdate(models, dinoV2, discriminator, studentOptimizer, discriminatorOptimizer, _recipe);
        Directory.CreateDirectory(_folder);
        File.WriteAllText(Path.Combine(_folder, "recipe.json"), _recipe.ToJson() + "\n");

        new PaperRun(_folder, _recipe.Updates, _recipe.CheckpointEvery, _recipe.SampleEvery).Run(
            resume, [studentOptimizer, discriminatorOptimizer], [.. update.Buffers], s_columns,
            step =>
            {
                using var scope = NewDisposeScope();
                var losses = update.Run(Batch(step));
                return [losses.Distillation, losses.Adversarial, losses.Discriminator, losses.Norm];
            },
            Show, progress, cancellationToken);
        studentOptimizer.Exchange();
        return Export(models, model);

        AddSrBatch Batch(long step)
        {
            using var grad = no_grad();
            var random = new SeededRandom(_recipe.Seed, 0x0BA7, (ulong)step);
            var batch = batches.Make(step, 0, device);
            var (count, height, width) = ((int)batch.Sharp.shape[0], batch.Sharp.shape[2], batch.Sharp.shape[3]);
            var control = nn.functional.interpolate(batch.Degraded, [height, width], null, InterpolationMode.Bicubic, false).Clamp(0, 1);
            var stride = parts.VaeConfig.LatentStride;
            long[] noise = [count, parts.VaeConfig.LatentChannels, height / stride, width / stride];
            int[] Draw(Func<int> one) => [.. Enumerable.Range(0, count).Select(_ => one())];
            return new AddSrBatch
            {
                Sharp = batch.Sharp.Times(2).Plus(-1),
                Control = control,
                Text = cat(
                    [
                        .. Enumerable.Range(0, count)
                            .Select(i => Embed(random.Chance(_recipe.EmptyTextShare) ? "" : Tags(batch.Sharp.narrow(0, i, 1))))
                    ],
                    0),
                PosteriorNoise = Normal.Draw(noise, random, device),
                Noise = Normal.Draw(noise, random, device),
                FirstPass = random.Chance(_recipe.TwoPassShare) ? Draw(() => AddSrDistillation.Timesteps[random.NextIndex(3)]) : null,
                TeacherTimesteps = [.. Enumerable.Range(0, _recipe.TeacherDraws).Select(_ => Draw(() => random.NextIndex(1000)))],
                Augmentation = (
                    new SeededRandom(random.NextBits()), new SeededRandom(random.NextBits()), new SeededRandom(random.NextBits())),
            };
        }

        // The form of the published tag files.
        string Tags(Tensor sharp)
        {
            using var tagged = tagger.Tag(sharp);
            return string.Join(' ', tagged.Tags.Select(tag => tag + ","));
        }

        Tensor Embed(string prompt) => text.call(tensor(parts.Tokenizer.Encode(prompt), device: device).unsqueeze(0));

        void Show(long step)
        {
            using var grad = no_grad();
            var rows = new List<IReadOnlyList<PlanarImage>>();
            studentOptimizer.Exchange();
            for (var i = 0; rows.Count < ShownPictures; i++)
            {
                using var scope = NewDisposeScope();
                var batch = Batch(i);
                int[] first = [.. batch.TeacherTimesteps[0].Select(_ => AddSrDistillation.Timesteps[0])];
                var noisy = models.AddNoise(models.Encode(batch.Control.Times(2).Plus(-1), batch.PosteriorNoise), batch.Noise, first);
                var picture = models.Decode(
                    models.Clean(
                        models.Student, noisy, first, new Looks(batch.Text, models.Look(batch.Control, isLimited: true), batch.Control)));
                for (var item = 0; item < first.Length && rows.Count < ShownPictures; item++)
                    rows.Add(
                        [
                            SampleTensors.ToUnitImage(batch.Control.narrow(0, item, 1)), SampleTensors.ToImage(picture.narrow(0, item, 1)),
                            SampleTensors.ToImage(batch.Sharp.narrow(0, item, 1))
                        ]);
            }

            studentOptimizer.Exchange();
            ContactSheet.Save(Path.Combine(_folder, $"samples-{step}.png"), rows);
        }
    }

    private string Export(AddSrModels models, ModelFolder model)
    {
        var folder = Path.Combine(_folder, "model");
        var writer = new ModelFolderWriter(folder);
        foreach (
            var (part, network) in new (string, nn.Module)[] { ("unet", models.Student.UNet), ("controlnet", models.Student.ControlNet) })
        {
            writer.Config($"{part}/config.json", JsonNode.Parse(File.ReadAllText(model.Get(part).ConfigPath!))!.AsObject());
            writer.Weights(
                $"{part}/diffusion_pytorch_model.safetensors",
                network.named_parameters().Select(pair => (pair.name, pair.parameter.cpu())));
        }

        return folder;
    }
}
