using System.Numerics;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Reading and writing at positions that tensors name, one tensor for each picked dimension.</summary>
internal static unsafe class Picking
{
    /// <param name="x">The tensor.</param>
    /// <param name="picks">Positions, one tensor for each picked dimension.</param>
    /// <param name="fromTheEnd">True where negative positions count from the end; else they are out of bounds.</param>
    public static Tensor Get(Tensor x, Tensor?[] picks, bool fromTheEnd = true)
    {
        Start("index", x, null, picks);
        var plan = new Plan(x.layout, picks, fromTheEnd);
        var result = Tensor.Result(plan.Result, x.element);
        plan.Move(result, x, Direction.Read);
        if (!x.Tracked)
        {
            plan.Free();
            return result;
        }
        // The gradient is contiguous whatever the tensor is; a broadcast tensor's strides would add to one place many times.
        if (!x.layout.Contiguous)
        {
            plan.Free();
            plan = new Plan(x.layout.AsContiguous(), picks, fromTheEnd);
        }
        return result.MadeBy(new PickNode(x, plan));
    }

    public static void Put(Tensor x, Tensor?[] picks, Tensor value, bool accumulate)
    {
        InPlace.Check(x);
        Start("index_put", x, value, picks);
        var plan = new Plan(x.layout, picks, fromTheEnd: true);
        if (value.Live().element != x.element) value = Conversion.To(value, x.element);
        var source = Views.Expand(value, plan.Result.Sizes);
        Node? node = x.Tracked || source.Tracked ? new PutNode(x, source, plan, accumulate) : null;
        plan.Move(source, x, accumulate ? Direction.Add : Direction.Write);
        InPlace.Done(x, node);
        if (node is null) plan.Free();
    }

    /// <summary>Positions may be given by the CPU to any device, as in PyTorch, but then they have to travel.</summary>
    private static void Start(string operation, Tensor x, Tensor? value, Tensor?[] picks)
    {
        if (!SimulatedDevice.Enabled) return;
        foreach (var positions in picks)
        {
            if (positions is null || positions.OnCuda == x.OnCuda) continue;
            if (positions.OnCuda)
                throw new TorchException(
                    $"indices should be either on cpu or on the same device as the indexed tensor (cpu), but these are on {positions.device}");
            SimulatedDevice.Transferred(positions, toDevice: true);
        }
        SimulatedDevice.Launch(operation, 1, x.OnCuda, [x, value]);
    }

    private enum Direction { Read, Write, Add }

    /// <summary>Which elements of a tensor the positions name, in the result's order.</summary>
    private sealed class Plan
    {
        private readonly Tensor offsets;
        private readonly long[] restSizes, restStrides;
        private readonly int restBefore;

        /// <summary>The shape of what is picked.</summary>
        public readonly Shape Result;

        public Plan(Shape x, Tensor?[] picks, bool fromTheEnd)
        {
            var dims = Enumerable.Range(0, x.Rank).Where(d => picks[d] is not null).ToArray();
            var shape = Shape.Scalar;
            foreach (var d in dims) shape = Shape.Broadcast(shape, picks[d]!.Live().layout);
            // Side by side, the picked dimensions stay where they are; otherwise they come first.
            var adjacent = dims[^1] - dims[0] == dims.Length - 1;
            var others = Enumerable.Range(0, x.Rank).Except(dims).ToArray();
            restBefore = adjacent ? dims[0] : 0;
            Result = Shape.Of([.. others[..restBefore].Select(d => x.Sizes[d]), .. shape.Sizes,
                .. others[restBefore..].Select(d => x.Sizes[d])]);
            restSizes = others.Select(d => x.Sizes[d]).ToArray();
            restStrides = others.Select(d => x.Strides[d]).ToArray();
            offsets = Tensor.Fresh(shape, ScalarType.Int64);
            Copying.Fill(offsets, 0L);
            foreach (var d in dims) AddOffsets(picks[d]!, d, x, fromTheEnd);
        }

        private void AddOffsets(Tensor positions, int dim, Shape x, bool fromTheEnd)
        {
            long length = x.Sizes[dim], stride = x.Strides[dim];
            if (!Dtype.IsIntegral(positions.element))
                throw new TorchException(
                    $"tensors used as indices must be long, int, byte or bool tensors, not {positions.element}");
            var wide = Tensor.Fresh(offsets.layout, ScalarType.Int64);
            Copying.Copy(positions, wide);
            long* p = (long*)wide.pointer, o = (long*)offsets.pointer;
            for (long i = 0; i < offsets.layout.Count; i++)
            {
                var place = p[i] < 0 && fromTheEnd ? p[i] + length : p[i];
                if ((ulong)place >= (ulong)length)
                    throw new TorchException(
                        $"index {p[i]} is out of bounds for dimension {dim} with size {length} of a tensor of shape {x}");
                o[i] += place * stride;
            }
            wide.Free();
        }

