using SrPlugin.Inference.Devices;
using SrPlugin.Inference.S3Diff;
using SrPlugin.Inference.Schedulers;
using SrPlugin.Networks.Autoencoder;
using SrPlugin.Networks.Clip;
using SrPlugin.Networks.UNet;
using SrPlugin.Testing;

namespace SrPlugin.Inference.Tests.S3Diff;

/// <summary>The tiny S3Diff of the golden folder, loaded once for a test class.</summary>
public sealed class GoldenModel : IDisposable
{
    private const string Folder = "sd/sd_tiny";
    private const string DiffusersWeights = "diffusion_pytorch_model.safetensors";

    public GoldenModel() => Pipeline = Load();

    public S3DiffPipeline Pipeline { get; }

    public static S3DiffPipeline Load(ComputePrecision precision = ComputePrecision.Float32) =>
        S3DiffPipelineLoader.Load(OpenParts(), ComputeDevice.Cpu, precision, CancellationToken.None);

    public static S3DiffModelParts OpenParts()
    {
        using var vocabulary = GoldenFolder.OpenRead($"{Folder}/tokenizer/vocab.json");
        using var merges = GoldenFolder.OpenRead($"{Folder}/tokenizer/merges.txt");
        return new S3DiffModelParts
        {
            VaeConfig = Read($"{Folder}/vae/config.json", AutoencoderKLConfig.Read),
            Vae = GoldenFolder.OpenWeights($"{Folder}/vae/{DiffusersWeights}"),
            UNetConfig = Read($"{Folder}/unet/config.json", UNet2DConditionConfig.Read),
            UNet = GoldenFolder.OpenWeights($"{Folder}/unet/{DiffusersWeights}"),
            TextEncoderConfig = Read($"{Folder}/text_encoder/config.json", CLIPTextConfig.Read),
            OpenTextEncoder = () => GoldenFolder.OpenWeights($"{Folder}/text_encoder/model.safetensors"),
            Tokenizer = CLIPTokenizer.Read(vocabulary, merges, Read($"{Folder}/tokenizer/tokenizer_config.json", CLIPTokenizerConfig.Read)),
            Scheduler = NoiseSchedulerConfig.Parse(File.ReadAllText(GoldenFolder.PathOf($"{Folder}/scheduler/scheduler_config.json"))),
            Adapter = GoldenFolder.OpenWeights("s3diff/s3diff_tiny.pkl"),
            Estimator = GoldenFolder.OpenWeights("s3diff/de_net_fp16.safetensors"),
        };
    }

    public void Dispose() => Pipeline.Dispose();

    private static T Read<T>(string relative, Func<Stream, T> read)
    {
        using var stream = GoldenFolder.OpenRead(relative);
        return read(stream);
    }
}
