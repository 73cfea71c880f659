using System.Numerics;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>The largest and smallest elements, with and without their places.</summary>
internal static unsafe class Extrema
{
    /// <summary>
    /// The extreme of some dimensions; equal elements share the gradient. Where the extreme is nan, no element equals it: all of
    /// their gradients are nan.
    /// </summary>
    public static Tensor Over<TFold>(Tensor x, in Dims dims, bool keepdim) where TFold : struct, IFold
    {
        var result = Folds.Apply<TFold>(x, dims, keepdim);
        if (x.Tracked) result.MadeBy(new SharedNode(x, result, dims, nanIsEqual: false));
        return result;
    }

    /// <summary>The extreme of all elements; equal ones share the gradient, and nan then equals nan.</summary>
    public static Tensor OfAll<TFold>(Tensor x) where TFold : struct, IFold =>
        SharedAmongEqual(x, Folds.Apply<TFold>(x, Dims.All(x.layout), false));

    /// <summary>Records a result that is one of the elements: all that equal it share the gradient.</summary>
    public static Tensor SharedAmongEqual(Tensor x, Tensor result) =>
        x.Tracked ? result.MadeBy(new SharedNode(x, result, Dims.All(x.layout), nanIsEqual: true)) : result;

    /// <summary>1 where x equals the extreme, which is broadcast to it, else 0.</summary>
    public static void Mask(Tensor mask, Tensor x, Tensor extreme, bool nanIsEqual)
    {
        var action = new MaskAction(mask, x, extreme, nanIsEqual);
        Dtype.DispatchFloating(mask.element, ref action);
    }

    /// <summary>The extreme along one dimension and its first place.</summary>
    public static (Tensor, Tensor) Along(Tensor x, long dim, bool keepdim, bool largest)
    {
        var d = x.Live().layout.Dimension(dim);
        var dims = Dims.One(x.layout, d);
        var shape = dims.Result(x.layout, keepdim);
        Launch.Of(largest ? "max" : "min", x);
        var values = Tensor.Result(shape, x.element);
        var places = Tensor.Result(shape, ScalarType.Int64);
        Find(x, d, largest, values, places);
        if (x.Tracked) values.MadeBy(new PickNode(x, places, d, keepdim));
        return (values, places);
    }

    public static Tensor Place(Tensor x, long? dim, bool keepdim, bool largest)
    {
        Launch.Of(largest ? "argmax" : "argmin", x.Live());
        if (dim is null)
        {
            var all = Tensor.Result(Shape.Scalar, ScalarType.Int64);
            var flat = Copying.AsContiguous(x);
            var line = flat.Share(Shape.Of(x.layout.Count));
            Find(line, 0, largest, null, all);
            line.Free();
            Copying.Done(flat, x);
            return all;
        }
        var d = x.layout.Dimension(dim.Value);
        var places = Tensor.Result(Dims.One(x.layout, d).Result(x.layout, keepdim), ScalarType.Int64);
        Find(x, d, largest, null, places);
        return places;
    }

    private static void Find(Tensor x, int dim, bool largest, Tensor? values, Tensor places)
    {
        if (places.layout.Count == 0) return;
        if (x.layout.Length(dim) == 0)
            throw new TorchException($"There is no extreme element along dimension {dim} of a tensor of shape {x.layout}.");
        var source = Copying.AsContiguous(x);
        var action = new FindAction(source, Lines.Of(x.layout, dim), largest, values, places);
        Dtype.Dispatch(x.element, ref action);
        Copying.Done(source, x);
        GC.KeepAlive(x);
    }

