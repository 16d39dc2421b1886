using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        internal Tensor WithGrad(bool requiresGrad)
        {
            if (requiresGrad)
                requires_grad = true;
            return this;
        }

        private static Tensor Typed(Tensor result, ScalarType? type)
        {
            if (type is null || result.dtype == type)
                return result;
            using (result)
                return result.to_type(type.Value);
        }

        private static (Tensor, Tensor) Typed((Tensor First, Tensor Second) result, ScalarType? type) =>
            (Typed(result.First, type), Typed(result.Second, type));

        private static string RoundingName(RoundingMode mode) => mode == RoundingMode.trunc ? "trunc" : "floor";

        /// <summary>A conversion's result; the source goes when the caller said so and the result is not the source itself.</summary>
        private Tensor Converted(Tensor result, bool disposeAfter)
        {
            if (disposeAfter && !ReferenceEquals(result, this))
                Dispose();
            return result;
        }
    }
}
