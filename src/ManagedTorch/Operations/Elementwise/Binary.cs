using System.Numerics;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Elementwise operations on two tensors or on a tensor and a number: promotion, broadcasting, recording.</summary>
internal static class Binary
{
    /// <summary>The recorded operation on two tensors.</summary>
    public static Tensor Apply<TOp>(Tensor a, Tensor b) where TOp : struct, IBinaryOp
    {
        Launch.Elementwise<TOp>(a.Live(), b.Live());
        if (a.element != b.element || !Dtype.IsFloating(a.element)) Promote<TOp>(ref a, ref b);
        var result = Tensor.Result(Shape.Broadcast(a.layout, b.layout), a.element);
        ComputeInto<TOp>(result, a, b);
        if (TOp.Differentiable && (a.Tracked || b.Tracked)) result.MadeBy(new BinaryNode<TOp>(a, b));
        return result;
    }

    /// <summary>The recorded operation on a tensor and a number.</summary>
    public static Tensor Apply<TOp>(Tensor a, in Number number, bool numberFirst = false) where TOp : struct, IBinaryOp
    {
        Launch.Elementwise<TOp>(a.Live());
        var type = ResultType<TOp>(Dtype.ResultOf(a.element, number));
        if (a.element != type) a = Conversion.To(a, type);
        var result = Tensor.Result(a.layout.AsContiguous(), type);
        ComputeInto<TOp>(result, a, number, numberFirst);
        if (TOp.Differentiable && a.Tracked) result.MadeBy(new NumberNode<TOp>(a, number, numberFirst));
        return result;
    }

    /// <summary>Writes the result over the first argument.</summary>
    public static Tensor ApplyInPlace<TOp>(Tensor a, Tensor b) where TOp : struct, IBinaryOp
    {
        InPlace.Check(a);
        InPlace.CheckOverlap(a, b.Live());
        Launch.InPlace<TOp>(a, b);
        var type = ResultType<TOp>(Dtype.ResultOf(a, b));
        RequireCast(type, a.element);
        if (!b.layout.BroadcastsTo(a.layout))
            throw new TorchException(
                $"A tensor of shape {b.layout} does not broadcast to the shape {a.layout} of the tensor that is written to.");
        if (b.element != a.element && type == a.element) b = Conversion.To(b, type);
        // Gradients are computed in the type of the tensor that is written to, where the values may be computed in a wider one.
        var node = TOp.Differentiable && (a.Tracked || b.Tracked)
            ? Recorded<TOp>(a, b.element == a.element ? b : Conversion.To(b, a.element))
            : null;
        if (type != a.element)
        {
            var wideA = Copying.As(a, type);
            var wideB = Copying.As(b, type);
            ComputeInto<TOp>(wideA, wideA, wideB);
            Copying.Copy(wideA, a);
            wideA.Free();
            Copying.Done(wideB, b);
        }
        else if (b.storage == a.storage && !b.IsSameAs(a))
        {
            var apart = Copying.Contiguous(b);
            ComputeInto<TOp>(a, a, apart);
            apart.Free();
        }
        else
        {
            ComputeInto<TOp>(a, a, b);
        }
        return InPlace.Done(a, node);
    }

    public static Tensor ApplyInPlace<TOp>(Tensor a, in Number number) where TOp : struct, IBinaryOp
    {
        InPlace.Check(a);
        Launch.Elementwise<TOp>(a);
        RequireCast(ResultType<TOp>(Dtype.ResultOf(a.element, number)), a.element);
        var node = TOp.Differentiable && a.Tracked ? Recorded<TOp>(a, number) : null;
        ComputeInto<TOp>(a, a, number, false);
        return InPlace.Done(a, node);
    }

    /// <summary>The operation on tensors of one type, outside every scope and graph.</summary>
    public static Tensor Compute<TOp>(Tensor a, Tensor b) where TOp : struct, IBinaryOp
    {
        var result = Tensor.Fresh(Shape.Broadcast(a.layout, b.layout), a.element);
        ComputeInto<TOp>(result, a, b);
        return result;
    }

    /// <summary>A plain number: without this overload it would become a float64 tensor, which changes the result's type.</summary>
    public static Tensor Compute<TOp>(Tensor a, double number) where TOp : struct, IBinaryOp =>
        Compute<TOp>(a, new Number(number));

    public static Tensor Compute<TOp>(Tensor a, in Number number) where TOp : struct, IBinaryOp
    {
        var result = Tensor.Fresh(a.layout.AsContiguous(), a.element);
        ComputeInto<TOp>(result, a, number, false);
        return result;
    }

