using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static Tensor cat(Tensor[] tensors, long dim = 0) => Ops.cat.Run(tensors, dim);

    public static Tensor cat(ReadOnlySpan<Tensor> tensors, long dim = 0) => Ops.cat.Run(tensors.ToArray(), dim);

    public static Tensor cat(IList<Tensor> tensors, long dim = 0) => Ops.cat.Run(tensors as Tensor[] ?? tensors.ToArray(), dim);

    public static Tensor concat(Tensor[] tensors, long dim = 0) => cat(tensors, dim);

    public static Tensor concat(ReadOnlySpan<Tensor> tensors, long dim = 0) => cat(tensors, dim);

    public static Tensor concat(IList<Tensor> tensors, long dim = 0) => cat(tensors, dim);

    public static Tensor stack(IEnumerable<Tensor> tensors, long dim = 0) => Ops.stack.Run(tensors as Tensor[] ?? tensors.ToArray(), dim);

    public static Tensor hstack(params Tensor[] tensors) => Ops.hstack.Run(tensors);

    public static Tensor vstack(Tensor[] tensors) => Ops.vstack.Run(tensors);

    public static Tensor block_diag(params Tensor[] tensors) => Ops.block_diag.Run(tensors);

    public static Tensor where(Tensor condition, Tensor x, Tensor y) => Ops.where_self.Run(condition, x, y);

    public static Tensor[] where(Tensor condition) => Ops.where.RunList(condition);

    public static Tensor einsum(string equation, params Tensor[] tensors) => Ops.einsum.Run(equation, tensors);

    public static Tensor[] meshgrid(IEnumerable<Tensor> tensors, string indexing = "ij") => Ops.meshgrid_indexing.RunList(tensors.ToArray(), indexing);

    public static IList<Tensor> broadcast_tensors(params Tensor[] tensors) => Ops.broadcast_tensors.RunList(tensors);

    public static long numel(Tensor input) => input.numel();
}
