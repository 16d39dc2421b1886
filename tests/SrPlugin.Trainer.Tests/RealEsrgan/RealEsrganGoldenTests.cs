using SrPlugin.Testing;
using SrPlugin.Trainer.RealEsrgan;
using TorchSharp;
using static TorchSharp.torch;

namespace SrPlugin.Trainer.Tests.RealEsrgan;

/// <summary>Every step of the degradation equals the published programs' own, given the same draws.</summary>
public sealed class RealEsrganGoldenTests : IDisposable
{
    private const double Tolerance = 1e-6;

    // libtorch computes source coordinates in float32, another version in another order.
    private const double ResizeTolerance = 2e-6;
    private readonly GoldenTensors _golden = new("training/degradations.safetensors");
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose()
    {
        _scope.Dispose();
        _golden.Dispose();
    }

    [Theory]
    [InlineData(0, BlurKernelShape.Gaussian, 7, 0.2, 0.2, 0, 0)]
    [InlineData(1, BlurKernelShape.Gaussian, 21, 1.5, 1.5, 0, 0)]
    [InlineData(2, BlurKernelShape.Gaussian, 13, 0.7, 2.4, 0.6, 0)]
    [InlineData(3, BlurKernelShape.Gaussian, 21, 3.0, 0.5, -2.5, 0)]
    [InlineData(4, BlurKernelShape.Generalized, 15, 1.1, 1.1, 0, 0.5)]
    [InlineData(5, BlurKernelShape.Generalized, 21, 2.0, 0.8, 1.2, 4.0)]
    [InlineData(6, BlurKernelShape.Plateau, 11, 1.3, 1.3, 0, 1.5)]
    [InlineData(7, BlurKernelShape.Plateau, 17, 2.6, 1.0, -0.4, 2.0)]
    public void Mixed_PublishedParameters_EqualsThePublishedKernel(
        int index, BlurKernelShape shape, int size, double sigmaX, double sigmaY, double angle, double beta) =>
        Distance(BlurKernels.Mixed(shape, size, sigmaX, sigmaY, angle, beta), _golden[$"kernel.{index}"]).ShouldBeLessThan(Tolerance);

    [Theory]
    [InlineData(0, Math.PI / 3, 7)]
    [InlineData(1, 2, 13)]
    [InlineData(2, Math.PI, 21)]
    [InlineData(3, Math.PI / 5, 21)]
    public void Sinc_PublishedParameters_EqualsThePublishedKernel(int index, double cutoff, int size) =>
        Distance(BlurKernels.Sinc(cutoff, size), _golden[$"sinc.{index}"]).ShouldBeLessThan(Tolerance);

    [Fact]
    public void Filter_PlateauKernel_EqualsThePublishedResult()
    {
        var kernel = BlurKernels.Pad(BlurKernels.Mixed(BlurKernelShape.Plateau, 17, 2.6, 1.0, -0.4, 2.0));

        Distance(PictureFilter.Filter(_golden["image"], kernel), _golden["filtered"]).ShouldBeLessThan(Tolerance);
    }

    [Fact]
    public void Sharpen_Photo_EqualsThePublishedResult() =>
        Distance(PictureFilter.Sharpen(_golden["usm.input"]), _golden["usm"]).ShouldBeLessThan(Tolerance);

    [Theory]
    [InlineData(0, 30)]
    [InlineData(1, 49.5)]
    [InlineData(2, 50)]
    [InlineData(3, 77.25)]
    [InlineData(4, 95)]
    public void Jpeg_AnyQualityAndSize_EqualsThePublishedResult(int index, double quality)
    {
        var image = _golden["image"];

        Distance(DifferentiableJpeg.Apply(image, [quality]), _golden[$"jpeg.{index}"]).ShouldBeLessThan(Tolerance);
        Distance(DifferentiableJpeg.Apply(image.narrow(2, 0, 67).narrow(3, 0, 83), [quality]), _golden[$"jpeg_odd.{index}"])
            .ShouldBeLessThan(Tolerance);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void AddGaussian_RecordedDraws_EqualsThePublishedResult(bool grey)
    {
        var name = grey ? "gauss.grey1" : "gauss.grey0";
        var (field, shared) = grey ? (_golden[name + ".draw1"], _golden[name + ".draw0"]) : (_golden[name + ".draw0"], null);

        Distance(PictureNoise.AddGaussian(Batch(), [3, 14], [grey, false], field, shared), _golden[name]).ShouldBeLessThan(Tolerance);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void AddPoisson_RecordedDraws_EqualsThePublishedResult(bool grey)
    {
        var name = grey ? "poisson.grey1" : "poisson.grey0";
        var draws = 0;

        var result = PictureNoise.AddPoisson(Batch(), [0.4, 1.9], [grey, false], mean =>
        {
            var drawn = _golden[$"{name}.draw{draws++}"];
            (mean - drawn).abs().max().item<float>().ShouldBeLessThan(80); // The means belong to these counts.
            return drawn;
        });

        draws.ShouldBe(grey ? 2 : 1);
        Distance(result, _golden[name]).ShouldBeLessThan(Tolerance);
    }

    [Theory]
    [InlineData("area", InterpolationMode.Area)]
    [InlineData("bilinear", InterpolationMode.Bilinear)]
    [InlineData("bicubic", InterpolationMode.Bicubic)]
    public void Resize_ByAFactor_EqualsThePublishedResult(string name, InterpolationMode mode)
    {
        double[] factors = [0.37, 0.83, 1.31];
        for (var i = 0; i < factors.Length; i++)
            Distance(PictureFilter.Resize(_golden["image"], factors[i], mode), _golden[$"resize.{name}.{i}"])
                .ShouldBeLessThan(ResizeTolerance, $"factor {factors[i]}");
    }

    private Tensor Batch() => cat([_golden["image"], _golden["image"].flip(3)], 0);

    private static double Distance(double[] actual, Tensor expected) => Distance(tensor(actual, expected.shape), expected);

    private static double Distance(Tensor actual, Tensor expected)
    {
        actual.shape.ShouldBe(expected.shape);
        return (actual.to(ScalarType.Float64) - expected.to(ScalarType.Float64)).abs().max().item<double>();
    }
}
