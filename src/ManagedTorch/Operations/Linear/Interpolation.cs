using System.Numerics;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>
/// Linear interpolation, from the nearer end: start + weight (end - start) below a weight of a half, end - (1 - weight) (end - start)
/// from there on, so that a weight of 1 gives the end itself.
/// </summary>
internal static unsafe class Interpolation
{
    public static Tensor Apply(Tensor start, Tensor end, Tensor weight)
    {
        weight = Require(start, end, weight);
        Launch.Elementwise("lerp", start, end, weight);
        var shape = Shape.Broadcast(Shape.Broadcast(start.layout, end.layout), weight.layout);
        var result = Tensor.Result(shape, start.element);
        Compute(result, start, end, weight);
        if (start.Tracked || end.Tracked || weight.Tracked) result.MadeBy(new LerpNode(start, end, weight, start, weight));
        return result;
    }

    public static Tensor ApplyInPlace(Tensor start, Tensor end, Tensor weight)
    {
        InPlace.Check(start);
        InPlace.CheckOverlap(start, end.Live());
        InPlace.CheckOverlap(start, weight.Live());
        weight = Require(start, end, weight);
        Launch.InPlace("lerp_", start, end, weight);
        if (!Shape.Broadcast(end.layout, weight.layout).BroadcastsTo(start.layout))
            throw new TorchException(
                $"lerp_() writes to a tensor of shape {start.layout}, to which the shapes {end.layout} and {weight.layout} do not broadcast.");
        var before = Copying.Contiguous(start);
        var ends = end.storage == start.storage ? Copying.Contiguous(end) : end;
        var weights = weight.storage == start.storage ? Copying.Contiguous(weight) : weight;
        var node = start.Tracked || end.Tracked || weight.Tracked ? new LerpNode(before, end, weight, start, weights) : null;
        Compute(start, before, ends, weights);
        before.Free();
        Copying.Done(ends, end);
        Copying.Done(weights, weight);
        return InPlace.Done(start, node);
    }

    /// <summary>The weight in the others' type, which it need not have where it is a single number.</summary>
    private static Tensor Require(Tensor start, Tensor end, Tensor weight)
    {
        if (!Dtype.IsFloating(start.Live().element)) throw new TorchException($"lerp() is not defined for {start.element}.");
        if (end.Live().element != start.element)
            throw new TorchException($"expected dtype {start.element} for `end` but got dtype {end.element}");
        if (weight.Live().element == start.element) return weight;
        return weight.layout.Rank == 0
            ? weight.to(start.element)
            : throw new TorchException($"expected dtype {start.element} for `weight` but got dtype {weight.element}");
    }

    private static void Compute(Tensor result, Tensor start, Tensor end, Tensor weight)
    {
        var action = new Action(result, start, end, weight);
        Dtype.DispatchFloating(result.element, ref action);
    }

    private readonly struct Action(Tensor result, Tensor start, Tensor end, Tensor weight) : IFloatingAction
    {
        public void Invoke<T>() where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>
        {
            var loop = new Loop<T>();
            StridedLoops.Run(ref loop, result, start, end, weight);
        }
    }

    private readonly struct Loop<T> : IStridedLoop where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Run(byte** data, nint* strides, nint count)
        {
            byte* r = data[0], a = data[1], b = data[2], w = data[3];
            for (nint i = 0; i < count; i++, r += strides[0], a += strides[1], b += strides[2], w += strides[3])
                *(T*)r = Of(*(T*)a, *(T*)b, *(T*)w);
        }

        private static T Of(T start, T end, T weight) =>
            T.Abs(weight) < T.CreateTruncating(0.5) ? start + weight * (end - start) : end - (end - start) * (T.One - weight);
    }

    private sealed class LerpNode : Node
    {
        private readonly Shape start, end, weight;
        private SavedTensor starts, ends, weights;

        /// <param name="startValue">The start's values, where the start itself is about to be overwritten.</param>
        /// <param name="end">The end.</param>
        /// <param name="weight">The weight.</param>
        /// <param name="start">The start, whose place in the graph counts.</param>
        /// <param name="weightValue">The weight's values, where they lie in the start.</param>
        public LerpNode(Tensor startValue, Tensor end, Tensor weight, Tensor start, Tensor weightValue)
        {
            Connect(start, end, weight);
            (this.start, this.end, this.weight) = (start.layout, end.layout, weight.layout);
            weights = new SavedTensor(weightValue);
            if (!Needs(2)) return;
            starts = new SavedTensor(startValue);
            ends = new SavedTensor(end);
        }

        public override void Backward(Tensor g)
        {
            if (Needs(0))
            {
                var rest = Binary.Compute<Subtract>(weights.Value, 1);
                Binary.ComputeInto<Multiply>(rest, rest, -1.0, false);
                Give(0, Sums.SumToAndFree(Product(g, rest), start));
                rest.Free();
            }
            if (Needs(1)) Give(1, Sums.SumToAndFree(Product(g, weights.Value), end));
            if (!Needs(2)) return;
            var difference = Binary.Compute<Subtract>(ends.Value, starts.Value);
            Give(2, Sums.SumToAndFree(Product(g, difference), weight));
            difference.Free();
        }

        public override void ReleaseSaved()
        {
            starts.Release();
            ends.Release();
            weights.Release();
        }

        private static Tensor Product(Tensor g, Tensor factor)
        {
            var product = Tensor.Fresh(g.layout.AsContiguous(), g.element);
            Binary.ComputeInto<Multiply>(product, g, factor);
            return product;
        }
    }
}
