namespace SrPlugin.Trainer.RealEsrgan;

/// <summary>
/// The blur kernels of Real-ESRGAN (Wang et al. 2021, section 3.1): a square of odd side, row by row, whose values sum to 1.
/// </summary>
public static class BlurKernels
{
    /// <summary>The side that all kernels of a training run are padded to.</summary>
    public const int PaddedSize = 21;

    /// <summary>A kernel that is the same, or mirrored, on both sides of its axes.</summary>
    /// <param name="shape">The profile.</param>
    /// <param name="size">The side, odd.</param>
    /// <param name="sigmaX">The deviation along the first axis, pixels.</param>
    /// <param name="sigmaY">The deviation along the second axis, pixels; equal to the first for an isotropic kernel.</param>
    /// <param name="angle">The angle of the axes, radians.</param>
    /// <param name="beta">The exponent; a Gaussian has none.</param>
    public static double[] Mixed(BlurKernelShape shape, int size, double sigmaX, double sigmaY, double angle, double beta)
    {
        var (cos, sin) = (Math.Cos(angle), Math.Sin(angle));
        var kernel = new double[size * size];
        for (var i = 0; i < kernel.Length; i++)
        {
            double x = (i % size) - (size / 2), y = (i / size) - (size / 2);
            var (along, across) = (((cos * x) + (sin * y)) / sigmaX, ((cos * y) - (sin * x)) / sigmaY);
            var q = (along * along) + (across * across);
            kernel[i] = shape switch
            {
                BlurKernelShape.Gaussian => Math.Exp(-0.5 * q),
                BlurKernelShape.Generalized => Math.Exp(-0.5 * Math.Pow(q, beta)),
                _ => 1 / (1 + Math.Pow(q, beta)),
            };
        }

        return Normalize(kernel);
    }

    /// <summary>The ideal low-pass filter of a circular band, which rings.</summary>
    /// <param name="cutoff">The highest frequency that passes, radians per pixel.</param>
    /// <param name="size">The side, odd.</param>
    public static double[] Sinc(double cutoff, int size)
    {
        var kernel = new double[size * size];
        for (var i = 0; i < kernel.Length; i++)
        {
            double x = (i % size) - (size / 2), y = (i / size) - (size / 2);
            var radius = Math.Sqrt((x * x) + (y * y));
            kernel[i] = radius == 0 ? cutoff * cutoff / (4 * Math.PI) : cutoff * BesselJ1(cutoff * radius) / (2 * Math.PI * radius);
        }

        return Normalize(kernel);
    }

    /// <summary>The kernel with zeros around it.</summary>
    public static double[] Pad(double[] kernel, int size = PaddedSize)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        var side = (int)Math.Sqrt(kernel.Length);
        var margin = (size - side) / 2;
        var padded = new double[size * size];
        for (var row = 0; row < side; row++)
            kernel.AsSpan(row * side, side).CopyTo(padded.AsSpan(((row + margin) * size) + margin));
        return padded;
    }

    // The Bessel function of the first kind as the mean of cos(τ − x·sin τ) over half a period: the trapezoidal rule is exact here once
    // there are more places than oscillations.
    private static double BesselJ1(double x)
    {
        const int Places = 256;
        var sum = 0.0;
        for (var i = 1; i < Places; i++)
        {
            var t = Math.PI * i / Places;
            sum += Math.Cos(t - (x * Math.Sin(t)));
        }

        return sum / Places; // The two ends, cos 0 and cos π, cancel.
    }

    private static double[] Normalize(double[] kernel)
    {
        var sum = kernel.Sum();
        for (var i = 0; i < kernel.Length; i++)
            kernel[i] /= sum;
        return kernel;
    }
}
