using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>A view where the indices are numbers, slices, ellipsis or None; a copy where tensors index.</summary>
        public Tensor this[params TensorIndex[] indices]
        {
            get => index(indices);
            set => Assign(indices, value);
        }

        public Tensor this[params Tensor[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        public Tensor this[params long[] indices]
        {
            get => index(Array.ConvertAll(indices, i => (TensorIndex)i));
            set => Assign(Array.ConvertAll(indices, i => (TensorIndex)i), value);
        }

        public Tensor this[long i1]
        {
            get => Ops.select_int.Run(this, 0, i1);
            set => Assign([i1], value);
        }

        public Tensor this[long i1, long i2]
        {
            get => index([i1, i2]);
            set => Assign([i1, i2], value);
        }

        public Tensor this[long i1, long i2, long i3]
        {
            get => index([i1, i2, i3]);
            set => Assign([i1, i2, i3], value);
        }

        public Tensor this[long i1, long i2, long i3, long i4]
        {
            get => index([i1, i2, i3, i4]);
            set => Assign([i1, i2, i3, i4], value);
        }

        public Tensor index(params TensorIndex[] indices)
        {
            using var scope = NewDisposeScope();
            var view = View(indices, out var tensors);
            return (tensors is null ? ReferenceEquals(view, this) ? alias() : view : Ops.index_Tensor.Run(view, Arg.List(tensors)))
                .MoveToOuterDisposeScope();
        }

        public Tensor index(params Tensor[] indices) => Ops.index_Tensor.Run(this, Arg.List(indices));

        public Tensor index_put_(Tensor value, params Tensor[] indices) => index_put_(value, indices, false);

        public Tensor index_put_(Tensor value, Tensor[] indices, bool accumulate = false) =>
            Ops.index_put_.InPlace(this, Arg.List(indices), value, accumulate);

        public Tensor index_put_(Tensor value, params TensorIndex[] indices) => index_put_(value, indices, false);

        public Tensor index_put_(Tensor value, TensorIndex[] indices, bool accumulate = false)
        {
            using var scope = NewDisposeScope();
            var view = View(indices, out var tensors);
            if (tensors is not null)
                Ops.index_put_.Do(view, Arg.List(tensors), value, accumulate);
            else if (accumulate)
                view.add_(value);
            else
                view.copy_(value);
            return this;
        }

        public Tensor index_put_(Scalar value, params TensorIndex[] indices)
        {
            using var number = Ops.scalar_tensor.Run(value, dtype, Arg.None, device);
            return index_put_(number, indices, false);
        }

        private void Assign(TensorIndex[] indices, Tensor value) => index_put_(value, indices, false);

        /// <summary>Applies everything but tensor indices; those come back with their place in the view.</summary>
        private Tensor View(TensorIndex[] indices, out Tensor[] tensors)
        {
            var consumed = indices.Sum(i => i.What switch
            {
                TensorIndex.Kind.None or TensorIndex.Kind.Ellipsis or TensorIndex.Kind.Bool => 0,
                TensorIndex.Kind.Tensor when i.Indices.dtype is ScalarType.Bool or ScalarType.Byte => (int)i.Indices.ndim,
                _ => 1,
            });
            if (consumed > ndim)
                throw new IndexOutOfRangeException($"too many indices ({consumed}) for a tensor of {ndim} dimensions");
            var view = this;
            var found = new List<Tensor>();
            var any = false;
            var d = 0;
            foreach (var i in indices)
            {
                switch (i.What)
                {
                    case TensorIndex.Kind.Single:
                        view = Ops.select_int.Run(view, d, i.Start.Value);
                        continue;
                    case TensorIndex.Kind.None:
                        view = Ops.unsqueeze.Run(view, d);
                        break;
                    case TensorIndex.Kind.Bool:
                        view = Ops.unsqueeze.Run(view, d);
                        Place(found, d, Ops.full.Run(new long[] { 1 }, i.Start.Value != 0, ScalarType.Bool, Arg.None, device));
                        any = true;
                        break;
                    case TensorIndex.Kind.Ellipsis:
                        d += (int)ndim - consumed;
                        continue;
                    case TensorIndex.Kind.Tensor:
                        Place(found, d, i.Indices);
                        any = true;
                        d += i.Indices.dtype is ScalarType.Bool or ScalarType.Byte ? (int)i.Indices.ndim : 1;
                        continue;
                    case TensorIndex.Kind.Slice when i.Start is not null || i.Stop is not null || i.Step is not null:
                        view = Ops.slice_Tensor.Run(view, d, i.Start, i.Stop, i.Step ?? 1);
                        break;
                }
                d++;
            }
            tensors = any ? found.ToArray() : null;
            return view;
        }

        private static void Place(List<Tensor> list, int position, Tensor tensor)
        {
            while (list.Count < position)
                list.Add(null);
            list.Add(tensor);
        }
    }
}
