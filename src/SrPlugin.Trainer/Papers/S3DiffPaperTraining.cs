using System.Globalization;
using System.Runtime.InteropServices;
using SrPlugin.Imaging;
using SrPlugin.Networks.Degradation;
using SrPlugin.Networks.Layers;
using SrPlugin.Networks.Lora;
using SrPlugin.Networks.Metrics;
using SrPlugin.Trainer.Adversaries;
using SrPlugin.Trainer.Data;
using SrPlugin.Trainer.Optimization;
using SrPlugin.Trainer.Randomness;
using SrPlugin.Trainer.RealEsrgan;
using SrPlugin.Trainer.Training;
using SrPlugin.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace SrPlugin.Trainer.Papers;

/// <summary>Trains S3Diff as its authors did (Zhang et al. 2024), on published networks.</summary>
public sealed class S3DiffPaperTraining
{
    private const int ShownPictures = 5;
    private static readonly string[] s_columns = ["reconstruction", "l2", "lpips", "generator", "real", "fake"];
    private readonly S3DiffPaperRecipe _recipe;
    private readonly string _folder;

    /// <summary>Prepares a run.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="folder">Where checkpoint, losses, judgements and the trained adapter go; made if need be.</param>
    /// <exception cref="ArgumentException">The recipe is not usable.</exception>
    public S3DiffPaperTraining(S3DiffPaperRecipe recipe, string folder)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        recipe.Validate();
        (_recipe, _folder) = (recipe, Path.GetFullPath(folder));
    }

    /// <summary>Trains to the end and writes the adapter.</summary>
    /// <param name="resume">Go on from the folder's checkpoint if there is one.</param>
    /// <param name="progress">Gets the loss about every ten seconds.</param>
    /// <param name="cancellationToken">Stops after the current update; the state is saved first.</param>
    /// <returns>The adapter: safetensors with the names of the published checkpoint, which lies beside as s3diff.pkl.</returns>
    public string Run(bool resume, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        var device = PaperDevice.Open(_recipe.Device, _recipe.Threads);
        var batches = new PaperBatches(_recipe.Data, _recipe.Seed);
        using var files = new S3DiffBase(_recipe.Model);
        var text = files.Embed(_recipe.PositivePrompt, _recipe.NegativePrompt);
        using var positive = text[0].to(device);
        using var negative = text[1].to(device);
        using var estimator = files.Estimator(_recipe.Estimator, device);
        using var dinoWeights = WeightsSource.Open(_recipe.Dino);
        using var dino = VisionTransformer.Load(dinoWeights, device, _recipe.DinoHeads);
        using var lpipsWeights = JoinedWeights.Open(_recipe.Lpips);
        using var lpips = Lpips.Load(lpipsWeights, device);
        foreach (var parameter in lpips.parameters())
            parameter.requires_grad_(false);
        using var start = _recipe.Start is null ? null : WeightsSource.Open(_recipe.Start);
        using var student = new S3DiffStudent(
            files, new S3DiffAdapterConfig { UNetLoraRank = _recipe.UNetRank, VaeLoraRank = _recipe.VaeRank }, start,
            new SeededRandom(_recipe.Seed, 0x53D1), device,
            _recipe.Precision == "bfloat16" ? ScalarType.BFloat16 : ScalarType.Float32);
        using var discriminator = new VisionAidedDiscriminator(
            dino, new SeededRandom(_recipe.Seed, 0xD15C), dino.Width, _recipe.DiscriminatorChannels, device);
        var generatorOptimizer = new AveragedAdamW(student.Parameters, _recipe.WeightDecay, 0, AdamSettings.Published);
        var discriminatorOptimizer = new AveragedAdamW(discriminator.Parameters, _recipe.WeightDecay, 0, AdamSettings.Published);
        var update = new S3DiffUpdate(student, discriminator, lpips, generatorOptimizer, discriminatorOptimizer, _recipe);
        var validation = _recipe.Validation is null ? null : new PaperBatches(_recipe.Validation with { BatchSize = 1 }, _recipe.Seed);
        Directory.CreateDirectory(_folder);
        File.WriteAllText(Path.Combine(_folder, "recipe.json"), _recipe.ToJson() + "\n");

        new PaperRun(_folder, _recipe.Updates, _recipe.CheckpointEvery, _recipe.ValidateEvery).Run(
            resume, [generatorOptimizer, discriminatorOptimizer], [.. discriminator.Buffers], s_columns,
            step =>
            {
                var losses = update.Run(
                    [
                        .. Enumerable.Range(0, _recipe.Accumulation).Select<int, Func<S3DiffBatch>>(
                            part => () => Batch(batches, step, part))
                    ]);
                return [losses.Reconstruction, losses.SquaredError, losses.Perceptual, losses.Generator, losses.Real, losses.Fake];
            },
            validation is null ? null : step => Judge(validation, step), progress, cancellationToken);
        return Export(student);

        S3DiffBatch Batch(PaperBatches source, long step, int part)
        {
            var random = new SeededRandom(_recipe.Seed, 0x0BA7, (ulong)step, (ulong)part);
            var batch = source.Make(step, part, device);
            var conditioning = Enlarge(batch);
            var (count, height, width) = ((int)conditioning.shape[0], conditioning.shape[2], conditioning.shape[3]);
            AugmentationDraws Draws() =>
                AugmentationDraws.Draw(random, count, height, width, VisionAidedDiscriminator.CutShare, colors: true);
            using var grad = no_grad();
            return new S3DiffBatch
            {
                Conditioning = conditioning,
                Sharp = batch.Sharp.Times(2).Plus(-1),
                Scores = estimator.call(batch.Degraded),
                IsNegative = [.. Enumerable.Range(0, count).Select(_ => random.Chance(_recipe.NegativeShare))],
                Positive = positive,
                Negative = negative,
                Noise = (
                    Normal.Draw(student.NoiseShape(conditioning), random, device),
                    Normal.Draw(student.NoiseShape(conditioning), random, device)),
                Augmentation = (Draws(), Draws(), Draws()),
            };
        }

        // The same pictures, degradations and noise each time, so that judgements can be compared.
        void Judge(PaperBatches pictures, long step)
        {
            using var grad = no_grad();
            double square = 0, distance = 0, psnr = 0;
            var rows = new List<IReadOnlyList<PlanarImage>>();
            for (var i = 0; i < _recipe.ValidationCount; i++)
            {
                using var scope = NewDisposeScope();
                var batch = Batch(pictures, 0, i);
                var pass = student.Restore(batch.Conditioning, batch.Scores, batch.PositiveText(), batch.Noise.Reconstruction);
                var difference = pass.Picture - batch.Sharp;
                square += (difference * difference).mean().item<float>();
                distance += lpips.call(pass.Picture, batch.Sharp).mean().item<float>();
                PlanarImage[] row = [
                    .. new[] { batch.Conditioning, pass.Picture, batch.Sharp }.Select(one => SampleTensors.ToImage(one.cpu()))
                ];
                psnr += ImageQuality.PsnrY(row[1], row[2]);
                if (i < ShownPictures)
                    rows.Add(row);
            }

            ContactSheet.Save(Path.Combine(_folder, $"samples-{step}.png"), rows);
            var table = Path.Combine(_folder, "validation.csv");
            if (step == 0)
                File.WriteAllText(table, "update,mse,lpips,psnr-y\n");
            File.AppendAllText(table, string.Create(CultureInfo.InvariantCulture,
                $"{step},{square / _recipe.ValidationCount:g6},{distance / _recipe.ValidationCount:g6},"
                    + $"{psnr / _recipe.ValidationCount:0.000}\n"));
        }
    }

    private static Tensor Enlarge(DegradedBatch batch)
    {
        using var scope = NewDisposeScope();
        var (height, width) = (batch.Sharp.shape[2], batch.Sharp.shape[3]);
        var source = batch.IsClean
            ? batch.Sharp
            : nn.functional.interpolate(batch.Degraded, [height, width], null, InterpolationMode.Bicubic, false);
        return source.Times(2).Plus(-1).Clamp(-1, 1).MoveToOuterDisposeScope();
    }

    private string Export(S3DiffStudent student)
    {
        var path = Path.Combine(_folder, "s3diff.safetensors");
        var weights = new InMemoryWeights();
        foreach (var (name, tensor) in student.Checkpoint)
        {
            using var plain = tensor.to(ScalarType.Float32, CPU);
            weights.Add(name, plain.shape, MemoryMarshal.Cast<byte, float>(plain.bytes));
        }

        SafetensorsFile.Write(path, weights, new Dictionary<string, string> { ["format"] = "pt" });
        S3DiffCheckpointWriter.Write(Path.Combine(_folder, "s3diff.pkl"), student.Checkpoint);
        return path;
    }
}
