using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor amax(ReadOnlySpan<long> dims, bool keepdim = false, Tensor @out = null) => @out is null ? Ops.amax.Run(this, dims.ToArray(), keepdim) : Ops.amax_out.Run(this, dims.ToArray(), keepdim, @out);

        public Tensor amax(long[] dims, bool keepdim = false, Tensor @out = null) => amax(dims.AsSpan(), keepdim, @out);

        public Tensor amax(params long[] dims) => Ops.amax.Run(this, dims);

        public (Tensor min, Tensor max) aminmax(long? dim = null, bool keepdim = false) => Ops.aminmax.Run2(this, dim, keepdim);

        public Tensor amin(ReadOnlySpan<long> dims, bool keepdim = false, Tensor @out = null) => @out is null ? Ops.amin.Run(this, dims.ToArray(), keepdim) : Ops.amin_out.Run(this, dims.ToArray(), keepdim, @out);

        public Tensor amin(long[] dims, bool keepdim = false, Tensor @out = null) => amin(dims.AsSpan(), keepdim, @out);

        public Tensor amin(params long[] dims) => Ops.amin.Run(this, dims);

        public Tensor argmax() => Ops.argmax.Run(this);

        public Tensor argmax(long dim, bool keepdim = false) => Ops.argmax.Run(this, dim, keepdim);

        public Tensor argmin() => Ops.argmin.Run(this);

        public Tensor argmin(long dim, bool keepdim = false) => Ops.argmin.Run(this, dim, keepdim);

        public Tensor argsort(long dim = -1, bool descending = false) => Ops.argsort.Run(this, dim, descending);

        public Tensor cumprod(long dim, ScalarType? type = null) => Ops.cumprod.Run(this, dim, type);

        public Tensor cumsum(long dim, ScalarType? type = null) => Ops.cumsum.Run(this, dim, type);

        public Tensor logsumexp(long dim, bool keepdim = false) => Ops.logsumexp.Run(this, dim, keepdim);

        public (Tensor values, Tensor indexes) max(long dim, bool keepdim = false) => Ops.max_dim.Run2(this, dim, keepdim);

        public Tensor max() => Ops.max.Run(this);

        public Tensor max(Tensor other) => Ops.max_other.Run(this, other);

        public Tensor mean() => Ops.mean.Run(this);

        public Tensor mean(long[] dimensions, bool keepdim = false, ScalarType? type = null) => Ops.mean_dim.Run(this, dimensions, keepdim, type);

        public Tensor median() => Ops.median.Run(this);

        public (Tensor values, Tensor indexes) min(long dim, bool keepdim = false) => Ops.min_dim.Run2(this, dim, keepdim);

        public Tensor min() => Ops.min.Run(this);

        public Tensor min(Tensor other) => Ops.min_other.Run(this, other);

        public Tensor norm(float p = 2f) => Ops.norm_Scalar.Run(this, p);

        public Tensor norm(int dim, bool keepdim = false, float p = 2f) => Ops.norm_ScalarOpt_dim.Run(this, p, dim, keepdim);

        public Tensor prod(ScalarType? type = null) => Ops.prod.Run(this, type);

        public Tensor prod(long dim, bool keepdim = false, ScalarType? type = null) => Ops.prod_dim_int.Run(this, dim, keepdim, type);

        public Tensor quantile(Tensor q, long dim = -1, bool keepdim = false) => Ops.quantile.Run(this, q, dim, keepdim);

        public (Tensor Values, Tensor Indices) sort(long dim = -1, bool descending = false, bool stable = false) => Ops.sort_stable.Run2(this, stable, dim, descending);

        public (Tensor std, Tensor mean) std_mean((long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => Typed(Ops.std_mean_dim.Run2(this, new[] { dim.Item1, dim.Item2 }, unbiased, keepdim), type);

        public (Tensor std, Tensor mean) std_mean((long, long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => Typed(Ops.std_mean_dim.Run2(this, new[] { dim.Item1, dim.Item2, dim.Item3 }, unbiased, keepdim), type);

        public (Tensor std, Tensor mean) std_mean(ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => Typed(Ops.std_mean_dim.Run2(this, dimensions.ToArray(), unbiased, keepdim), type);

        public (Tensor std, Tensor mean) std_mean(bool unbiased = true) => Ops.std_mean.Run2(this, unbiased);

        public (Tensor std, Tensor mean) std_mean(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => Typed(Ops.std_mean_dim.Run2(this, dim, unbiased, keepdim), type);

        public (Tensor std, Tensor mean) std_mean(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => Typed(Ops.std_mean_dim.Run2(this, dimensions, unbiased, keepdim), type);

        public Tensor std((long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => Typed(Ops.std_dim.Run(this, new[] { dim.Item1, dim.Item2 }, unbiased, keepdim), type);

        public Tensor std((long, long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => Typed(Ops.std_dim.Run(this, new[] { dim.Item1, dim.Item2, dim.Item3 }, unbiased, keepdim), type);

        public Tensor std(ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => Typed(Ops.std_dim.Run(this, dimensions.ToArray(), unbiased, keepdim), type);

        public Tensor std(bool unbiased = true) => Ops.std.Run(this, unbiased);

        public Tensor std(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => Typed(Ops.std_dim.Run(this, dim, unbiased, keepdim), type);

        public Tensor std(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => Typed(Ops.std_dim.Run(this, dimensions, unbiased, keepdim), type);

        public Tensor sum(ReadOnlySpan<long> dim, bool keepdim = false, ScalarType? type = null) => Ops.sum_dim_IntList.Run(this, dim.ToArray(), keepdim, type);

        public Tensor sum(ScalarType? type = null) => Ops.sum.Run(this, type);

        public Tensor sum(long dim, bool keepdim = false, ScalarType? type = null) => Ops.sum_dim_IntList.Run(this, dim, keepdim, type);

        public Tensor sum(long dim0, long dim1, bool keepdim = false, ScalarType? type = null) => Ops.sum_dim_IntList.Run(this, new[] { dim0, dim1 }, keepdim, type);

        public Tensor sum(long dim0, long dim1, long dim2, bool keepdim = false, ScalarType? type = null) => Ops.sum_dim_IntList.Run(this, new[] { dim0, dim1, dim2 }, keepdim, type);

        public Tensor sum(long[] dim, bool keepdim = false, ScalarType? type = null) => Ops.sum_dim_IntList.Run(this, dim, keepdim, type);

        public (Tensor values, Tensor indexes) topk(int k, int dim = -1, bool largest = true, bool sorted = true) => Ops.topk.Run2(this, k, dim, largest, sorted);

        public Tensor trace() => Ops.trace.Run(this);

        public (Tensor std, Tensor mean) var_mean(ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => Typed(Ops.var_mean_dim.Run2(this, dimensions.ToArray(), unbiased, keepdim), type);

        public (Tensor std, Tensor mean) var_mean(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => Typed(Ops.var_mean_dim.Run2(this, dimensions, unbiased, keepdim), type);

        public (Tensor var, Tensor mean) var_mean((long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => Typed(Ops.var_mean_dim.Run2(this, new[] { dim.Item1, dim.Item2 }, unbiased, keepdim), type);

        public (Tensor var, Tensor mean) var_mean((long, long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => Typed(Ops.var_mean_dim.Run2(this, new[] { dim.Item1, dim.Item2, dim.Item3 }, unbiased, keepdim), type);

        public (Tensor var, Tensor mean) var_mean(bool unbiased = true) => Ops.var_mean.Run2(this, unbiased);

        public (Tensor var, Tensor mean) var_mean(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => Typed(Ops.var_mean_dim.Run2(this, dim, unbiased, keepdim), type);

        public Tensor var((long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => Typed(Ops.var_dim.Run(this, new[] { dim.Item1, dim.Item2 }, unbiased, keepdim), type);

        public Tensor var((long, long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => Typed(Ops.var_dim.Run(this, new[] { dim.Item1, dim.Item2, dim.Item3 }, unbiased, keepdim), type);

        public Tensor var(ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => Typed(Ops.var_dim.Run(this, dimensions.ToArray(), unbiased, keepdim), type);

        public Tensor var(bool unbiased = true) => Ops.var.Run(this, unbiased);

        public Tensor var(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => Typed(Ops.var_dim.Run(this, dim, unbiased, keepdim), type);

        public Tensor var(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => Typed(Ops.var_dim.Run(this, dimensions, unbiased, keepdim), type);
    }
}
