using SrPlugin.Imaging;
using SrPlugin.Inference.ColorFix;
using SrPlugin.Inference.Tests.S3Diff;
using SrPlugin.Testing;
using Xunit.Abstractions;

namespace SrPlugin.Inference.Tests.ColorFix;

/// <summary>The colour fixes against upstream's utils/wavelet_color.py.</summary>
[Trait("Kind", "Parity")]
public sealed class ColorFixParityTests(ITestOutputHelper output)
{
    private const double Tolerance = 1e-5;

    [Theory]
    [InlineData("wavelet")]
    [InlineData("adain")]
    public void Apply_GoldenImages_EqualsUpstream(string name)
    {
        using var golden = new GoldenTensors("s3diff/color_fix.safetensors");
        var image = GoldenImages.Planar(golden["content"]);
        var style = GoldenImages.Planar(golden["style"]);

        Apply(name, image, style);

        Check(golden, name, image);
    }

    [Theory]
    [InlineData("wavelet")]
    [InlineData("adain")]
    public void Apply_TruncatedImages_EqualsUpstreamWithinOneLevel(string name)
    {
        using var golden = new GoldenTensors("s3diff/color_fix.safetensors");
        var image = GoldenImages.Truncate(GoldenImages.Planar(golden["content"]));
        var style = GoldenImages.Truncate(GoldenImages.Planar(golden["style"]));
        GoldenImages.LargestDifference(image, golden["content_uint8"]).ShouldBe(0);

        Apply(name, image, style);

        GoldenImages.LargestDifference(GoldenImages.Truncate(image), golden[$"{name}_uint8"]).ShouldBeLessThanOrEqualTo(1);
    }

    [Theory]
    [InlineData("blur.r1", 1)]
    [InlineData("blur.r16", 16)]
    public void Blur_OneLevel_EqualsUpstream(string name, int radius)
    {
        using var golden = new GoldenTensors("s3diff/color_fix.safetensors");
        var image = GoldenImages.Planar(golden["content"]);

        WaveletColorFix.Blur(image, image.Clone(), radius);

        Check(golden, name, image);
    }

    [Fact]
    public void Blur_AllLevels_EqualsUpstream()
    {
        using var golden = new GoldenTensors("s3diff/color_fix.safetensors");
        var image = GoldenImages.Planar(golden["content"]);

        WaveletColorFix.Blur(image);

        Check(golden, "content.low", image);
    }

    private static void Apply(string name, PlanarImage image, PlanarImage style)
    {
        for (int channel = 0; channel < image.Channels; channel++)
        {
            if (name == "wavelet")
                WaveletColorFix.Apply(image, channel, style.SelectChannels(channel));
            else
                AdainColorFix.Apply(image.Plane(channel), style.Plane(channel));
        }
    }

    private void Check(GoldenTensors golden, string name, PlanarImage actual)
    {
        using var tensor = GoldenImages.ToTensor(actual);
        double error = TensorComparer.MaxErrorOverDeviation(tensor, golden[name]);
        output.WriteLine($"{name}: {error:0.0e+0}");
        error.ShouldBeLessThan(Tolerance);
    }
}
