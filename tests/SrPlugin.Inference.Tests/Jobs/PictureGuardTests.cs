using SrPlugin.Imaging;
using SrPlugin.Inference.Errors;
using SrPlugin.Inference.Jobs;
using SrPlugin.Inference.S3Diff;

namespace SrPlugin.Inference.Tests.Jobs;

public sealed class PictureGuardTests
{
    private static readonly PlanarImage _lively = TestPictures.Planar(8, 8);

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void RefuseUnusable_OneValueThatIsNotFinite_Throws(float value)
    {
        var image = _lively.Clone();
        image.Data[100] = value;

        Should.Throw<UnusableOutputException>(
            () => PictureGuard.RefuseUnusable(image, _lively, "fp32")).Message.ShouldContain("not finite");
    }

    [Fact]
    public void RefuseUnusable_FlatImage_ThrowsUnlessTheSourceIsFlatToo()
    {
        var flat = new PlanarImage(3, 8, 8);

        Should.Throw<UnusableOutputException>(() => PictureGuard.RefuseUnusable(flat, _lively, "fp32")).Message.ShouldContain("the same value everywhere");
        Should.NotThrow(() => PictureGuard.RefuseUnusable(flat, flat, "fp32"));
        Should.NotThrow(() => PictureGuard.RefuseUnusable(_lively, _lively, "fp32"));
    }

    [Theory]
    [InlineData(float.NaN, 0.5f)]
    [InlineData(0.5f, float.NaN)]
    [InlineData(-0.1f, 0.5f)]
    [InlineData(0.5f, 1.1f)]
    public void RefuseUnusable_NoScore_Throws(float blur, float noise) =>
        Should.Throw<UnusableOutputException>(() => PictureGuard.RefuseUnusable(new DegradationScore(blur, noise)));
}
