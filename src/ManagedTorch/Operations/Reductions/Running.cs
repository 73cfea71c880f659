using System.Numerics;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Running sums along a dimension.</summary>
internal static unsafe class Running
{
    public static Tensor Sum(Tensor x, long dim, ScalarType? type)
    {
        Launch.Of("cumsum", x.Live());
        var wanted = type ?? (Dtype.IsFloating(x.element) ? x.element : ScalarType.Int64);
        if (x.element != wanted) x = Conversion.To(x, wanted);
        var d = x.layout.Dimension(dim);
        var result = Copying.Contiguous(x).Register();
        Accumulate(result, d, false);
        if (x.Tracked) result.MadeBy(new SumNode(x, d));
        return result;
    }

    /// <summary>Adds each element of a contiguous tensor to the next along a dimension, or to the one before.</summary>
    public static void Accumulate(Tensor x, int dim, bool backwards)
    {
        var action = new Action(x, Lines.Of(x.layout, dim), backwards);
        Dtype.Dispatch(x.element, ref action);
    }

    private readonly struct Action(Tensor x, Lines lines, bool backwards) : ITypedAction
    {
        public void Invoke<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            if (typeof(T) == typeof(float)) Accumulate<float, double>();
            else Accumulate<T, T>();
        }

        /// <summary>float32 is summed in float64, as PyTorch does it on the CPU.</summary>
        private void Accumulate<T, TSum>() where T : unmanaged, INumber<T> where TSum : unmanaged, INumber<TSum>
        {
            for (long line = 0; line < lines.Count; line++)
            {
                var data = (T*)x.pointer + lines.Start(line);
                var sum = TSum.Zero;
                for (long i = 0; i < lines.Length; i++)
                {
                    var at = (backwards ? lines.Length - 1 - i : i) * lines.Step;
                    sum += TSum.CreateTruncating(data[at]);
                    data[at] = T.CreateTruncating(sum);
                }
            }
        }
    }

    /// <summary>The largest or smallest element so far, and the last place where it stood.</summary>
    public static (Tensor, Tensor) Extremes(Tensor x, long dim, bool largest)
    {
        var d = x.Live().layout.Dimension(dim);
        Launch.Of(largest ? "cummax" : "cummin", x);
        var values = Copying.Contiguous(x).Register();
        var places = Tensor.Result(values.layout, ScalarType.Int64);
        var action = new ExtremesAction(values, places, Lines.Of(x.layout, d), largest);
        Dtype.Dispatch(x.element, ref action);
        if (x.Tracked) values.MadeBy(new Extrema.PickNode(x, places, d, true));
        return (values, places);
    }

    private readonly struct ExtremesAction(Tensor values, Tensor places, Lines lines, bool largest) : ITypedAction
    {
        public void Invoke<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            for (long line = 0; line < lines.Count && lines.Length > 0; line++)
            {
                var start = lines.Start(line);
                T* value = (T*)values.pointer + start;
                long* place = (long*)places.pointer + start;
                var best = value[0];
                long at = 0;
                for (long i = 0; i < lines.Length; i++)
                {
                    var current = value[i * lines.Step];
                    if (T.IsNaN(current) || (!T.IsNaN(best) && (largest ? current >= best : current <= best)))
                        (best, at) = (current, i);
                    value[i * lines.Step] = best;
                    place[i * lines.Step] = at;
                }
            }
        }
    }

    private sealed class SumNode : Node
    {
        private readonly int dim;

        public SumNode(Tensor x, int dim)
        {
            Connect(x);
            this.dim = dim;
        }

        public override void Backward(Tensor g)
        {
            var back = Copying.Contiguous(g);
            Accumulate(back, dim, true);
            Give(0, back);
        }
    }
}