    private readonly struct FindAction(Tensor x, Lines lines, bool largest, Tensor? values, Tensor places) : ITypedAction
    {
        public void Invoke<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            var data = (T*)x.pointer;
            var step = lines.Step;
            for (long line = 0; line < lines.Count; line++)
            {
                var element = data + lines.Start(line);
                var best = *element;
                long place = 0;
                for (long i = 1; i < lines.Length && !T.IsNaN(best); i++)
                {
                    var value = element[i * step];
                    if (T.IsNaN(value) || (largest ? value > best : value < best)) (best, place) = (value, i);
                }
                ((long*)places.pointer)[line] = place;
                if (values is not null) ((T*)values.pointer)[line] = best;
            }
        }
    }

    /// <summary>The gradient goes to the elements that were picked.</summary>
    internal sealed class PickNode : Node
    {
        private readonly Shape shape;
        private readonly int dim;
        private readonly bool keepdim;
        private SavedTensor places;

        /// <param name="x">The input.</param>
        /// <param name="places">Where along <paramref name="dim"/> each result came from.</param>
        /// <param name="dim">The dimension.</param>
        /// <param name="keepdim">True where the results have it too.</param>
        public PickNode(Tensor x, Tensor places, int dim, bool keepdim)
        {
            Connect(x);
            shape = x.layout.AsContiguous();
            this.dim = dim;
            this.keepdim = keepdim || x.layout.Rank == 0;
            this.places = new SavedTensor(places);
        }

        public override void Backward(Tensor g)
        {
            var back = Tensor.Fresh(shape, g.element);
            Copying.Fill(back, 0);
            Tensor index = places.Value, source = g;
            if (!keepdim)
            {
                index = index.Share(WithDim(index.layout));
                source = g.Share(WithDim(g.layout));
            }
            Scattering.Add(back, dim, index, source);
            Copying.Done(index, places.Value);
            Copying.Done(source, g);
            Give(0, back);
        }

        public override void ReleaseSaved() => places.Release();

        private Shape WithDim(Shape x) => Shape.Strided(
            [.. x.Sizes.AsSpan(0, dim), 1, .. x.Sizes.AsSpan(dim)], [.. x.Strides.AsSpan(0, dim), 1, .. x.Strides.AsSpan(dim)]);
    }

    /// <summary>The gradient is shared by all elements that equal the result.</summary>
    private sealed class SharedNode : Node
    {
        private readonly Dims dims;
        private readonly bool nanIsEqual;
        private SavedTensor x, result;

        public SharedNode(Tensor x, Tensor result, in Dims dims, bool nanIsEqual)
        {
            Connect(x);
            this.dims = dims;
            this.nanIsEqual = nanIsEqual;
            this.x = new SavedTensor(x);
            this.result = new SavedTensor(result);
        }

        public override void Backward(Tensor g)
        {
            var input = x.Value;
            var extreme = dims.Spread(result.Value, input.layout);
            var mask = Tensor.Fresh(input.layout.AsContiguous(), g.element);
            Mask(mask, input, extreme, nanIsEqual);
            var counts = Tensor.Fresh(dims.Result(input.layout, false), g.element);
            Sums.SumInto(counts, mask, dims);
            var compact = g.layout.Rank == counts.layout.Rank ? g.Share() : Flattened(g, counts.layout);
            var share = Binary.Compute<Divide>(compact, counts);
            var spread = dims.Spread(share, input.layout);
            Binary.ComputeInto<Multiply>(mask, mask, spread);
            foreach (var temporary in new[] { extreme, counts, compact, share, spread }) temporary.Free();
            Give(0, mask);
        }

        public override void ReleaseSaved()
        {
            x.Release();
            result.Release();
        }

        private static Tensor Flattened(Tensor g, Shape shape)
        {
            var copy = Copying.Contiguous(g);
            copy.layout = shape;
            return copy;
        }
    }

    private readonly struct MaskAction(Tensor mask, Tensor x, Tensor extreme, bool nanIsEqual) : IFloatingAction
    {
        public void Invoke<T>() where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>
        {
            var loop = new MaskLoop<T> { NanIsEqual = nanIsEqual };
            StridedLoops.Run(ref loop, mask, x, extreme);
        }
    }

    private struct MaskLoop<T> : IStridedLoop where T : unmanaged, IFloatingPointIeee754<T>
    {
        public bool NanIsEqual;

        public readonly void Run(byte** data, nint* strides, nint count)
        {
            byte* r = data[0], x = data[1], e = data[2];
            for (nint i = 0; i < count; i++, r += strides[0], x += strides[1], e += strides[2])
                *(T*)r = *(T*)x == *(T*)e || (NanIsEqual && T.IsNaN(*(T*)x) && T.IsNaN(*(T*)e)) ? T.One : T.Zero;
        }
    }
}
