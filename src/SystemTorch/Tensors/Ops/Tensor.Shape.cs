using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor alias() => Ops.alias.Run(this);

        public Tensor broadcast_to(params long[] shape) => Ops.broadcast_to.Run(this, shape);

        public Tensor[] chunk(long chunks, long dim = 0) => Ops.chunk.RunList(this, chunks, dim);

        public Tensor clone() => Ops.clone.Run(this);

        public Tensor contiguous() => Ops.contiguous.Run(this);

        public Tensor copy_(Tensor source, bool nonBlocking = false) => Ops.copy_.InPlace(this, source, nonBlocking);

        public Tensor detach_() => Ops.detach_.InPlace(this);

        public Tensor detach() => Ops.detach.Run(this);

        public Tensor diag(long diagonal = 0) => Ops.diag.Run(this, diagonal);

        public Tensor diagonal(long offset = 0, long dim1 = 0, long dim2 = 1) => Ops.diagonal.Run(this, offset, dim1, dim2);

        public Tensor diff(long n = 1, long dim = -1, Tensor prepend = null, Tensor append = null) => Ops.diff.Run(this, n, dim, prepend, append);

        public Tensor expand_as(Tensor other) => Ops.expand_as.Run(this, other);

        public Tensor expand(ReadOnlySpan<long> sizes, bool isImplicit = false) => Ops.expand.Run(this, sizes.ToArray(), isImplicit);

        public Tensor expand(Size sizes, bool isImplicit = false) => Ops.expand.Run(this, sizes.Shape, isImplicit);

        public Tensor expand(long[] sizes, bool isImplicit = false) => Ops.expand.Run(this, sizes, isImplicit);

        public Tensor expand(params long[] sizes) => Ops.expand.Run(this, sizes);

        public Tensor fill_(Scalar value) => Ops.fill__Scalar.InPlace(this, value);

        public Tensor flatten(long start_dim = 0, long end_dim = -1) => Ops.flatten_using_ints.Run(this, start_dim, end_dim);

        public Tensor flip(params long[] dims) => Ops.flip.Run(this, dims);

        public Tensor gather(long dim, Tensor index) => Ops.gather.Run(this, dim, index);

        public Tensor index_add_(long dim, Tensor index, Tensor source, Scalar alpha) => Ops.index_add_.InPlace(this, dim, index, source, alpha);

        public Tensor index_add(long dim, Tensor index, Tensor source, Scalar alpha) => Ops.index_add.Run(this, dim, index, source, alpha);

        public Tensor index_select(long dim, Tensor index) => Ops.index_select.Run(this, dim, index);

        public Tensor masked_fill_(Tensor mask, Scalar value) => Ops.masked_fill__Scalar.InPlace(this, mask, value);

        public Tensor masked_fill(Tensor mask, Scalar value) => Ops.masked_fill_Scalar.Run(this, mask, value);

        public Tensor masked_select(Tensor mask) => Ops.masked_select.Run(this, mask);

        public Tensor movedim(long[] source, long[] destination) => Ops.movedim_intlist.Run(this, source, destination);

        public Tensor narrow(long dim, long start, long length) => Ops.narrow.Run(this, dim, start, length);

        public Tensor nonzero() => Ops.nonzero.Run(this);

        public Tensor permute(IEnumerable<long> permutation) => Ops.permute.Run(this, permutation.ToArray());

        public Tensor permute(params long[] permutation) => Ops.permute.Run(this, permutation);

        public Tensor ravel() => reshape(-1);

        public Tensor repeat_interleave(Tensor repeats, long? dim = null, long? output_size = null) => Ops.repeat_interleave_self_Tensor.Run(this, repeats, dim, output_size);

        public Tensor repeat_interleave(long repeats, long? dim = null, long? output_size = null) => Ops.repeat_interleave_self_int.Run(this, repeats, dim, output_size);

        public Tensor repeat(params long[] sizes) => Ops.repeat.Run(this, sizes);

        public Tensor reshape(params long[] shape) => Ops.reshape.Run(this, shape);

        public Tensor roll((long, long) shifts, (long, long) dims) => Ops.roll.Run(this, new[] { shifts.Item1, shifts.Item2 }, new[] { dims.Item1, dims.Item2 });

        public Tensor roll(ReadOnlySpan<long> shifts, ReadOnlySpan<long> dims = default) => Ops.roll.Run(this, shifts.ToArray(), dims.ToArray());

        public Tensor roll(long shifts, long? dims = null) => dims is { } d ? Ops.roll.Run(this, shifts, d) : Ops.roll.Run(this, shifts);

        public Tensor roll(long[] shifts) => Ops.roll.Run(this, shifts);

        public Tensor roll(long[] shifts, long[] dims) => Ops.roll.Run(this, shifts, dims);

        public Tensor scatter_(long dim, Tensor index, Tensor src) => Ops.scatter__src.InPlace(this, dim, index, src);

        public Tensor scatter_add_(long dim, Tensor index, Tensor src) => Ops.scatter_add_.InPlace(this, dim, index, src);

        public Tensor scatter_add(long dim, Tensor index, Tensor src) => Ops.scatter_add.Run(this, dim, index, src);

        public Tensor scatter(long dim, Tensor index, Tensor src) => Ops.scatter_src.Run(this, dim, index, src);

        public Tensor select(long dim, long index) => Ops.select_int.Run(this, dim, index);

        public Tensor slice(long dim, long start, long finish, long step) => Ops.slice_Tensor.Run(this, dim, start, finish, step);

        public Tensor[] split(ReadOnlySpan<long> sizes, long dim = 0) => Ops.split_with_sizes.RunList(this, sizes.ToArray(), dim);

        public Tensor[] split(long size, int dim = 0) => Ops.split_Tensor.RunList(this, size, dim);

        public Tensor[] split(long[] sizes, long dim = 0) => Ops.split_with_sizes.RunList(this, sizes, dim);

        public Tensor[] split(params long[] sizes) => Ops.split_with_sizes.RunList(this, sizes, 0);

        public Tensor squeeze_(long? dim = null) => dim is { } d ? Ops.squeeze__dim.InPlace(this, d) : Ops.squeeze_.InPlace(this);

        public Tensor squeeze(long? dim = null) => dim is { } d ? Ops.squeeze_dim.Run(this, d) : Ops.squeeze.Run(this);

        public Tensor take(Tensor index) => Ops.take.Run(this, index);

        public Tensor[] tensor_split(long size, long dim = 0) => Ops.tensor_split_sections.RunList(this, size, dim);

        public Tensor tile(long[] reps) => Ops.tile.Run(this, reps);

        public Tensor transpose_(long dim0, long dim1) => Ops.transpose_.InPlace(this, dim0, dim1);

        public Tensor transpose(long dim0, long dim1) => Ops.transpose_int.Run(this, dim0, dim1);

        public Tensor tril_(long diagonal = 0) => Ops.tril_.InPlace(this, diagonal);

        public Tensor tril(long diagonal = 0) => Ops.tril.Run(this, diagonal);

        public Tensor triu_(long diagonal = 0) => Ops.triu_.InPlace(this, diagonal);

        public Tensor triu(long diagonal = 0) => Ops.triu.Run(this, diagonal);

        public Tensor t() => Ops.t.Run(this);

        public Tensor[] unbind(long dimension = 0) => Ops.unbind_int.RunList(this, dimension);

        public Tensor unflatten(long dim, Size sizes) => Ops.unflatten_int.Run(this, dim, sizes.Shape);

        public Tensor unflatten(long dim, params long[] sizes) => Ops.unflatten_int.Run(this, dim, sizes);

        public Tensor unfold(long dimension, long size, long step) => Ops.unfold.Run(this, dimension, size, step);

        public Tensor unsqueeze_(long dim) => Ops.unsqueeze_.InPlace(this, dim);

        public Tensor unsqueeze(long dim) => Ops.unsqueeze.Run(this, dim);

        public Tensor view_as(Tensor other) => Ops.view_as.Run(this, other);

        public Tensor view(params long[] shape) => Ops.view.Run(this, shape);

        public Tensor where(Tensor condition, Tensor y) => Ops.where_self.Run(condition, this, y);

        public Tensor zero_() => Ops.zero_.InPlace(this);
    }
}
