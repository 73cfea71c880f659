using System.Numerics;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp;

/// <summary>A loss of single elements: its value, and its derivatives by the input and by the target.</summary>
internal interface IPointwiseLoss
{
    T Value<T>(T x, T y) where T : unmanaged, IFloatingPointIeee754<T>;

    T ByInput<T>(T x, T y) where T : unmanaged, IFloatingPointIeee754<T>;

    T ByTarget<T>(T x, T y) where T : unmanaged, IFloatingPointIeee754<T>;
}

/// <summary>Losses of single elements with their sum or mean, as one operation: the single losses are not stored.</summary>
internal static unsafe class PointwiseLoss
{
    public static Tensor Apply<TLoss>(Tensor input, Tensor target, in TLoss loss, nn.Reduction reduction)
        where TLoss : struct, IPointwiseLoss
    {
        input.Live();
        target.Live();
        Launch.Elementwise<TLoss>(input, target, kernels: reduction == nn.Reduction.None ? 1 : 2);
        if (input.element != target.element)
        {
            var type = Dtype.ResultOf(input, target);
            if (input.element != type) input = Conversion.To(input, type);
            if (target.element != type) target = Conversion.To(target, type);
        }
        if (!Dtype.IsFloating(input.element))
            throw new TorchException($"A loss needs floating point numbers, not {input.element}.");
        var shape = Shape.Broadcast(input.layout, target.layout);
        if (!shape.SameSizes(input.layout)) input = input.expand(shape.Sizes);
        if (!shape.SameSizes(target.layout)) target = target.expand(shape.Sizes);

        var result = Tensor.Result(reduction == nn.Reduction.None ? shape : Shape.Scalar, input.element);
        Compute(result, input, target, loss, reduction);
        if (input.Tracked || target.Tracked) result.MadeBy(new LossNode<TLoss>(input, target, loss, reduction));
        return result;
    }

    /// <summary>The mean loss of each segment of the rows, to the bits of the mean of that segment alone. Shape: [segments].</summary>
    public static Tensor ApplySegments<TLoss>(Tensor input, Tensor target, in TLoss loss, ReadOnlySpan<long> ends)
        where TLoss : struct, IPointwiseLoss
    {
        Launch.Elementwise<TLoss>(input.Live(), target.Live(), kernels: 2);
        if (input.element != target.element || !Dtype.IsFloating(input.element) || !input.layout.SameSizes(target.layout))
            throw new TorchException($"Joint losses need numbers of one type and shape, not {input.layout} and {target.layout}.");
        var result = Tensor.Result(Shape.Of(ends.Length), input.element);
        Tensor x = Copying.AsContiguous(input), y = Copying.AsContiguous(target);
        var width = SegmentMeans.Width(input);
        long start = 0;
        for (var i = 0; i < ends.Length; i++)
        {
            var action = new TotalAction<TLoss>(result, x, y, loss, true, start * width, (ends[i] - start) * width, i);
            Dtype.DispatchFloating(input.element, ref action);
            start = ends[i];
        }
        Copying.Done(x, input);
        Copying.Done(y, target);
        GC.KeepAlive(input);
        GC.KeepAlive(target);
        if (input.Tracked || target.Tracked) result.MadeBy(new SegmentLossNode<TLoss>(input, target, loss, ends));
        return result;
    }

    private static void Compute<TLoss>(Tensor result, Tensor input, Tensor target, in TLoss loss,
        nn.Reduction reduction) where TLoss : struct, IPointwiseLoss
    {
        if (reduction == nn.Reduction.None)
        {
            var each = new EachAction<TLoss>(result, input, target, loss);
            Dtype.DispatchFloating(input.element, ref each);
            return;
        }
        Tensor x = Copying.AsContiguous(input), y = Copying.AsContiguous(target);
        var action = new TotalAction<TLoss>(result, x, y, loss, reduction == nn.Reduction.Mean, 0, x.layout.Count, 0);
        Dtype.DispatchFloating(input.element, ref action);
        Copying.Done(x, input);
        Copying.Done(y, target);
        GC.KeepAlive(input);
        GC.KeepAlive(target);
    }

    private readonly struct TotalAction<TLoss>(Tensor result, Tensor x, Tensor y, TLoss loss,
        bool mean, long first, long count, int place) : IFloatingAction where TLoss : struct, IPointwiseLoss
    {
        public void Invoke<T>() where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>
        {
            const int Block = 256;
            T* xs = (T*)x.pointer + first, ys = (T*)y.pointer + first;
            double total = 0;
            // Blocks into a small buffer, so that values are computed in a plain loop and summed in vectors.
            var values = stackalloc T[Block];
            for (long start = 0; start < count; start += Block)
            {
                var length = (int)Math.Min(Block, count - start);
                for (var i = 0; i < length; i++) values[i] = loss.Value(xs[start + i], ys[start + i]);
                total += double.CreateTruncating(Kernels.Reductions.Sum(values, length));
            }
            ((T*)result.pointer)[place] = T.CreateTruncating(mean ? total / count : total);
        }
    }

    private readonly struct EachAction<TLoss>(Tensor result, Tensor x, Tensor y,
        TLoss loss) : IFloatingAction where TLoss : struct, IPointwiseLoss
    {
        public void Invoke<T>() where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>
        {
            var loop = new EachLoop<T, TLoss> { Loss = loss };
            StridedLoops.Run(ref loop, result, x, y);
        }
    }

