namespace TorchSharp;

public static partial class torch
{
    /// <summary>One element of an index expression, as Python's brackets take it.</summary>
    public struct TensorIndex
    {
        public static TensorIndex None = new(Kind.None);
        public static TensorIndex Null = new(Kind.Null);
        public static TensorIndex Ellipsis = new(Kind.Ellipsis);
        public static TensorIndex Colon = Slice();

        internal readonly Kind What;
        internal readonly long? Start;
        internal readonly long? Stop;
        internal readonly long? Step;
        internal readonly Tensor Indices;

        private TensorIndex(Kind kind, long? start = null, long? stop = null, long? step = null, Tensor indices = null)
        {
            What = kind;
            Start = start;
            Stop = stop;
            Step = step;
            Indices = indices;
        }

        internal enum Kind
        {
            Null,
            None,
            Ellipsis,
            Single,
            Slice,
            Bool,
            Tensor,
        }

        public static implicit operator TensorIndex(long value) => Single(value);

        public static implicit operator TensorIndex((int? start, int? end) range) => Slice(range);

        public static implicit operator TensorIndex(Range range) => Slice(range);

        public static implicit operator TensorIndex(Index index) => Single(index.IsFromEnd ? -index.Value : index.Value);

        public static implicit operator Tensor(TensorIndex value) => value.Indices;

        public static TensorIndex Single(long? index) => index is null ? Null : new(Kind.Single, index);

        public static TensorIndex Bool(bool value) => new(Kind.Bool, value ? 1 : 0);

        public static TensorIndex Tensor(Tensor tensor) => new(Kind.Tensor, indices: tensor);

        public static TensorIndex Slice(long? start = null, long? stop = null, long? step = null) => new(Kind.Slice, start, stop, step);

        public static TensorIndex Slice((int? start, int? end) range) => Slice(range.start, range.end);

        public static TensorIndex Slice(Range range) => Slice(
            range.Start.IsFromEnd ? -range.Start.Value : range.Start.Value,
            range.End.IsFromEnd ? (range.End.Value == 0 ? null : -range.End.Value) : range.End.Value);
    }
}
