using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using static TorchSharp.torch;

namespace SrPlugin.Trainer.Papers;

/// <summary>
/// Writes an adapter as the published program saves it: torch's zip format, the tensors in nested dictionaries beside the ranks and the
/// layers' names.
/// </summary>
internal static class S3DiffCheckpointWriter
{
    private static readonly string[] s_unetTargets =
        [
            "to_k", "to_q", "to_v", "to_out.0", "conv", "conv1", "conv2", "conv_shortcut", "conv_out", "proj_in", "proj_out", "ff.net.2",
            "ff.net.0.proj"
        ];

    private const string VaeTargets = @"^encoder\..*(conv1|conv2|conv_in|conv_shortcut|conv|conv_out|to_k|to_q|to_v|to_out\.0)$";

    private static readonly string[] s_order =
    [
        "state_dict_unet", "state_dict_vae", "state_dict_vae_de_mlp", "state_dict_unet_de_mlp", "state_dict_vae_block_mlp",
        "state_dict_unet_block_mlp",
        "state_dict_vae_fuse_mlp", "state_dict_unet_fuse_mlp", "w", "state_embeddings",
    ];

    /// <summary>Writes the file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="tensors">Every tensor, '/' between the dictionaries.</param>
    public static void Write(string path, IEnumerable<(string Name, Tensor Tensor)> tensors)
    {
        var all = tensors.ToArray();
        var folder = Path.GetFileNameWithoutExtension(path);
        var storages = new List<Tensor>();
        var pickle = new Pickle(storages);
        pickle.Raw(0x80, 2, (byte)'}', (byte)'(');
        pickle.Text("unet_lora_target_modules");
        pickle.Raw((byte)']', (byte)'(');
        foreach (var target in s_unetTargets)
            pickle.Text(target);
        pickle.Raw((byte)'e');
        pickle.Text("vae_lora_target_modules");
        pickle.Text(VaeTargets);
        foreach (var (key, marker) in new[] { ("rank_unet", "state_dict_unet/"), ("rank_vae", "state_dict_vae/") })
        {
            pickle.Text(key);
            pickle.Number(
                all.First(
                    one =>
                        one.Name.StartsWith(marker, StringComparison.Ordinal)
                            && one.Name.Contains(".lora_A.", StringComparison.Ordinal)).Tensor.shape[0]);
        }

        foreach (var key in s_order)
            WriteEntry(
                pickle, key, [.. all.Where(one => one.Name == key || one.Name.StartsWith(key + "/", StringComparison.Ordinal))],
                key.Length);
        pickle.Raw((byte)'u', (byte)'.');

        using var archive = new ZipArchive(File.Create(path), ZipArchiveMode.Create);
        Entry(archive, $"{folder}/data.pkl", pickle.ToArray());
        for (var i = 0; i < storages.Count; i++)
        {
            using var plain = storages[i].to(ScalarType.Float32, CPU);
            using var contiguous = plain.contiguous();
            Entry(archive, $"{folder}/data/{i}", contiguous.bytes);
        }

        Entry(archive, $"{folder}/version", "3\n"u8);
    }

    private static void WriteEntry(Pickle pickle, string key, (string Name, Tensor Tensor)[] tensors, int prefix)
    {
        pickle.Text(key);
        if (tensors is [var single] && single.Name.Length == prefix)
        {
            // The frequencies are saved as a parameter.
            pickle.Global("torch._utils", "_rebuild_parameter");
            pickle.Raw((byte)'(');
            pickle.Tensor(single.Tensor);
            pickle.Raw(0x89);
            pickle.EmptyDictionary();
            pickle.Raw((byte)'t', (byte)'R');
            return;
        }

        pickle.Raw((byte)'}', (byte)'(');
        foreach (var group in tensors.GroupBy(one => one.Name[(prefix + 1)..].Split('/')[0]))
        {
            if (group.First() is var first && first.Name.Length == prefix + 1 + group.Key.Length)
            {
                pickle.Text(group.Key);
                pickle.Tensor(first.Tensor);
            }
            else
            {
                WriteEntry(pickle, group.Key, [.. group], prefix + 1 + group.Key.Length);
            }
        }

        pickle.Raw((byte)'u');
    }

    private static void Entry(ZipArchive archive, string name, ReadOnlySpan<byte> content)
    {
        using var stream = archive.CreateEntry(name, CompressionLevel.NoCompression).Open();
        stream.Write(content);
    }

    /// <summary>A pickle of protocol 2, in the making.</summary>
    private sealed class Pickle(List<Tensor> storages)
    {
        private readonly MemoryStream _bytes = new();

        public byte[] ToArray() => _bytes.ToArray();

        public void Raw(params ReadOnlySpan<byte> bytes) => _bytes.Write(bytes);

        public void Text(string text)
        {
            var utf8 = Encoding.UTF8.GetBytes(text);
            Raw((byte)'X');
            Int32(utf8.Length);
            Raw(utf8);
        }

        public void Number(long number)
        {
            Raw((byte)'J');
            Int32(checked((int)number));
        }

        public void Global(string module, string name) => Raw([(byte)'c', .. Encoding.ASCII.GetBytes($"{module}\n{name}\n")]);

        public void EmptyDictionary()
        {
            Global("collections", "OrderedDict");
            Raw((byte)')', (byte)'R');
        }

        // torch._utils._rebuild_tensor_v2(storage, offset 0, size, stride, requires_grad False, no hooks)
        public void Tensor(Tensor tensor)
        {
            Global("torch._utils", "_rebuild_tensor_v2");
            Raw((byte)'(', (byte)'(');
            Text("storage");
            Global("torch", "FloatStorage");
            Text(storages.Count.ToString(System.Globalization.CultureInfo.InvariantCulture));
            Text("cpu");
            Number(tensor.numel());
            Raw((byte)'t', (byte)'Q');
            Number(0);
            var strides = new long[tensor.shape.Length];
            for (var i = strides.Length - 1; i >= 0; i--)
                strides[i] = i == strides.Length - 1 ? 1 : strides[i + 1] * tensor.shape[i + 1];
            foreach (var sides in new[] { tensor.shape, strides })
            {
                Raw((byte)'(');
                foreach (var side in sides)
                    Number(side);
                Raw((byte)'t');
            }

            Raw(0x89);
            EmptyDictionary();
            Raw((byte)'t', (byte)'R');
            storages.Add(tensor);
        }

        private void Int32(int value)
        {
            Span<byte> bytes = stackalloc byte[sizeof(int)];
            BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
            Raw(bytes);
        }
    }
}
