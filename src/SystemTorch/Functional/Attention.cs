using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Attention for a libtorch without a fused kernel: rows of queries at a time, softmax in float32.</summary>
internal static class Attention
{
    /// <summary>The most of the attention matrix that exists at a time, in bytes.</summary>
    internal static long MostBytes { get; set; } = 64L << 20;

    internal static Tensor Run(Tensor query, Tensor key, Tensor value, Tensor mask, double dropout, bool causal)
    {
        if (causal && mask is not null)
            throw new ArgumentException("scaled_dot_product_attention: a mask and is_casual exclude each other.");
        using var scope = NewDisposeScope();
        var shape = query.shape;
        var lead = shape[..^2];
        var (rows, depth) = (shape[^2], shape[^1]);
        var columns = key.shape[^2];
        var q = Flat(query, lead);
        var k = Flat(key, lead).transpose(1, 2);
        var v = Flat(value, lead);
        var scale = 1 / Math.Sqrt(depth);
        var heads = q.shape[0];
        var chunk = Math.Clamp(MostBytes / Math.Max(1, 4 * columns * heads), 1, Math.Max(1, rows));
        var m = mask is null ? null : mask.expand([.. lead, rows, columns]).reshape(heads, rows, columns);

        Tensor result;
        if (is_grad_enabled() && (query.requires_grad || key.requires_grad || value.requires_grad || (mask?.requires_grad ?? false)))
        {
            var parts = new List<Tensor>();
            for (long start = 0; start < rows; start += chunk)
                parts.Add(Rows(q, k, v, m, start, Math.Min(chunk, rows - start), scale, dropout, causal));
            result = parts.Count == 1 ? parts[0] : cat(parts, 1);
        }
        else
        {
            result = v.new_empty(heads, rows, v.shape[2]);
            for (long start = 0; start < rows; start += chunk)
            {
                using var step = NewDisposeScope();
                var n = Math.Min(chunk, rows - start);
                result.narrow(1, start, n).copy_(Rows(q, k, v, m, start, n, scale, dropout, causal));
            }
        }
        return result.reshape([.. lead, rows, value.shape[^1]]).MoveToOuterDisposeScope();
    }

    private static Tensor Rows(Tensor q, Tensor k, Tensor v, Tensor mask, long start, long count, double scale, double dropout, bool causal)
    {
        var part = q.narrow(1, start, count).mul(scale);
        var scores = part.bmm(k);
        if (scores.dtype is ScalarType.Float16 or ScalarType.BFloat16)
            scores = scores.to(ScalarType.Float32);
        if (mask is not null)
        {
            var m = mask.narrow(1, start, count);
            scores = m.dtype == ScalarType.Bool ? scores.masked_fill(m.logical_not(), double.NegativeInfinity) : scores.add(m);
        }
        if (causal)
        {
            var above = ones([count, scores.shape[2]], ScalarType.Bool, scores.device).triu(start + 1);
            scores = scores.masked_fill(above, double.NegativeInfinity);
        }
        var weights = scores.softmax(-1);
        if (dropout > 0)
            weights = nn.functional.dropout(weights, dropout, true);
        return (weights.dtype == v.dtype ? weights : weights.to(v.dtype)).bmm(v);
    }

    private static Tensor Flat(Tensor tensor, long[] lead)
    {
        var shape = tensor.shape;
        return tensor.expand([.. lead, shape[^2], shape[^1]]).reshape(lead.TotalSize(), shape[^2], shape[^1]);
    }
}
