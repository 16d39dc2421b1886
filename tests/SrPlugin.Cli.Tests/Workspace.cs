using SrPlugin.Imaging;
using SrPlugin.Testing;

namespace SrPlugin.Cli.Tests;

/// <summary>A temporary folder with pictures, and the tiny golden model as a model's folder.</summary>
public sealed class Workspace : IDisposable
{
    public Workspace()
    {
        Directory.CreateDirectory(Model);
        foreach (string part in (string[])["unet", "vae", "text_encoder", "tokenizer", "scheduler"])
            Directory.CreateSymbolicLink(Path.Combine(Model, part), GoldenFolder.PathOf($"sd/sd_tiny/{part}"));
        File.CreateSymbolicLink(Path.Combine(Model, "s3diff.pkl"), GoldenFolder.PathOf("s3diff/s3diff_tiny.pkl"));
        File.CreateSymbolicLink(Path.Combine(Model, "de_net.safetensors"), GoldenFolder.PathOf("s3diff/de_net_fp16.safetensors"));
    }

    public string Root { get; } = Directory.CreateTempSubdirectory("srplugin-cli-").FullName;

    public string Model => Path.Combine(Root, "tiny");

    /// <summary>A path in the folder.</summary>
    public string this[string name] => Path.Combine(Root, name);

    /// <summary>Writes a picture of shades and noise.</summary>
    public string Picture(string name, int width = 12, int height = 9, int channels = 3)
    {
        var pixels = new PixelBuffer(width, height, channels, SampleFormat.UInt8);
        new Random(width).NextBytes(pixels.Bytes);
        Directory.CreateDirectory(Path.GetDirectoryName(this[name])!);
        PictureFile.Save(new Picture(pixels), this[name]);
        return this[name];
    }

    /// <summary>Every file below a folder, relative to it.</summary>
    public IEnumerable<string> Files(string folder) =>
        Directory.Exists(this[folder])
            ? Directory.EnumerateFiles(this[folder], "*", SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(this[folder], path)).Order(StringComparer.Ordinal)
            : [];

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
