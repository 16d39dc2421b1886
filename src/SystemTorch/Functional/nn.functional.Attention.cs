using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>
            /// softmax(query · keyᵀ / √d) · value over [..., L, d], [..., S, d], [..., S, e]. A libtorch with a fused kernel
            /// uses it; elsewhere at most a bounded part of the attention matrix exists at a time.
            /// </summary>
            public static Tensor scaled_dot_product_attention(Tensor query, Tensor key, Tensor value, Tensor attn_mask = null, double p = 0d, bool is_casual = false) =>
                Ops.scaled_dot_product_attention.Exists
                    ? Ops.scaled_dot_product_attention.Run(query, key, value, attn_mask, p, is_casual)
                    : Attention.Run(query, key, value, attn_mask, p, is_casual);
        }
    }
}
