using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            public static Tensor pad(Tensor input, long pad, PaddingModes mode = PaddingModes.Constant, double value = 0d) =>
                functional.pad(input, [pad, pad], mode, value);

            public static Tensor pad(Tensor input, (long, long) pad, PaddingModes mode = PaddingModes.Constant, double value = 0d) =>
                functional.pad(input, [pad.Item1, pad.Item2], mode, value);

            public static Tensor pad(Tensor input, (long, long, long, long) pad, PaddingModes mode = PaddingModes.Constant, double value = 0d) =>
                functional.pad(input, [pad.Item1, pad.Item2, pad.Item3, pad.Item4], mode, value);

            public static Tensor pad(Tensor input, ReadOnlySpan<long> pad, PaddingModes mode = PaddingModes.Constant, double value = 0d) =>
                functional.pad(input, pad.ToArray(), mode, value);

            public static Tensor pad(Tensor input, long[] pad, PaddingModes mode = PaddingModes.Constant, double value = 0d) => mode switch
            {
                PaddingModes.Constant or PaddingModes.Zeros => Ops.constant_pad_nd.Run(input, pad, mode == PaddingModes.Zeros ? 0 : value),
                PaddingModes.Reflect => Ops.pad.Run(input, pad, "reflect"),
                PaddingModes.Replicate => Ops.pad.Run(input, pad, "replicate"),
                PaddingModes.Circular => Ops.pad.Run(input, pad, "circular"),
                _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, "There is no such padding."),
            };

            public static Tensor avg_pool2d(Tensor input, long kernel_size, long? stride = null, long padding = 0, bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null) =>
                avg_pool2d(input, [kernel_size, kernel_size], [stride ?? kernel_size, stride ?? kernel_size], [padding, padding], ceil_mode, count_include_pad, divisor_override);

            public static Tensor avg_pool2d(Tensor input, (long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null, bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null) =>
                avg_pool2d(input, Pair(kernel_size), Pair(stride ?? kernel_size), Pair(padding ?? (0, 0)), ceil_mode, count_include_pad, divisor_override);

            public static Tensor avg_pool2d(Tensor input, long[] kernel_size, long[] stride = null, long[] padding = null, bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null) =>
                Ops.avg_pool2d.Run(input, kernel_size, stride ?? kernel_size, padding ?? s_zeros, ceil_mode, count_include_pad, divisor_override);

            public static Tensor max_pool2d(Tensor input, long kernel_size, long? stride = null, long? padding = null, long? dilation = null, bool ceil_mode = false) =>
                max_pool2d(input, [kernel_size, kernel_size], [stride ?? kernel_size, stride ?? kernel_size], [padding ?? 0, padding ?? 0], [dilation ?? 1, dilation ?? 1], ceil_mode);

            public static Tensor max_pool2d(Tensor input, (long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null, (long, long)? dilation = null, bool ceil_mode = false) =>
                max_pool2d(input, Pair(kernel_size), Pair(stride ?? kernel_size), Pair(padding ?? (0, 0)), Pair(dilation ?? (1, 1)), ceil_mode);

            public static Tensor max_pool2d(Tensor input, long[] kernel_size, long[] strides = null, long[] padding = null, long[] dilation = null, bool ceil_mode = false) =>
                Ops.max_pool2d.Run(input, kernel_size, strides ?? kernel_size, padding ?? s_zeros, dilation ?? s_ones, ceil_mode);

            public static Tensor adaptive_avg_pool2d(Tensor input, long output_size) => adaptive_avg_pool2d(input, [output_size, output_size]);

            public static Tensor adaptive_avg_pool2d(Tensor input, (long, long) output_size) => adaptive_avg_pool2d(input, Pair(output_size));

            public static Tensor adaptive_avg_pool2d(Tensor input, long[] output_size) => Ops.adaptive_avg_pool2d.Run(input, output_size);

            public static Tensor grid_sample(Tensor input, Tensor grid, GridSampleMode mode = GridSampleMode.Bilinear, GridSamplePaddingMode padding_mode = GridSamplePaddingMode.Zeros, bool? align_corners = null) =>
                Ops.grid_sampler.Run(
                    input,
                    grid,
                    mode == GridSampleMode.Nearest ? 1 : 0,
                    padding_mode switch
                    {
                        GridSamplePaddingMode.Border => 1,
                        GridSamplePaddingMode.Reflection => 2,
                        _ => 0,
                    },
                    align_corners ?? false);

            /// <summary>Resizes the spatial dimensions to a size, or by factors.</summary>
            /// <exception cref="NotSupportedException">The mode does not fit the number of dimensions, or cannot be antialiased.</exception>
            public static Tensor interpolate(Tensor x, long[] size = null, double[] scale_factor = null, InterpolationMode mode = InterpolationMode.Nearest, bool? align_corners = null, bool recompute_scale_factor = false, bool antialias = false)
            {
                if ((size is null) == (scale_factor is null))
                    throw new ArgumentException("Give either size or scale_factor.");
                var shape = x.shape;
                var spatial = shape.Length - 2;
                if (spatial < 1)
                    throw new ArgumentException($"interpolate takes [N, C, …]; the input has {shape.Length} dimensions.");
                if (size is { Length: 1 } && spatial > 1)
                    size = Enumerable.Repeat(size[0], spatial).ToArray();
                if (scale_factor is { Length: 1 } && spatial > 1)
                    scale_factor = Enumerable.Repeat(scale_factor[0], spatial).ToArray();
                if (scale_factor is not null && (recompute_scale_factor || mode == InterpolationMode.Area))
                {
                    size = scale_factor.Select((f, d) => (long)Math.Floor(shape[2 + d] * f)).ToArray();
                    scale_factor = null;
                }
                var corners = align_corners ?? false;
                var factors = Arg.Floats(scale_factor);
                return (spatial, mode, antialias) switch
                {
                    (1, InterpolationMode.Nearest, false) => Ops.upsample_nearest1d_vec.Run(x, size, factors),
                    (2, InterpolationMode.Nearest, false) => Ops.upsample_nearest2d_vec.Run(x, size, factors),
                    (2, InterpolationMode.NearestExact, false) => Ops._upsample_nearest_exact2d_vec.Run(x, size, factors),
                    (1, InterpolationMode.Linear, false) => Ops.upsample_linear1d_vec.Run(x, size, corners, factors),
                    (2, InterpolationMode.Bilinear, false) => Ops.upsample_bilinear2d_vec.Run(x, size, corners, factors),
                    (2, InterpolationMode.Bilinear, true) => Ops._upsample_bilinear2d_aa_vec.Run(x, size, corners, factors),
                    (2, InterpolationMode.Bicubic, false) => Ops.upsample_bicubic2d_vec.Run(x, size, corners, factors),
                    (2, InterpolationMode.Bicubic, true) => Ops._upsample_bicubic2d_aa_vec.Run(x, size, corners, factors),
                    (2, InterpolationMode.Area, false) => Ops.adaptive_avg_pool2d.Run(x, size),
                    _ => throw new NotSupportedException($"interpolate: {mode}{(antialias ? " with antialiasing" : "")} over {spatial} spatial dimensions."),
                };
            }
        }
    }
}
