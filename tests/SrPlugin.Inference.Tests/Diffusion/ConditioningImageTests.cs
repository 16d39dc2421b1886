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

    [Theory]
    [InlineData(1)]
    [InlineData(200)]
    [InlineData(1000)]
    public void PadAndCrop_BandByBand_MoveTheSameValues(int largestBand)
    {
        var image = TestPictures.Planar(65, 43);
        using var scope = NewDisposeScope();
        var whole = ConditioningImage.Pad(image, 64, CPU);

        var padded = ConditioningImage.Pad(channel => image.SelectChannels(channel), 3, 64, CPU, largestBand);

        padded.equal(whole).all().item<bool>().ShouldBeTrue();
        ConditioningImage.Crop(padded, 65, 43, largestBand).Data.ShouldBe(ConditioningImage.Crop(whole, 65, 43).Data);
        var copy = ConditioningImage.ToTensor(image, CPU, largestBand);
        for (int c = 0; c < 3; c++)
            copy[0, c, 42, 64].item<float>().ShouldBe(image.Row(c, 42)[64]);
    }

    [LargeMemoryFact]
    public void PadThenCrop_MoreBytesThanASpanHolds_ReturnsThePicture()
    {
        const int Side = 13_400;
        var plane = new PlanarImage(1, Side, Side);
        for (int i = 0; i < Side; i++)
            plane.Row(0, i)[i] = 0.75f;
        using var scope = NewDisposeScope();

        var padded = ConditioningImage.Pad(_ => plane, 3, 8, CPU);
        (padded.numel() * padded.element_size()).ShouldBeGreaterThan(int.MaxValue);
        var back = ConditioningImage.Crop(padded, Side, Side);

        for (int i = 0; i < Side; i++)
            (back.Row(2, i)[i], back.Row(2, i)[(i + 1) % Side]).ShouldBe((0.75f, 0f));
    }
}
