using TorchSharp.Interop;
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>What training needs around a step.</summary>
        public static class utils
        {
            /// <summary>Scales all gradients so that their common norm is at most <paramref name="max_norm"/>; returns what it was.</summary>
            public static double clip_grad_norm_(IEnumerable<Parameter> tensors, double max_norm, double norm_type = 2d)
            {
                using var scope = NewDisposeScope();
                using var off = no_grad();
                var gradients = tensors.Select(p => p.grad).Where(g => g is not null).ToArray();
                if (gradients.Length == 0)
                    return 0;
                var norms = stack(gradients.Select(g => Ops.norm_Scalar.Run(g, norm_type)));
                var total = Ops.norm_Scalar.Run(norms, norm_type).ToDouble();
                var factor = max_norm / (total + 1e-6);
                if (factor < 1)
                    Ops._foreach_mul__Scalar.Do(gradients, factor);
                return total;
            }

            public static void clip_grad_value_(IEnumerable<Parameter> tensors, double clip_value)
            {
                using var scope = NewDisposeScope();
                using var off = no_grad();
                foreach (var parameter in tensors)
                    parameter.grad?.clamp_(-clip_value, clip_value);
            }
        }
    }
}
