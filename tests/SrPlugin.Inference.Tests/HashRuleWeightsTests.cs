using System.Runtime.InteropServices;
using System.Text.Json;
using SrPlugin.Testing;

namespace SrPlugin.Inference.Tests;

public sealed class HashRuleWeightsTests
{
    private static readonly Dictionary<string, (string Name, long[] Shape)> _probed = new()
    {
        ["unet:conv_in.weight"] = ("conv_in.weight", [320, 4, 3, 3]),
        ["unet:down_blocks.0.attentions.0.transformer_blocks.0.attn1.to_q.weight"] = (
            "down_blocks.0.attentions.0.transformer_blocks.0.attn1.to_q.weight", [320, 320]),
        ["vae:decoder.mid_block.attentions.0.to_q.weight"] = ("decoder.mid_block.attentions.0.to_q.weight", [512, 512]),
        ["text_encoder:text_model.embeddings.token_embedding.weight"] = ("text_model.embeddings.token_embedding.weight", [49408, 1024]),
        ["s3diff.state_dict_unet:conv_in.weight"] = ("state_dict_unet/conv_in.weight", [320, 4, 3, 3]),
        ["s3diff.state_dict_vae:encoder.conv_in.lora_A.vae_skip.weight"] = (
            "state_dict_vae/encoder.conv_in.lora_A.vae_skip.weight", [16, 3, 3, 3]),
        ["unet:conv_norm_out.weight"] = ("conv_norm_out.weight", [320]),
        ["s3diff:w"] = ("w", [32]),
    };

    [Fact]
    [Trait("Kind", "Parity")]
    public void Read_ProbedTensors_EqualTheGoldenValues()
    {
        using var golden = JsonDocument.Parse(GoldenFolder.OpenRead("s3diff/real_size.json"));
        foreach (var probe in golden.RootElement.GetProperty("probes").EnumerateObject())
        {
            var (name, shape) = _probed[probe.Name];
            using var weights = new HashRuleWeights(
                probe.Name.Split(':', '.')[0], [KeyValuePair.Create<string, IReadOnlyList<long>>(name, shape)]);
            var values = MemoryMarshal.Cast<byte, float>(weights.Read(name));
            for (var i = 0; i < probe.Value.GetArrayLength(); i++)
                values[i].ShouldBe((float)probe.Value[i].GetDouble(), $"{probe.Name}[{i}]");
        }
    }

    [Fact]
    public void Read_SeveralChunks_ContinuesTheSequence()
    {
        using var weights = new HashRuleWeights("unet", [KeyValuePair.Create<string, IReadOnlyList<long>>("a.bias", [600_000])]);
        var values = MemoryMarshal.Cast<byte, float>(weights.Read("a.bias"));
        var index = (1 << 18) + 3;
        var seed = 14695981039346656037;
        foreach (var octet in "unet:a.bias"u8)
            seed = (seed ^ octet) * 1099511628211;
        var z = seed + ((ulong)(index + 1) * 0x9E3779B97F4A7C15);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        z ^= z >> 31;
        values[index].ShouldBe(((z >> 40) * (1f / 8388608) - 1) * 0.05f);
    }
}
