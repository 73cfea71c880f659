using System.Numerics;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Orders along a dimension. Sorting is always stable, and nan counts as larger than everything, as in PyTorch.</summary>
internal static unsafe class Sorting
{
    public static (Tensor, Tensor) Sort(Tensor x, long dim, bool descending) => Ordered(x, dim, descending, null);

    public static (Tensor, Tensor) TopK(Tensor x, long k, long dim, bool largest)
    {
        var length = x.Live().layout.Length(x.layout.Dimension(dim));
        if (k < 0 || k > length) throw new TorchException($"selected index k out of range: {k} of {length} elements");
        // A number without dimensions has none that k could be the length of: PyTorch gives the number.
        return Ordered(x, dim, largest, x.layout.Rank == 0 ? 1 : k);
    }

    /// <summary>The k-th smallest element, counted from 1, and its place.</summary>
    public static (Tensor, Tensor) KthValue(Tensor x, long k, long? dim, bool keepdim)
    {
        var d = x.Live().layout.Dimension(dim ?? -1);
        if (k < 1 || k > x.layout.Length(d))
            throw new TorchException(
                $"kthvalue(): selected number k out of range for dimension {d}: {k} of {x.layout.Length(d)}");
        var (values, places) = Ordered(x, d, false, k);
        return keepdim || x.layout.Rank == 0
            ? (values.narrow(d, k - 1, 1), places.narrow(d, k - 1, 1))
            : (values.select(d, k - 1), places.select(d, k - 1));
    }

    /// <summary>The lower of the two middle elements; nan where there is one, unless those are left out.</summary>
    public static Tensor Median(Tensor x, bool leaveOutNan)
    {
        Launch.On(x.Live());
        var result = Tensor.Result(Shape.Scalar, x.element);
        if (x.layout.Count == 0 || (leaveOutNan && x.isnan().all().ToBoolean())) Copying.Fill(result, double.NaN);
        else
        {
            using var mode = no_grad();
            using var scope = NewDisposeScope();
            var sorted = x.detach().flatten().sort(0).Values;
            var count = leaveOutNan ? sorted.isnan().logical_not().sum().ToInt64() : x.layout.Count;
            // nan comes last.
            var last = sorted[count - 1];
            result.copy_(last.isnan().ToBoolean() ? last : sorted[(count - 1) / 2]);
        }
        return Extrema.SharedAmongEqual(x, result);
    }

    private static (Tensor, Tensor) Ordered(Tensor x, long dim, bool descending, long? count)
    {
        var d = x.Live().layout.Dimension(dim);
        Launch.Of("sort", x);
        var lines = Lines.Of(x.layout, d);
        var kept = count ?? lines.Length;
        var sizes = (long[])x.layout.Sizes.Clone();
        if (sizes.Length > 0) sizes[d] = kept;
        var values = Tensor.Result(Shape.Of(sizes), x.element);
        var places = Tensor.Result(values.layout, ScalarType.Int64);
        if (values.layout.Count > 0)
        {
            var source = Copying.AsContiguous(x);
            var action = new Action(source, values, places, lines, kept, descending);
            Dtype.Dispatch(x.element, ref action);
            Copying.Done(source, x);
        }
        if (x.Tracked) values.MadeBy(new Extrema.PickNode(x, places, d, true));
        return (values, places);
    }

    private readonly struct Action(Tensor x, Tensor values, Tensor places, Lines lines, long kept, bool descending) : ITypedAction
    {
        public void Invoke<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            var target = new Lines(lines.Outer, kept, lines.Step);
            var keys = new T[lines.Length];
            var order = new long[lines.Length];
            var comparer = new Order<T>(keys, descending);
            for (long line = 0; line < lines.Count; line++)
            {
                var source = (T*)x.pointer + lines.Start(line);
                for (long i = 0; i < lines.Length; i++)
                {
                    keys[i] = source[i * lines.Step];
                    order[i] = i;
                }
                Array.Sort(order, comparer);
                var start = target.Start(line);
                for (long i = 0; i < kept; i++)
                {
                    ((T*)values.pointer)[start + i * lines.Step] = keys[order[i]];
                    ((long*)places.pointer)[start + i * lines.Step] = order[i];
                }
            }
            GC.KeepAlive(x);
        }
    }

    /// <summary>Compares places by their keys, then by themselves, which makes any sort stable.</summary>
    private sealed class Order<T>(T[] keys, bool descending) : IComparer<long> where T : unmanaged, INumber<T>
    {
        public int Compare(long a, long b)
        {
            T x = keys[a], y = keys[b];
            var order = T.IsNaN(x) ? (T.IsNaN(y) ? 0 : 1) : T.IsNaN(y) ? -1 : x.CompareTo(y);
            if (order == 0) return a.CompareTo(b);
            return descending ? -order : order;
        }
    }
}
