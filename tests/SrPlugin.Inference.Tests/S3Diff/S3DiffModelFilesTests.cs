using SrPlugin.Inference.Devices;
using SrPlugin.Inference.Jobs;
using SrPlugin.Inference.S3Diff;
using SrPlugin.Inference.Tests.Jobs;
using SrPlugin.Testing;
using SrPlugin.Weights.Models;

namespace SrPlugin.Inference.Tests.S3Diff;

public sealed class S3DiffModelFilesTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("srplugin-model-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Open_OfficialFiles_AreAWorkingModel()
    {
        string official = GoldenFolder.PathOf("sd/sd_tiny");
        foreach (string file in Directory.EnumerateFiles(official, "*", SearchOption.AllDirectories))
            Copy(file, Path.GetRelativePath(official, file));
        Copy(GoldenFolder.PathOf("s3diff/s3diff_tiny.pkl"), "s3diff.pkl");
        Copy(GoldenFolder.PathOf("s3diff/de_net_fp16.safetensors"), "de_net.safetensors");

        using var pipeline = S3DiffPipelineLoader.Load(
            ModelFolder.Open(_folder.FullName), ComputeDevice.Cpu, ComputePrecision.Auto, CancellationToken.None);
        var result = pipeline.Restore(TestPictures.Planar(6, 5), 24, 20, new S3DiffOptions(), null, CancellationToken.None);

        (result.Image.Width, result.Image.Height, pipeline.DeviceName).ShouldBe((24, 20, "cpu"));
    }

    [Fact]
    public void Open_MissingParts_NamesThemAll()
    {
        Copy(GoldenFolder.PathOf("s3diff/s3diff_tiny.pkl"), "s3diff.pkl");

        var message = Should.Throw<InvalidModelException>(() => S3DiffModelFiles.Open(ModelFolder.Open(_folder.FullName))).Message;

        foreach (string part in new[] { "vae", "unet", "text_encoder", "tokenizer", "scheduler" })
            message.ShouldContain(part);
    }

    private void Copy(string file, string relative)
    {
        string target = Path.Combine(_folder.FullName, relative);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.Copy(file, target);
    }
}
