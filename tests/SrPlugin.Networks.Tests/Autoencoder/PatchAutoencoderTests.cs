using System.Text;
using SrPlugin.Networks.Autoencoder;
using static TorchSharp.torch;

namespace SrPlugin.Networks.Tests.Autoencoder;

public sealed class PatchAutoencoderTests
{
    private const string Config = """{ "_class_name": "AutoencoderKL", "in_channels": 3, "out_channels": 3, "latent_channels": 48, "patch_size": 4, "scaling_factor": 0.3 }""";

    [Fact]
    public void EncodeAndDecode_IdentityMaps_RearrangeThePictureAndBack()
    {
        using var network = new AutoencoderKL(Read(Config), CPU, ScalarType.Float32);
        using var grad = no_grad();
        using var scope = NewDisposeScope();
        foreach (var (name, parameter) in network.named_parameters())
        {
            parameter.zero_();
            if (name.EndsWith("weight", StringComparison.Ordinal))
                parameter.narrow(0, 0, 48).copy_(eye(48).reshape(48, 48, 1, 1));
        }

        var picture = randn([2, 3, 14, 20]);

        using var distribution = network.encode(picture);
        var latent = distribution.Mode();

        latent.shape.ShouldBe([2, 48, 3, 5]);
        network.decode(latent).bytes.ToArray().ShouldBe(picture.narrow(2, 0, 12).contiguous().bytes.ToArray());
        network.Config.LatentStride.ShouldBe(4);
        network.named_parameters().Select(pair => pair.name).Order()
            .ShouldBe(["post_quant_conv.bias", "post_quant_conv.weight", "quant_conv.bias", "quant_conv.weight"]);
    }

    [Theory]
    [InlineData("latent_channels", "16")]
    [InlineData("block_out_channels", "[8, 8]")]
    [InlineData("out_channels", "4")]
    public void Read_ValuesThatDoNotFitPatches_AreRefusedByName(string key, string value)
    {
        var text = Config.Contains($"\"{key}\"", StringComparison.Ordinal)
            ? System.Text.RegularExpressions.Regex.Replace(Config, $"\"{key}\": \\d+", $"\"{key}\": {value}")
            : Config.Replace("}", $", \"{key}\": {value} }}", StringComparison.Ordinal);

        Should.Throw<NotSupportedException>(() => Read(text)).Message.ShouldContain(key == "out_channels" ? "latent_channels" : key);
    }

    private static AutoencoderKLConfig Read(string json)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(json));
        return AutoencoderKLConfig.Read(stream);
    }
}
