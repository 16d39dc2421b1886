namespace SrPlugin.Imaging;

/// <summary>For each output position along one axis: where its taps begin and their normalised weights.</summary>
internal sealed class ResampleKernel
{
    // Weights this small are rounding errors of kernel values that are zero.
    private const double Negligible = 1e-12;

    private ResampleKernel(int[] starts, float[] weights, int taps) => (Starts, Weights, Taps) = (starts, weights, taps);

    /// <summary>First source index of each output's taps; start + <see cref="Taps"/> never passes the end of the source.</summary>
    public int[] Starts { get; }

    /// <summary><see cref="Taps"/> weights for each output.</summary>
    public float[] Weights { get; }

    /// <summary>Taps of every output; shorter ones are filled up with zero weights.</summary>
    public int Taps { get; }

    public static ResampleKernel Create(int source, int target, ResampleFilter filter)
    {
        var scale = (double)source / target;
        var stretch = Math.Max(scale, 1.0);
        var support = filter switch
        {
            ResampleFilter.Area => scale / 2,
            ResampleFilter.Bilinear => stretch,
            ResampleFilter.Bicubic => 2 * stretch,
            ResampleFilter.Lanczos3 => 3 * stretch,
            _ => throw new ArgumentOutOfRangeException(nameof(filter), filter, "Unknown resampling filter."),
        };
        var reach = (int)Math.Min(source, (2 * (long)Math.Ceiling(support)) + 1);
        var starts = new int[target];
        var wide = new float[(long)target * reach];
        var row = new double[reach];
        var taps = 1;
        for (var i = 0; i < target; i++)
        {
            var center = (i + 0.5) * scale;
            // Pillow's bounds (Imaging/Resample.c, precompute_coeffs); area needs every cell it touches.
            var first = filter == ResampleFilter.Area ? (int)Math.Floor(center - support) : (int)(center - support + 0.5);
            first = Math.Max(0, Math.Min(first, source - reach));
            double sum = 0;
            for (var k = 0; k < reach; k++)
            {
                row[k] = filter == ResampleFilter.Area
                    ? Math.Max(0, Math.Min(first + k + 1, center + support) - Math.Max(first + k, center - support))
                    : Evaluate(filter, (first + k - center + 0.5) / stretch);
                sum += row[k];
            }

            var lead = 0;
            while (lead < reach - 1 && Math.Abs(row[lead]) < Negligible)
                lead++;
            var last = reach - 1;
            while (last > lead && Math.Abs(row[last]) < Negligible)
                last--;
            starts[i] = first + lead;
            taps = Math.Max(taps, last - lead + 1);
            for (var k = lead; k <= last; k++)
                wide[((long)i * reach) + k - lead] = (float)(row[k] / sum);
        }

        return Compact(source, starts, wide, reach, taps);
    }

    /// <summary>Keeps <paramref name="taps"/> of each output's weights and moves those that would read past the end.</summary>
    private static ResampleKernel Compact(int source, int[] starts, float[] wide, int reach, int taps)
    {
        var weights = new float[(long)starts.Length * taps];
        for (var i = 0; i < starts.Length; i++)
        {
            var shift = Math.Max(0, starts[i] + taps - source);
            starts[i] -= shift;
            wide.AsSpan(i * reach, taps - shift).CopyTo(weights.AsSpan((i * taps) + shift));
        }

        return new ResampleKernel(starts, weights, taps);
    }

    internal static double Evaluate(ResampleFilter filter, double x)
    {
        x = Math.Abs(x);
        switch (filter)
        {
            case ResampleFilter.Bilinear:
                return Math.Max(0, 1 - x);
            case ResampleFilter.Bicubic:
                const double a = -0.5;
                return x < 1 ? ((((a + 2) * x) - (a + 3)) * x * x) + 1
                    : x < 2 ? ((((x - 5) * x) + 8) * x - 4) * a
                    : 0;
            default:
                return x < 3 ? Sinc(x) * Sinc(x / 3) : 0;
        }
    }

    private static double Sinc(double x) => x == 0 ? 1 : Math.Sin(Math.PI * x) / (Math.PI * x);
}
