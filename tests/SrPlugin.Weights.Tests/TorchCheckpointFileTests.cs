using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace SrPlugin.Weights.Tests;

[Trait("Kind", "Parity")]
public sealed class TorchCheckpointFileTests
{
    [Fact]
    public void Open_OfficialS3DiffCheckpoint_ReadsEveryTensorAndValueExactly()
    {
        using var golden = Golden.Json("s3diff", "s3diff_tiny.contents.json");
        using var file = (TorchCheckpointFile)WeightsSource.Open(Golden.File("s3diff", "s3diff_tiny.pkl"));
        var tensors = golden.RootElement.GetProperty("tensors");
        file.Tensors.Keys.ShouldBe(tensors.EnumerateObject().Select(item => item.Name), ignoreOrder: true);
        foreach (var item in tensors.EnumerateObject())
        {
            var tensor = file.Tensors[item.Name];
            tensor.ElementType.ToString().ToLowerInvariant().ShouldBe(item.Value.GetProperty("dtype").GetString());
            tensor.Shape.ShouldBe(item.Value.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64()));
            Convert.ToHexStringLower(SHA256.HashData(file.Read(item.Name)))
                .ShouldBe(item.Value.GetProperty("sha256").GetString(), item.Name);
        }

        var values = golden.RootElement.GetProperty("plain_values");
        file.Values["rank_unet"].ShouldBe(values.GetProperty("rank_unet").GetInt64());
        file.Values["vae_lora_target_modules"].ShouldBe(values.GetProperty("vae_lora_target_modules").GetString());
        var modules = values.GetProperty("unet_lora_target_modules");
        for (var i = 0; i < modules.GetArrayLength(); i++)
            file.Values[$"unet_lora_target_modules/{i}"].ShouldBe(modules[i].GetString());
        file.Values.Count.ShouldBe(3 + modules.GetArrayLength());
    }

    [Fact]
    public void Open_MixedZip_ReadsEveryLayoutExactly()
    {
        using var expected = new SafetensorsFile(Golden.File("s3diff", "mixed_expected.safetensors"));
        using var file = new TorchCheckpointFile(Golden.File("s3diff", "mixed.pt"));
        file.Tensors.Keys.Select(name => name.Replace('/', '.')).ShouldBe(expected.Tensors.Keys, ignoreOrder: true);
        foreach (var name in file.Tensors.Keys)
            ShouldEqual(file, name, expected, name.Replace('/', '.'));

        file.Values["nested/list/1"].ShouldBe(1L);
        file.Values["nested/list/2"].ShouldBe(2.5);
        file.Values["nested/list/3"].ShouldBe("text");
        file.Values["nested/list/4"].ShouldBeNull();
        file.Values["nested/list/5"].ShouldBe(true);
        file.Values["nested/tuple/0"].ShouldBe(1L);
        file.Values["nested/tuple/1/1"].ShouldBe("three");
        using var golden = Golden.Json("s3diff", "mixed_expected.json");
        var others = golden.RootElement.GetProperty("others");
        foreach (var name in new[] { "big_int", "negative", "bytes_len" })
            file.Values[name].ShouldBe(others.GetProperty(name).GetInt64());
        file.Values["unicode"].ShouldBe(others.GetProperty("unicode").GetString());
        file.Values.Count.ShouldBe(12);
    }

    [Fact]
    public void Open_MixedLegacy_ReadsEveryTensorExactly()
    {
        using var expected = new SafetensorsFile(Golden.File("s3diff", "mixed_expected.safetensors"));
        using var file = (TorchCheckpointFile)WeightsSource.Open(Golden.File("s3diff", "mixed_legacy.pt"));
        file.Tensors.Keys.ShouldBe(["a", "b", "c", "n"]);
        ShouldEqual(file, "a", expected, "f32");
        ShouldEqual(file, "c", expected, "f16");
        var rowBytes = (int)expected.Tensors["f32"].Shape[1] * sizeof(float);
        file.Read("b").ShouldBe(expected.Read("f32")[rowBytes..(3 * rowBytes)]);
        MemoryMarshal.Cast<byte, long>(file.Read("n")).ToArray().ShouldBe([0, 1, 2, 3]);
    }

    private static void ShouldEqual(WeightsSource file, string name, WeightsSource expected, string expectedName)
    {
        file.Tensors[name].ElementType.ShouldBe(expected.Tensors[expectedName].ElementType, name);
        file.Tensors[name].Shape.ShouldBe(expected.Tensors[expectedName].Shape, name);
        file.Read(name).ShouldBe(expected.Read(expectedName), name);
    }
}
