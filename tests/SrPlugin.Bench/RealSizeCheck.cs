using System.Text.Json;
using SrPlugin.Cli;
using SrPlugin.Cli.Composition;
using SrPlugin.Cli.Faults;
using SrPlugin.Imaging;
using SrPlugin.Inference.Devices;
using SrPlugin.Inference.Diffusion;
using SrPlugin.Inference.Jobs;
using SrPlugin.Inference.S3Diff;
using SrPlugin.Inference.Tiling;
using SrPlugin.Networks.Clip;
using SrPlugin.Networks.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace SrPlugin.Bench;

/// <summary>Runs the authors' real-size job, stage by stage, and compares every result they kept.</summary>
internal sealed class RealSizeCheck(CommandCancellation cancellation)
{
    private const double TextLimit = 2e-5;
    private const double VaeLimit = 3e-4;
    private const double EndToEndLimit = 5e-4;

    /// <summary>Runs the comparison.</summary>
    /// <param name="folder">The golden folder: it holds s3diff/real_size.* and sd/tokenizer.</param>
    /// <param name="arguments">Device and precision.</param>
    /// <param name="log">Told what is being done.</param>
    /// <exception cref="FaultException">The golden files are missing.</exception>
    public IReadOnlyList<CheckedTensor> Run(string folder, BenchArguments arguments, Action<string> log)
    {
        string stem = Path.Combine(folder, "s3diff", "real_size");
        if (!File.Exists(stem + ".safetensors"))
            throw new FaultException(
                ExitCode.BadInput, $"There is no {stem}.safetensors.", "Name the golden folder with --golden or SRPLUGIN_GOLDEN_DIR.");
        using JsonDocument settings = JsonDocument.Parse(File.ReadAllText(stem + ".json"));
        using var golden = new GoldenTensors(stem + ".safetensors");
        log("building the networks");
        using S3DiffPipeline pipeline = S3DiffPipelineLoader.Load(
            RealSizeModel.Create(Tokenizer(Path.Combine(folder, "sd", "tokenizer"))), arguments.Device, arguments.Precision,
            cancellation.Token);
        using var gradients = no_grad();
        using var scope = NewDisposeScope();
        return [.. Compare(pipeline.Networks, golden, settings.RootElement, log)];
    }

    private IEnumerable<CheckedTensor> Compare(S3DiffNetworks networks, GoldenTensors golden, JsonElement settings, Action<string> log)
    {
        float[] score = Score(golden);
        var options = new S3DiffOptions
        {
            Blur = score[0],
            Noise = score[1],
            PositivePrompt = settings.GetProperty("prompts").GetProperty("pos").GetString()!,
            NegativePrompt = settings.GetProperty("prompts").GetProperty("neg").GetString()!,
            GuidanceScale = settings.GetProperty("guidance_scale").GetDouble(),
            LatentMode = LatentMode.Sample,
        };
        log("text encoder");
        networks.Prompts.Prepare([options.PositivePrompt, options.NegativePrompt], null, cancellation.Token);
        yield return golden.Compare("pos_enc.every16", networks.Prompts[options.PositivePrompt].slice(2, 0, long.MaxValue, 16), TextLimit);
        yield return golden.Compare("neg_enc.every16", networks.Prompts[options.NegativePrompt].slice(2, 0, long.MaxValue, 16), TextLimit);

        PlanarImage source = Source(golden);
        PlanarImage enlarged = ConditioningImage.Enlarge(source, source.Width * 4, source.Height * 4);
        Tensor conditioning = ConditioningImage.Pad(enlarged, networks.SizeMultiple, networks.Device.Device);
        yield return golden.Compare("c_t.every8", Every(conditioning, 8), TextLimit);

        log("folding the weights");
        networks.Adapter.Fold(score[0], score[1], cancellation.Token);
        MemoryPlan plan = MemoryPlan.Create(
            options.LatentTileSize, options.LatentTileOverlap, networks.Vae.Config, networks.Device.IsCpu, networks.VaeElementSize,
            DeviceMemory.DefaultBudget(networks.Device), DeviceMemory.HostBudget, (long)enlarged.Width * enlarged.Height);
        var noise = new GoldenNoise(golden);
        var run = new S3DiffRun(
            networks, options, plan, new StageTracker(null, cancellation.Token), new TileCheckpoint(null, null, null, cancellation.Token),
            _ => noise);

        log("VAE encoder");
        Tensor latent = run.Encode(conditioning);
        yield return golden.Compare("lq_latent", latent, VaeLimit);

        log("UNet");
        Tensor? both = null;
        var remover = networks.UNet.register_forward_hook((_, _, _, _, result) =>
        {
            both = result.clone().DetachFromDisposeScope();
            return result;
        });
        Tensor output = run.PredictNoise(latent, networks.Scheduler.LastTimestep);
        remover.remove();
        using (both)
        {
            yield return golden.Compare("unet.pos", both!.narrow(0, 0, 1), EndToEndLimit);
            yield return golden.Compare("unet.neg", both!.narrow(0, 1, 1), EndToEndLimit);
        }

        yield return golden.Compare("model_pred", output, EndToEndLimit);
        Tensor clean = networks.Scheduler.Step(output, networks.Scheduler.LastTimestep, latent);
        yield return golden.Compare("x_denoised", clean, EndToEndLimit);

        log("VAE decoder");
        // The authors clamp what leaves the decoder.
        Tensor picture = run.Decode(clean).Clamp(-1, 1);
        yield return golden.Compare("output.every4", Every(picture, 4), EndToEndLimit);
        long top = (picture.shape[2] - 64) / 2, left = (picture.shape[3] - 64) / 2;
        yield return golden.Compare("output.center64", picture.narrow(2, top, 64).narrow(3, left, 64), EndToEndLimit);
    }

    private static Tensor Every(Tensor map, long step) => map.slice(2, 0, long.MaxValue, step).slice(3, 0, long.MaxValue, step);

    private static float[] Score(GoldenTensors golden)
    {
        using Tensor score = golden.Float("deg_score");
        return System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(score.bytes).ToArray();
    }

    private static PlanarImage Source(GoldenTensors golden)
    {
        (byte[] values, IReadOnlyList<long> shape) = golden.Bytes("lr_uint8");
        return new PlanarImage((int)shape[0], (int)shape[1], (int)shape[2], [.. values.Select(value => value / 255f)]);
    }

    private static CLIPTokenizer Tokenizer(string folder)
    {
        string vocabulary = Path.Combine(folder, "vocab.json"), merges = Path.Combine(folder, "merges.txt");
        if (!File.Exists(vocabulary) || !File.Exists(merges))
            throw new FaultException(
                ExitCode.BadInput, $"There is no CLIP vocabulary in {folder}.",
                "Name the golden folder with --golden or SRPLUGIN_GOLDEN_DIR.");
        using FileStream tokens = File.OpenRead(vocabulary);
        using FileStream pairs = File.OpenRead(merges);
        return CLIPTokenizer.Read(tokens, pairs, new CLIPTokenizerConfig());
    }
}