    public static void ComputeInto<TOp>(Tensor result, Tensor a, Tensor b) where TOp : struct, IBinaryOp
    {
        if (result.element == ScalarType.Float32)
        {
            var loop = new BinaryLoop<float, TOp>();
            StridedLoops.Run(ref loop, result, a, b);
            return;
        }
        if (result.element == ScalarType.Bool && !IsLogical<TOp>())
        {
            ComputeBool<TOp>(result, a, b);
            return;
        }
        var action = new BinaryAction<TOp>(result, a, b);
        Dtype.Dispatch(result.element, ref action);
    }

    public static void ComputeInto<TOp>(Tensor result, Tensor a, in Number number, bool numberFirst) where TOp : struct, IBinaryOp
    {
        if (result.element == ScalarType.Float32)
        {
            var loop = new NumberLoop<float, TOp> { Number = (float)number.ToDouble(), NumberFirst = numberFirst };
            StridedLoops.Run(ref loop, result, a);
            return;
        }
        if (result.element == ScalarType.Bool && !IsLogical<TOp>())
        {
            var other = Tensor.Fresh(Shape.Scalar, ScalarType.Bool);
            Copying.Fill(other, number);
            if (numberFirst) ComputeBool<TOp>(result, other, a);
            else ComputeBool<TOp>(result, a, other);
            other.Free();
            return;
        }
        var action = new NumberAction<TOp>(result, a, number, numberFirst);
        Dtype.Dispatch(result.element, ref action);
    }

    /// <summary>The node of a write in place, with the values before it where the derivative needs them.</summary>
    private static BinaryNode<TOp> Recorded<TOp>(Tensor a, Tensor b) where TOp : struct, IBinaryOp
    {
        if (!TOp.KeepsArguments) return new BinaryNode<TOp>(a, b);
        var before = Copying.Contiguous(a);
        var node = new BinaryNode<TOp>(before, b, a);
        before.Free();
        return node;
    }

    private static NumberNode<TOp> Recorded<TOp>(Tensor a, in Number number) where TOp : struct, IBinaryOp
    {
        if (!TOp.KeepsArguments) return new NumberNode<TOp>(a, number, false);
        var before = Copying.Contiguous(a);
        var node = new NumberNode<TOp>(before, number, false, a);
        before.Free();
        return node;
    }

    private static ScalarType ResultType<TOp>(ScalarType type) where TOp : struct, IBinaryOp =>
        TOp.TrueDivision && !Dtype.IsFloating(type) ? get_default_dtype() : type;

    private static void Promote<TOp>(ref Tensor a, ref Tensor b) where TOp : struct, IBinaryOp
    {
        var type = ResultType<TOp>(Dtype.ResultOf(a, b));
        if (a.element != type) a = Conversion.To(a, type);
        if (b.element != type) b = Conversion.To(b, type);
    }

    private static void RequireCast(ScalarType from, ScalarType to)
    {
        if (!can_cast(from, to)) throw new TorchException($"result type {from} can't be cast to the desired output type {to}");
    }

    private static bool IsLogical<TOp>() =>
        typeof(TOp) == typeof(BitAnd) || typeof(TOp) == typeof(BitOr) || typeof(TOp) == typeof(BitXor);

    private static void ComputeBool<TOp>(Tensor result, Tensor a, Tensor b) where TOp : struct, IBinaryOp
    {
        if (typeof(TOp) == typeof(Add) || typeof(TOp) == typeof(Maximum)) ComputeInto<BitOr>(result, a, b);
        else if (typeof(TOp) == typeof(Multiply) || typeof(TOp) == typeof(Minimum)) ComputeInto<BitAnd>(result, a, b);
        else throw new TorchException(
            $"{typeof(TOp).Name} is not defined for bool tensors; use logical operations or convert them first.");
    }

    private readonly struct BinaryAction<TOp>(Tensor result, Tensor a, Tensor b) : ITypedAction where TOp : struct, IBinaryOp
    {
        public void Invoke<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            var loop = new BinaryLoop<T, TOp>();
            StridedLoops.Run(ref loop, result, a, b);
        }
    }

    private readonly struct NumberAction<TOp>(Tensor result, Tensor a, Number number,
        bool numberFirst) : ITypedAction where TOp : struct, IBinaryOp
    {
        public void Invoke<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            var loop = new NumberLoop<T, TOp> { Number = number.To<T>(), NumberFirst = numberFirst };
            StridedLoops.Run(ref loop, result, a);
        }
    }
}
