using System.Numerics;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Binary search for values among sorted boundaries, one line of boundaries for all values or one for each line.</summary>
internal static unsafe class Searching
{
    public static Tensor Apply(Tensor boundaries, Tensor values, bool right, bool int32)
    {
        Launch.Elementwise("searchsorted", boundaries.Live(), values.Live());
        var common = boundaries.layout.Rank == 1;
        if (!common && !boundaries.layout.Sizes.AsSpan()[..^1].SequenceEqual(values.Live().layout.Sizes.AsSpan()[..^1]))
            throw new TorchException(
                "searchsorted() needs one line of boundaries or one for each line of values; " +
                $"the shapes are {boundaries.layout} and {values.layout}.");
        var type = Dtype.ResultOf(boundaries, values.Live());
        var result = Tensor.Result(values.layout.AsContiguous(), ScalarType.Int64);
        Tensor sorted = Copying.AsContiguous(boundaries, type), wanted = Copying.AsContiguous(values, type);
        var action = new Action(sorted, wanted, result, common, right);
        Dtype.Dispatch(type, ref action);
        Copying.Done(sorted, boundaries);
        Copying.Done(wanted, values);
        GC.KeepAlive(boundaries);
        GC.KeepAlive(values);
        return int32 ? result.to(ScalarType.Int32) : result;
    }

    private readonly struct Action(Tensor boundaries, Tensor values, Tensor result, bool common, bool right) : ITypedAction
    {
        public void Invoke<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            var length = boundaries.layout.Sizes[^1];
            var perLine = common ? values.layout.Count : values.layout.Sizes[^1];
            for (long i = 0; i < values.layout.Count; i++)
            {
                var line = (T*)boundaries.pointer + (common ? 0 : i / perLine * length);
                ((long*)result.pointer)[i] = Search(line, length, ((T*)values.pointer)[i]);
            }
        }

        private long Search<T>(T* line, long length, T value) where T : unmanaged, INumber<T>
        {
            long low = 0, high = length;
            while (low < high)
            {
                var middle = low + (high - low) / 2;
                // Asked like this, nan is behind every boundary.
                if (!(right ? line[middle] > value : line[middle] >= value)) low = middle + 1;
                else high = middle;
            }
            return low;
        }
    }
}
