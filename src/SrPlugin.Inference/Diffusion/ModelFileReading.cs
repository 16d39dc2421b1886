using System.Text.Json;
using SrPlugin.Inference.Schedulers;
using SrPlugin.Networks.Clip;
using SrPlugin.Weights;
using SrPlugin.Weights.Models;

namespace SrPlugin.Inference.Diffusion;

/// <summary>Reads the parts of model folders that every family has.</summary>
internal static class ModelFileReading
{
    /// <summary>Opens a part's weights.</summary>
    /// <param name="part">The part.</param>
    /// <param name="opened">Gets what was opened, to close it should another part fail.</param>
    public static WeightsSource Weights(ModelPart part, Stack<IDisposable> opened)
    {
        var source = WeightsSource.Open(part.WeightsPath!);
        opened.Push(source);
        return source;
    }

    /// <summary>Reads a part's configuration.</summary>
    public static T Config<T>(ModelPart part, Func<Stream, T> read)
    {
        return Json(part.ConfigPath!, read);
    }

    /// <summary>Reads a file of JSON.</summary>
    /// <exception cref="WeightsFormatException">It is not valid JSON.</exception>
    private static T Json<T>(string path, Func<Stream, T> read)
    {
        using var stream = File.OpenRead(path);
        try
        {
            return read(stream);
        }
        catch (JsonException exception)
        {
            throw new WeightsFormatException(
                path, $"the model is damaged: the file is not valid JSON ({exception.Message})", innerException: exception);
        }
    }

    /// <summary>Reads a noise schedule.</summary>
    public static NoiseSchedulerConfig Schedule(Stream stream)
    {
        using var reader = new StreamReader(stream);
        return NoiseSchedulerConfig.Parse(reader.ReadToEnd());
    }

    /// <summary>Reads a tokenizer.</summary>
    public static CLIPTokenizer Tokenizer(ModelPart part)
    {
        var config = part.ConfigPath is null ? new CLIPTokenizerConfig() : Config(part, CLIPTokenizerConfig.Read);
        using var merges = File.OpenRead(Path.Combine(part.Directory, "merges.txt"));
        return Json(Path.Combine(part.Directory, "vocab.json"), vocabulary => CLIPTokenizer.Read(vocabulary, merges, config));
    }
}
