namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            public static Tensor pad(Tensor input, long pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                functional.pad(input, [pad, pad], mode, value);

            public static Tensor pad(
                Tensor input, (long, long) pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                functional.pad(input, [pad.Item1, pad.Item2], mode, value);

            public static Tensor pad(
                Tensor input, (long, long, long, long) pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                functional.pad(input, [pad.Item1, pad.Item2, pad.Item3, pad.Item4], mode, value);

            public static Tensor pad(
                Tensor input, ReadOnlySpan<long> pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                functional.pad(input, pad.ToArray(), mode, value);

            /// <summary>
            /// Grows dimensions at their ends: a pair (before, after) for each, the last dimension first. A negative number cuts.
            /// </summary>
            public static Tensor pad(Tensor input, long[] pad, PaddingModes mode = PaddingModes.Constant, double value = 0)
            {
                var rank = input.layout.Rank;
                if (pad.Length % 2 != 0 || pad.Length / 2 > rank)
                    throw new ArgumentException(
                        $"Padding takes a pair of numbers for at most each of the {rank} dimensions of {input.layout}, " +
                        $"not {pad.Length} numbers.");
                using var scope = NewDisposeScope();
                var result = input.alias();
                for (var i = 0; i < pad.Length / 2; i++)
                {
                    var (dim, before, after) = (rank - 1 - i, pad[2 * i], pad[2 * i + 1]);
                    if (before == 0 && after == 0) continue;
                    var length = result.layout.Sizes[dim];
                    if (length + before + after < 0)
                        throw new ArgumentException(
                            $"Padding by ({before}, {after}) leaves nothing of dimension {dim} of {input.layout}.");
                    result = mode is PaddingModes.Constant or PaddingModes.Zeros
                        ? WithBorder(result, dim, before, after, mode == PaddingModes.Zeros ? 0 : value)
                        : result.index_select(dim, tensor(Border(length, before, after, mode, input.layout), device: input.device));
                }

                // Cutting makes views; what is returned is written to apart from the input.
                if (result.storage == input.storage) result = result.clone();
                return result.MoveToOuterDisposeScope();
            }

            private static Tensor WithBorder(Tensor x, int dim, long before, long after, double value)
            {
                var (cutBefore, cutAfter) = (Math.Max(0, -before), Math.Max(0, -after));
                if (cutBefore + cutAfter > 0) x = x.narrow(dim, cutBefore, x.layout.Sizes[dim] - cutBefore - cutAfter);
                var parts = new List<Tensor>();
                if (before > 0) parts.Add(Border(before));
                parts.Add(x);
                if (after > 0) parts.Add(Border(after));
                return parts.Count == 1 ? x : cat(parts, dim);

                Tensor Border(long length)
                {
                    var shape = x.shape;
                    shape[dim] = length;
                    return full(shape, value, dtype: x.dtype, device: x.device);
                }
            }

            /// <summary>Where each element of a padded dimension comes from.</summary>
            private static long[] Border(long length, long before, long after, PaddingModes mode, Shape shape)
            {
                var most = Math.Max(before, after);
                if (mode == PaddingModes.Reflect ? most >= length : mode == PaddingModes.Circular && most > length)
                    throw new ArgumentException(
                        $"{mode} padding by {most} is more than the length {length} of a dimension of {shape} gives.");
                var sources = new long[length + before + after];
                for (var i = 0; i < sources.Length; i++)
                {
                    var at = i - before;
                    sources[i] = mode switch
                    {
                        PaddingModes.Reflect => at < 0 ? -at : at >= length ? 2 * (length - 1) - at : at,
                        PaddingModes.Circular => (at + length) % length,
                        _ => Math.Clamp(at, 0, length - 1),
                    };
                }

                return sources;
            }
        }
    }
}
