namespace TorchSharp;

public static partial class torch
{
    /// <summary>One index of t[..]: a position, a range, a tensor of positions or bools, a new dimension, or "all of these".</summary>
    public struct TensorIndex
    {
        internal enum Kind { None, Single, Slice, Bool, Ellipsis, Tensor }

        internal Kind Form;
        internal long? Start, Stop, Step;
        internal Tensor? Positions;

        /// <summary>A new dimension of length 1.</summary>
        public static TensorIndex None = new() { Form = Kind.None };
        public static TensorIndex Null = None;

        /// <summary>As many whole dimensions as the other indices leave over.</summary>
        public static TensorIndex Ellipsis = new() { Form = Kind.Ellipsis };

        /// <summary>A whole dimension.</summary>
        public static TensorIndex Colon = new() { Form = Kind.Slice };

        public static TensorIndex Slice(long? start = null, long? stop = null, long? step = null) =>
            new() { Form = Kind.Slice, Start = start, Stop = stop, Step = step };

        public static TensorIndex Slice((int?, int?) range) => Slice(range.Item1, range.Item2);

        public static TensorIndex Slice(Range range)
        {
            var start = range.Start.IsFromEnd ? -range.Start.Value : range.Start.Value;
            // ^0 is the end itself, which is no negative number.
            long? stop = range.End.IsFromEnd ? (range.End.Value == 0 ? null : -range.End.Value) : range.End.Value;
            return new() { Form = Kind.Slice, Start = range.Start is { IsFromEnd: true, Value: 0 } ? long.MaxValue : start, Stop = stop };
        }

        public static TensorIndex Bool(bool value) => new() { Form = Kind.Bool, Start = value ? 1 : 0 };
        public static TensorIndex Single(long? index) => new() { Form = Kind.Single, Start = index ?? 0 };
        public static TensorIndex Tensor(Tensor tensor) => new() { Form = Kind.Tensor, Positions = tensor };

        public static implicit operator TensorIndex(long value) => Single(value);
        public static implicit operator TensorIndex((int?, int?) range) => Slice(range);
        public static implicit operator TensorIndex(Range range) => Slice(range);
        public static implicit operator TensorIndex(Index index) => Single(index.IsFromEnd ? -index.Value : index.Value);

        internal readonly bool IsNone => Form == Kind.None;
    }
}
