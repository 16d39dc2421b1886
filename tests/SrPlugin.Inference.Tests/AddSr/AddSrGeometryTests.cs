using System.Text.Json;
using SrPlugin.Imaging;
using SrPlugin.Inference.AddSr;
using SrPlugin.Inference.ColorFix;
using SrPlugin.Inference.Tests.S3Diff;
using SrPlugin.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace SrPlugin.Inference.Tests.AddSr;

/// <summary>Resizing and colours against the authors' test script.</summary>
public sealed class AddSrGeometryTests
{
    private const string Golden = "addsr/h-colourfix-resize";

    [Fact]
    [Trait("Kind", "Parity")]
    public void Create_GoldenSizes_EqualUpstream()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(GoldenFolder.PathOf($"{Golden}.json")));
        foreach (var entry in document.RootElement.GetProperty("resize_sizes").EnumerateArray())
        {
            var sizes = entry.GetProperty("sizes_w_h");
            var (width, height) = Size(sizes, "original");

            var geometry = AddSrGeometry.Create(
                width, height, entry.GetProperty("upscale").GetInt32(), entry.GetProperty("process_size").GetInt32());

            geometry.Enlarged.ShouldBe(
                sizes.TryGetProperty("enlarged_to_process_size", out _) ? Size(sizes, "enlarged_to_process_size") : (width, height));
            geometry.Upscaled.ShouldBe(Size(sizes, "upscaled"));
            geometry.Input.ShouldBe(Size(sizes, "input_of_the_pipeline"));
        }
    }

    [Fact]
    [Trait("Kind", "Parity")]
    public void Apply_GoldenPicture_EqualsUpstreamWithinItsRounding()
    {
        using var golden = new GoldenTensors($"{Golden}.safetensors");
        using var scope = NewDisposeScope();
        var source = Planar(golden["in.resize_source_u8"]);
        var expected = golden["out.resize_input_u8"];

        var image = AddSrGeometry.Create(source.Width, source.Height, 4, 64).Apply(source);

        // Upstream rounds to 8 bits after each of its three passes.
        LargestLevels(image, expected).ShouldBeLessThanOrEqualTo(2);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 2000)]
    [InlineData(3000, 2)]
    [InlineData(129, 128)]
    public void Create_AnySize_IsWholeAndBounded(int width, int height)
    {
        var geometry = AddSrGeometry.Create(width, height, 4, 512);

        (geometry.Input.Width % 8, geometry.Input.Height % 8).ShouldBe((0, 0));
        Math.Min(geometry.Input.Width, geometry.Input.Height).ShouldBeGreaterThanOrEqualTo(8);
        Math.Max(geometry.Input.Width, geometry.Input.Height).ShouldBeLessThanOrEqualTo(Math.Max(512 * 16, Math.Max(width, height) * 4));
    }

    [Theory]
    [Trait("Kind", "Parity")]
    [InlineData("adain", ColorFixMode.Adain)]
    [InlineData("wavelet", ColorFixMode.Wavelet)]
    public void ColorFix_GoldenPictures_EqualsUpstream(string name, ColorFixMode mode)
    {
        using var golden = new GoldenTensors($"{Golden}.safetensors");
        var image = Planar(golden["in.sr_u8"]);

        ColorCorrection.Apply(image, Planar(golden["in.lr_u8"]), mode);

        using var actual = GoldenImages.ToTensor(image);
        using var expected = golden[$"out.{name}_float"].clamp(0, 1);
        TensorComparer.MaxErrorOverDeviation(actual, expected).ShouldBeLessThan(1e-5);
        LargestLevels(GoldenImages.Truncate(image), golden[$"out.{name}_u8"]).ShouldBeLessThanOrEqualTo(1);
    }

    // [1, 3, H, W] uint8.
    private static PlanarImage Planar(Tensor pixels)
    {
        using var values = pixels.to(ScalarType.Float32).div(255);
        return GoldenImages.Planar(values);
    }

    private static int LargestLevels(PlanarImage image, Tensor pixels)
    {
        var expected = pixels.bytes;
        int largest = 0;
        for (int i = 0; i < image.Data.Length; i++)
            largest = Math.Max(largest, Math.Abs((int)Math.Round(image.Data[i] * 255) - expected[i]));
        return largest;
    }

    private static (int Width, int Height) Size(JsonElement sizes, string name) =>
        (sizes.GetProperty(name)[0].GetInt32(), sizes.GetProperty(name)[1].GetInt32());
}
