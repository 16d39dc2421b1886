using SrPlugin.Networks.Layers;
using SrPlugin.Trainer.Randomness;
using TorchSharp;
using static TorchSharp.torch;

namespace SrPlugin.Trainer.RealEsrgan;

/// <summary>
/// The degradation of Real-ESRGAN (Wang et al. 2021) as S3Diff and AddSR train with it: blur, resize, noise and JPEG, twice, and a sinc
/// at the end. Some draws are one for the batch, some one for each picture, as in the published programs; all come from one stream.
/// </summary>
internal sealed class RealEsrganDegradation(RealEsrganOptions options)
{
    private static readonly InterpolationMode[] s_modes = [InterpolationMode.Area, InterpolationMode.Bilinear, InterpolationMode.Bicubic];

    // Gaussian, generalized and plateau, each with and without a direction: the probabilities of the published programs.
    private static readonly (BlurKernelShape Shape, bool HasDirection, double Chance)[] s_mixed =
    [
        (BlurKernelShape.Gaussian, false, 0.45), (BlurKernelShape.Gaussian, true, 0.25), (BlurKernelShape.Generalized, false, 0.12),
        (BlurKernelShape.Generalized, true, 0.03), (BlurKernelShape.Plateau, false, 0.12), (BlurKernelShape.Plateau, true, 0.03),
    ];

    /// <summary>Degrades a batch.</summary>
    /// <param name="sharp">[N, 3, H, W] in 0…1; sides that the factor divides. Borrowed.</param>
    /// <param name="random">All draws.</param>
    public DegradedBatch Apply(Tensor sharp, SeededRandom random)
    {
        using var grad = no_grad();
        using var scope = NewDisposeScope();
        using var generator = new Generator(random.NextBits());
        var count = (int)sharp.shape[0];
        var (height, width) = (sharp.shape[2] / options.Factor, sharp.shape[3] / options.Factor);
        var (first, second, final) = (
            Kernels(count, options.First, random), Kernels(count, options.Second, random), FinalKernels(count, random));
        var target = options.Sharpen ? PictureFilter.Sharpen(sharp) : sharp.alias();

        var image = random.Chance(options.First.BlurChance) ? PictureFilter.Filter(target, first) : target;
        image = PictureFilter.Resize(image, Factor(options.First, random), Mode(random));
        image = Jpeg(AddNoise(image, options.First, random, generator), options.First, random);
        if (random.Chance(options.Second.BlurChance))
            image = PictureFilter.Filter(image, second);
        var scale = Factor(options.Second, random);
        image = PictureFilter.Resize(image, (long)(height * scale), (long)(width * scale), Mode(random));
        image = AddNoise(image, options.Second, random, generator);
        if (random.Chance(0.5))
            image = Jpeg(PictureFilter.Filter(PictureFilter.Resize(image, height, width, Mode(random)), final), options.Second, random);
        else
            image = PictureFilter.Filter(PictureFilter.Resize(Jpeg(image, options.Second, random), height, width, Mode(random)), final);
        image = image.Clamp(0, 1);
        return new DegradedBatch(target.MoveToOuterDisposeScope(), image.MoveToOuterDisposeScope(), random.Chance(options.CleanChance));
    }

    private double[][] Kernels(int count, RealEsrganStage stage, SeededRandom random) => [.. Enumerable.Range(0, count).Select(_ =>
    {
        var size = 7 + (2 * random.NextIndex(8));
        return BlurKernels.Pad(random.Chance(options.SincChance)
            ? BlurKernels.Sinc(random.Next(size < 13 ? Math.PI / 3 : Math.PI / 5, Math.PI), size)
            : Mixed(size, stage, random));
    })];

    private double[][] FinalKernels(int count, SeededRandom random) =>
        [.. Enumerable.Range(0, count).Select(_ => random.Chance(options.FinalSincChance)
        ? BlurKernels.Pad(BlurKernels.Sinc(random.Next(Math.PI / 3, Math.PI), 7 + (2 * random.NextIndex(8))))
        : BlurKernels.Pad([1]))];

    private static double[] Mixed(int size, RealEsrganStage stage, SeededRandom random)
    {
        var draw = random.Next();
        var kind = s_mixed[^1];
        foreach (var one in s_mixed)
        {
            if ((draw -= one.Chance) < 0)
            {
                kind = one;
                break;
            }
        }

        double sigma = Between(stage.Sigma, random);
        var beta = kind.Shape == BlurKernelShape.Gaussian
            ? 0
            : Beta(kind.Shape == BlurKernelShape.Generalized ? stage.GeneralizedBeta : stage.PlateauBeta, random);
        return kind.HasDirection
            ? BlurKernels.Mixed(kind.Shape, size, sigma, Between(stage.Sigma, random), random.Next(-Math.PI, Math.PI), beta)
            : BlurKernels.Mixed(kind.Shape, size, sigma, sigma, 0, beta);
    }

    // As often below 1 as above.
    private static double Beta(IReadOnlyList<double> range, SeededRandom random) =>
        random.Chance(0.5) ? random.Next(range[0], 1) : random.Next(1, range[1]);

    private Tensor AddNoise(Tensor image, RealEsrganStage stage, SeededRandom random, Generator generator)
    {
        var count = (int)image.shape[0];
        var isGaussian = random.Chance(stage.GaussianChance);
        double[] strengths = [
            .. Enumerable.Range(0, count).Select(_ => Between(isGaussian ? stage.GaussianSigma : stage.PoissonScale, random))
        ];
        bool[] grey = [.. Enumerable.Range(0, count).Select(_ => random.Chance(options.GreyNoiseChance))];
        if (!isGaussian)
            return PictureNoise.AddPoisson(image, strengths, grey, mean => mean.cpu().poisson(generator).to(image.device));
        using var scope = NewDisposeScope();
        var shared = grey.Contains(true) ? Normal([image.shape[2], image.shape[3]]) : null;
        return PictureNoise.AddGaussian(image, strengths, grey, Normal(image.shape), shared).MoveToOuterDisposeScope();

        Tensor Normal(long[] shape) => empty(shape, ScalarType.Float32, CPU).normal_(0, 1, generator).to(image.device);
    }

    private static Tensor Jpeg(Tensor image, RealEsrganStage stage, SeededRandom random) => DifferentiableJpeg.Apply(
        image.Clamp(0, 1), [.. Enumerable.Range(0, (int)image.shape[0]).Select(_ => Between(stage.JpegQuality, random))]);

    private static double Factor(RealEsrganStage stage, SeededRandom random)
    {
        var draw = random.Next() * stage.ResizeChances.Sum();
        if (draw < stage.ResizeChances[0])
            return random.Next(1, stage.Resize[1]);
        return draw < stage.ResizeChances[0] + stage.ResizeChances[1] ? random.Next(stage.Resize[0], 1) : 1;
    }

    private static InterpolationMode Mode(SeededRandom random) => s_modes[random.NextIndex(s_modes.Length)];

    private static double Between(IReadOnlyList<double> range, SeededRandom random) => random.Next(range[0], range[1]);
}