    private struct EachLoop<T, TLoss> : IStridedLoop
        where T : unmanaged, IFloatingPointIeee754<T>
        where TLoss : struct, IPointwiseLoss
    {
        public TLoss Loss;

        public readonly void Run(byte** data, nint* strides, nint count)
        {
            byte* r = data[0], x = data[1], y = data[2];
            for (nint i = 0; i < count; i++, r += strides[0], x += strides[1], y += strides[2])
                *(T*)r = Loss.Value(*(T*)x, *(T*)y);
        }
    }

    /// <summary>The two gradients of a loss of pairs; how they are scaled is its subclass's affair.</summary>
    private abstract class PairNode : Node
    {
        private SavedTensor input, target;

        protected PairNode(Tensor input, Tensor target)
        {
            Connect(input, target);
            this.input = new SavedTensor(input);
            this.target = new SavedTensor(target);
        }

        public override void Backward(Tensor g)
        {
            if (Needs(0)) Give(0, Gradient(g, byTarget: false));
            if (Needs(1)) Give(1, Gradient(g, byTarget: true));
        }

        public override void ReleaseSaved()
        {
            input.Release();
            target.Release();
        }

        protected abstract void Fill(Tensor back, Tensor g, Tensor x, Tensor y, bool byTarget);

        private Tensor Gradient(Tensor g, bool byTarget)
        {
            Tensor x = input.Value, y = target.Value;
            var back = Tensor.Fresh(x.layout.AsContiguous(), g.element);
            Fill(back, g, x, y, byTarget);
            return back;
        }
    }

    private sealed class LossNode<TLoss>(Tensor input, Tensor target, TLoss loss, nn.Reduction reduction) : PairNode(input, target)
        where TLoss : struct, IPointwiseLoss
    {
        protected override void Fill(Tensor back, Tensor g, Tensor x, Tensor y, bool byTarget)
        {
            var scale = reduction == nn.Reduction.Mean ? 1.0 / x.layout.Count : 1;
            var action = new GradientAction<TLoss>(back, g, x, y, loss, scale, byTarget);
            Dtype.DispatchFloating(g.element, ref action);
        }
    }

    private sealed class SegmentLossNode<TLoss>(Tensor input, Tensor target, TLoss loss, ReadOnlySpan<long> ends) : PairNode(input, target)
        where TLoss : struct, IPointwiseLoss
    {
        private readonly long[] ends = ends.ToArray();

        protected override void Fill(Tensor back, Tensor g, Tensor x, Tensor y, bool byTarget)
        {
            Tensor xs = Copying.AsContiguous(x), ys = Copying.AsContiguous(y), means = Copying.AsContiguous(g);
            var action = new SegmentsAction<TLoss>(back, means, xs, ys, loss, ends, byTarget);
            Dtype.DispatchFloating(g.element, ref action);
            Copying.Done(xs, x);
            Copying.Done(ys, y);
            Copying.Done(means, g);
        }
    }

    private readonly struct SegmentsAction<TLoss>(Tensor back, Tensor g, Tensor x, Tensor y, TLoss loss, long[] ends, bool byTarget) : IFloatingAction
        where TLoss : struct, IPointwiseLoss
    {
        public void Invoke<T>() where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>
        {
            var width = SegmentMeans.Width(x);
            long start = 0;
            for (var i = 0; i < ends.Length; i++)
            {
                var count = (ends[i] - start) * width;
                T scale = ((T*)g.pointer)[i] * T.CreateTruncating(1.0 / count);
                T* to = (T*)back.pointer + start * width, xs = (T*)x.pointer + start * width, ys = (T*)y.pointer + start * width;
                for (long j = 0; j < count; j++) to[j] = scale * (byTarget ? loss.ByTarget(xs[j], ys[j]) : loss.ByInput(xs[j], ys[j]));
                start = ends[i];
            }
        }
    }

    private readonly struct GradientAction<TLoss>(Tensor back, Tensor g, Tensor x, Tensor y, TLoss loss, double scale,
        bool byTarget) : IFloatingAction
        where TLoss : struct, IPointwiseLoss
    {
        public void Invoke<T>() where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>
        {
            var loop = new GradientLoop<T, TLoss> { Loss = loss, Scale = T.CreateTruncating(scale), ByTarget = byTarget };
            StridedLoops.Run(ref loop, back, g, x, y);
        }
    }

    private struct GradientLoop<T, TLoss> : IStridedLoop
        where T : unmanaged, IFloatingPointIeee754<T>
        where TLoss : struct, IPointwiseLoss
    {
        public TLoss Loss;
        public T Scale;
        public bool ByTarget;

        public readonly void Run(byte** data, nint* strides, nint count)
        {
            byte* r = data[0], g = data[1], x = data[2], y = data[3];
            for (nint i = 0; i < count; i++, r += strides[0], g += strides[1], x += strides[2], y += strides[3])
            {
                var slope = ByTarget ? Loss.ByTarget(*(T*)x, *(T*)y) : Loss.ByInput(*(T*)x, *(T*)y);
                *(T*)r = *(T*)g * Scale * slope;
            }
        }
    }
}
