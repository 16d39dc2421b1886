using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Attention for a libtorch without a fused kernel: rows of queries at a time, softmax in float32.</summary>
internal static class Attention
{
    /// <summary>
    /// The most of the attention matrix that exists at a time, in bytes: small enough for the processor's last-level
    /// cache, large enough that the matrix products run at full speed.
    /// </summary>
    internal static long MostBytes { get; set; } = 16L << 20;

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

        var grad = is_grad_enabled() && (query.requires_grad || key.requires_grad || value.requires_grad || (mask?.requires_grad ?? false));
        var plain = m is null && !causal && dropout == 0 && q.dtype is ScalarType.Float32 or ScalarType.Float64;
        var result = grad ? Joined(q, k, v, m, chunk, scale, dropout, causal)
            : plain ? InPlace(q.mul(scale), k, v)
            : Copied(q, k, v, m, chunk, scale, dropout, causal);
        return result.reshape([.. lead, rows, value.shape[^1]]).MoveToOuterDisposeScope();
    }

    /// <summary>With a graph: the parts stay alive for the gradient.</summary>
    private static Tensor Joined(Tensor q, Tensor k, Tensor v, Tensor mask, long chunk, double scale, double dropout, bool causal)
    {
        var parts = new List<Tensor>();
        for (long start = 0; start < q.shape[1]; start += chunk)
            parts.Add(Rows(q, k, v, mask, start, Math.Min(chunk, q.shape[1] - start), scale, dropout, causal));
        return parts.Count == 1 ? parts[0] : cat(parts, 1);
    }

    private static Tensor Copied(Tensor q, Tensor k, Tensor v, Tensor mask, long chunk, double scale, double dropout, bool causal)
    {
        var rows = q.shape[1];
        var result = v.new_empty(q.shape[0], rows, v.shape[2]);
        for (long start = 0; start < rows; start += chunk)
        {
            using var step = NewDisposeScope();
            var n = Math.Min(chunk, rows - start);
            result.narrow(1, start, n).copy_(Rows(q, k, v, mask, start, n, scale, dropout, causal));
        }
        return result;
    }

    /// <summary>The quick way: one buffer of scores, softmax in place, results written where they belong.</summary>
    private static Tensor InPlace(Tensor q, Tensor k, Tensor v)
    {
        var (heads, rows) = (q.shape[0], q.shape[1]);
        var columns = k.shape[2];
        var matrix = rows * columns * q.ElementSize;
        // Whole heads where they fit, else rows of one head: either way each product's result is contiguous.
        var group = Math.Clamp(MostBytes / Math.Max(1, matrix), 1, Math.Max(1, heads));
        var chunk = matrix <= MostBytes ? Math.Max(1, rows) : Math.Clamp(MostBytes / (columns * q.ElementSize), 1, rows);
        var result = v.new_empty(heads, rows, v.shape[2]);
        var buffer = q.new_empty(group * chunk * columns);
        for (long head = 0; head < heads; head += group)
        {
            var h = Math.Min(group, heads - head);
            using var one = NewDisposeScope();
            var (qh, kh, vh, into) = (q.narrow(0, head, h), k.narrow(0, head, h), v.narrow(0, head, h), result.narrow(0, head, h));
            for (long start = 0; start < rows; start += chunk)
            {
                using var step = NewDisposeScope();
                var n = Math.Min(chunk, rows - start);
                var scores = buffer.narrow(0, 0, h * n * columns).view(h, n, columns);
                Ops.bmm_out.Do(qh.narrow(1, start, n), kh, scores);
                Ops._softmax_out.Do(scores, -1, false, scores);
                Ops.bmm_out.Do(scores, vh, into.narrow(1, start, n));
            }
        }
        return result;
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
