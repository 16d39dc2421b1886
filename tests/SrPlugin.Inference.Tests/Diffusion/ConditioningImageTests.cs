using SrPlugin.Imaging;
using SrPlugin.Inference.Diffusion;
using SrPlugin.Inference.Tests.Jobs;
using TorchSharp;
using static TorchSharp.torch;

namespace SrPlugin.Inference.Tests.Diffusion;

public sealed class ConditioningImageTests
{
    [Fact]
    public void Mirror_BeyondThePicture_MirrorsAgain()
    {
        Enumerable.Range(0, 10).Select(i => ConditioningImage.Mirror(i, 3)).ShouldBe([0, 1, 2, 1, 0, 1, 2, 1, 0, 1]);
        Enumerable.Range(0, 4).Select(i => ConditioningImage.Mirror(i, 1)).ShouldBe([0, 0, 0, 0]);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(5, 64)]
    [InlineData(65, 3)]
    public void Pad_ThenCrop_ReturnsThePicture(int width, int height)
    {
        var image = TestPictures.Planar(width, height);
        using var scope = NewDisposeScope();

        var padded = ConditioningImage.Pad(image, 64, CPU);
        var back = ConditioningImage.Crop(padded, width, height);

        padded.shape.ShouldBe([1, 3, (height + 63) / 64 * 64, (width + 63) / 64 * 64]);
        for (int i = 0; i < image.Data.Length; i++)
            back.Data[i].ShouldBe(image.Data[i], 1e-6f);
    }
}
