using SrPlugin.Trainer.Papers;
using SrPlugin.Trainer.Randomness;
using static TorchSharp.torch;

namespace SrPlugin.Trainer.Tests.Papers;

public sealed class PublishedAdapterStartTests
{
    [Theory]
    [InlineData("state_dict_unet/mid_block.resnets.0.conv1.lora_A.default.weight", 32, 400, 1.0 / 32)]
    [InlineData("state_dict_unet/mid_block.resnets.0.conv1.lora_B.default.weight", 400, 32, 0)]
    [InlineData("state_dict_vae_fuse_mlp/weight", 256, 320, 1e-5 * 0.0790569)] // √(2/320)
    [InlineData("state_embeddings/state_dict_unet_block/weight", 100, 64, 1)]
    [InlineData("state_dict_unet/conv_in.weight", 320, 36, 7)] // the published network's own
    public void Apply_EveryKindOfTensor_HasThePublishedDeviation(string name, long rows, long columns, double deviation)
    {
        using var scope = NewDisposeScope();
        var values = full([rows, columns], 7f);
        PublishedAdapterStart.Apply([(name, values)], new SeededRandom(1));

        (values * values).mean().sqrt().item<float>().ShouldBe((float)deviation, (float)((0.03 * deviation) + 1e-12));
        if (deviation is > 0 and < 7)
            Math.Abs(values.mean().item<float>()).ShouldBeLessThan((float)(0.1 * deviation));
    }

    [Fact]
    public void Apply_BiasOfAModulation_IsZero()
    {
        using var scope = NewDisposeScope();
        var values = full([256], 7f);
        PublishedAdapterStart.Apply([("state_dict_vae_fuse_mlp/bias", values)], new SeededRandom(1));

        values.abs().max().item<float>().ShouldBe(0);
    }
}