        /// <summary>Moves elements between a tensor of the result's shape and one laid out as the plan's.</summary>
        public void Move(Tensor small, Tensor large, Direction direction)
        {
            if (offsets.IsInvalid) throw SavedTensor.UsedUp();
            var action = new MoveAction(this, small, large, direction);
            Dtype.Dispatch(small.element, ref action);
        }

        public void Free() => offsets.Free();

        private readonly struct MoveAction(Plan plan, Tensor small, Tensor large, Direction direction) : ITypedAction
        {
            public void Invoke<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T> => plan.Move<T>(small, large, direction);
        }

        private void Move<T>(Tensor small, Tensor large, Direction direction) where T : unmanaged, INumber<T>
        {
            if (Result.Count == 0) return;
            // The result's dimensions are: rest before, picked, rest after.
            long before = 1, after = 1;
            for (var d = 0; d < restBefore; d++) before *= restSizes[d];
            for (var d = restBefore; d < restSizes.Length; d++) after *= restSizes[d];
            var picked = offsets.layout.Count;
            var beforeOffsets = Offsets(0, restBefore, before);
            var contiguous = small.layout.Contiguous;
            T* s = (T*)small.pointer, l = (T*)large.pointer;
            long* o = (long*)offsets.pointer;
            long at = 0;
            var rows = contiguous && RestIsRow(after);
            var afterOffsets = rows ? [] : Offsets(restBefore, restSizes.Length, after);
            for (long i = 0; i < before; i++)
                for (long j = 0; j < picked; j++)
                {
                    var start = l + beforeOffsets[i] + o[j];
                    if (rows)
                    {
                        MoveRow(s + at, start, (nint)after, direction);
                        at += after;
                        continue;
                    }
                    for (long k = 0; k < after; k++, at++)
                        MoveRow(s + (contiguous ? at : small.OffsetOf(at)), start + afterOffsets[k], 1, direction);
                }
            GC.KeepAlive(small);
            GC.KeepAlive(large);
        }

        private static void MoveRow<T>(T* small, T* large, nint count, Direction direction) where T : unmanaged, INumber<T>
        {
            if (direction == Direction.Read)
            {
                new Span<T>(large, (int)count).CopyTo(new Span<T>(small, (int)count));
            }
            else if (direction == Direction.Write)
            {
                new Span<T>(small, (int)count).CopyTo(new Span<T>(large, (int)count));
            }
            else
            {
                Kernels.Elementwise.Binary<T, Kernels.Add<T>>(large, small, large, count);
            }
        }

        /// <summary>True where what lies behind the picked dimensions is one run of memory.</summary>
        private bool RestIsRow(long count)
        {
            long expected = 1;
            for (var d = restSizes.Length - 1; d >= restBefore; d--)
            {
                if (restSizes[d] != 1 && restStrides[d] != expected) return false;
                expected *= restSizes[d];
            }
            return count > 1;
        }

        private long[] Offsets(int from, int to, long count)
        {
            var result = new long[count];
            for (long i = 0; i < count; i++)
            {
                var rest = i;
                for (var d = to - 1; d >= from; d--)
                {
                    result[i] += rest % restSizes[d] * restStrides[d];
                    rest /= restSizes[d];
                }
            }
            return result;
        }
    }

    /// <summary>The gradient of picked elements goes back to where they came from.</summary>
    private sealed class PickNode : Node
    {
        private readonly Shape shape;
        private readonly Plan plan;

        public PickNode(Tensor x, Plan plan)
        {
            Connect(x);
            shape = x.layout.AsContiguous();
            this.plan = plan;
        }

        public override void Backward(Tensor g)
        {
            if (TakePending(0) is { } pending)
            {
                plan.Move(g, pending, Direction.Add);
                Restore(0, pending);
                return;
            }
            var back = StridedView.Zeros(shape, g.element);
            plan.Move(g, back, Direction.Add);
            Give(0, back);
        }

        public override void ReleaseSaved() => plan.Free();
    }

    /// <summary>The gradient of a write: what was overwritten counts for nothing, the source gets what it wrote.</summary>
    private sealed class PutNode : Node
    {
        private readonly Shape shape, source;
        private readonly Plan plan;
        private readonly bool accumulate;

        public PutNode(Tensor x, Tensor source, Plan plan, bool accumulate)
        {
            Connect(x, source);
            shape = x.layout;
            this.source = plan.Result;
            this.plan = plan;
            this.accumulate = accumulate;
        }

        public override void Backward(Tensor g)
        {
            var whole = StridedView.Expand(g, shape);
            if (Needs(1))
            {
                var taken = Tensor.Fresh(source, g.element);
                plan.Move(taken, whole, Direction.Read);
                Give(1, taken);
            }
            if (!accumulate)
            {
                var zeros = Tensor.Fresh(source, g.element);
                Copying.Fill(zeros, 0L);
                plan.Move(zeros, whole, Direction.Write);
                zeros.Free();
            }
            Give(0, StridedView.Extract(whole, shape));
        }

        public override void ReleaseSaved() => plan.Free();
    }
}
