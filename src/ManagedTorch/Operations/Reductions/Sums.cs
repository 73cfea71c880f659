using System.Numerics;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Sums and means: recorded, over any dimensions.</summary>
internal static unsafe class Sums
{
    public static Tensor Sum(Tensor x, in Dims dims, bool keepdim, ScalarType? type)
    {
        Launch.Of("sum", x);
        var accumulated = type ?? (Dtype.IsFloating(x.element) ? x.element : ScalarType.Int64);
        if (x.element != accumulated) x = Conversion.To(x, accumulated);
        var result = Tensor.Result(dims.Result(x.layout, keepdim), x.element);
        SumInto(result, x, dims);
        if (x.Tracked) result.MadeBy(new SumNode(x, dims, 1));
        return result;
    }

    public static Tensor Mean(Tensor x, in Dims dims, bool keepdim, ScalarType? type)
    {
        Launch.Of("mean", x);
        if (type is { } wanted && x.element != wanted) x = Conversion.To(x, wanted);
        if (!Dtype.IsFloating(x.element))
            throw new TorchException(
                $"mean(): could not infer output dtype. Input dtype must be a floating point dtype. Got: {x.element}");
        var result = Tensor.Result(dims.Result(x.layout, keepdim), x.element);
        var scale = 1.0 / dims.CountIn(x.layout);
        SumInto(result, x, dims);
        if (double.IsFinite(scale)) Scale(result, dims.CountIn(x.layout));
        else Copying.Fill(result, double.NaN);
        if (x.Tracked) result.MadeBy(new SumNode(x, dims, scale));
        return result;
    }

    /// <summary>A gradient summed over what was broadcast from <paramref name="shape"/>.</summary>
    public static Tensor SumTo(Tensor g, Shape shape)
    {
        Launch.Of("sum", g);
        var result = Tensor.Fresh(shape.AsContiguous(), g.element);
        SumInto(result, g, Dims.Broadcast(g.layout, shape));
        return result;
    }

    /// <summary>The same for a gradient that is used up; it is returned itself where nothing was broadcast.</summary>
    public static Tensor SumToAndFree(Tensor g, Shape shape)
    {
        if (shape.SameSizes(g.layout)) return g;
        var result = SumTo(g, shape);
        g.Free();
        return result;
    }

    public static void SumInto(Tensor result, Tensor x, in Dims dims)
    {
        if (x.layout.Count == 0)
        {
            Copying.Fill(result, 0);
            return;
        }
        var action = new SumAction(result, x, dims);
        Dtype.Dispatch(x.element, ref action);
    }

    private static void Scale(Tensor result, long count)
    {
        if (result.element == ScalarType.Float32)
            for (long i = 0; i < result.layout.Count; i++) ((float*)result.pointer)[i] /= count;
        else
            Binary.ComputeInto<Divide>(result, result, count, false);
    }

    private readonly struct SumAction(Tensor result, Tensor x, Dims dims) : ITypedAction
    {
        public void Invoke<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            var count = dims.CountIn(x.layout);
            var target = (T*)result.pointer;
            var outputs = x.layout.Count / count;
            if (x.layout.Contiguous && dims.IsBlock(x.layout, out var before, out var within, out var after) && after > 1)
            {
                for (long i = 0; i < before; i++)
                    Kernels.Reductions.ColumnSums((T*)x.pointer + i * within * after, (nint)within, (nint)after, (nint)after,
                        target + i * after);
                GC.KeepAlive(x);
                return;
            }
            var rows = dims.Rows(x);
            var source = (T*)rows.pointer;
            Kernels.Reductions.RowSums(source, (nint)outputs, (nint)count, target);
            Copying.Done(rows, x);
            GC.KeepAlive(x);
        }
    }

    /// <summary>The gradient of a sum or, with a scale, of a mean: the same number for every element.</summary>
    private sealed class SumNode : Node
    {
        private readonly Shape shape;
        private readonly Dims dims;
        private readonly double scale;

        public SumNode(Tensor x, in Dims dims, double scale)
        {
            Connect(x);
            shape = x.layout;
            this.dims = dims;
            this.scale = scale;
        }

        public override int Launches => scale == 1 ? 0 : 1;

        public override void Backward(Tensor g)
        {
            if (scale == 1)
            {
                Give(0, dims.Spread(g, shape));
                return;
            }
            var scaled = Binary.Compute<Multiply>(g, scale);
            Give(0, dims.Spread(scaled, shape));
            scaled.Free();
        }
    }
}
