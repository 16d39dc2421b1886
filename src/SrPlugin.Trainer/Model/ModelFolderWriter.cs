using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using SrPlugin.Weights;
using SrPlugin.Weights.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace SrPlugin.Trainer.Model;

/// <summary>Writes the files of a model folder and keeps the list for its manifest.</summary>
internal sealed class ModelFolderWriter
{
    private static readonly JsonSerializerOptions s_json = new() { WriteIndented = true };
    private readonly string _folder;
    private readonly List<string> _files = [];

    public ModelFolderWriter(string folder) => _folder = Directory.CreateDirectory(folder).FullName;

    /// <summary>Every file so far, for a manifest.</summary>
    public IReadOnlyList<ModelFile> Files => [.. _files.Select(path => ModelFile.Describe(_folder, path))];

    /// <summary>Float16 safetensors.</summary>
    public void Weights(string path, IEnumerable<(string Name, Tensor Tensor)> tensors) =>
        SafetensorsFile.Write(Place(path), Halves(tensors), new Dictionary<string, string> { ["format"] = "pt" });

    public void Config(string path, JsonObject config) => Text(path, config.ToJsonString(s_json) + "\n");

    public void Text(string path, string text) => File.WriteAllText(Place(path), text.ReplaceLineEndings("\n"));

    private string Place(string path)
    {
        var full = Path.Combine(_folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        _files.Add(path);
        return full;
    }

    private static InMemoryWeights Halves(IEnumerable<(string Name, Tensor Tensor)> tensors)
    {
        var weights = new InMemoryWeights();
        foreach (var (name, tensor) in tensors)
        {
            var values = MemoryMarshal.Cast<byte, float>(tensor.bytes);
            var halves = new Half[values.Length];
            for (var i = 0; i < halves.Length; i++)
                halves[i] = (Half)values[i];
            weights.Add(name, TensorElementType.Float16, tensor.shape, MemoryMarshal.AsBytes(halves.AsSpan()));
        }

        return weights;
    }
}
