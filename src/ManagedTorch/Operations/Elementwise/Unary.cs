using System.Numerics;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Elementwise operations on one tensor of floating point numbers; integers are converted to the default type first.</summary>
internal static class Unary
{
    public static Tensor Apply<TOp>(Tensor x) where TOp : struct, IUnaryOp
    {
        Launch.Elementwise<TOp>(x.Live());
        if (!Dtype.IsFloating(x.element)) x = Conversion.To(x, get_default_dtype());
        var result = Tensor.Result(x.layout.AsContiguous(), x.element);
        ComputeInto<TOp>(result, x);
        if (x.Tracked) result.MadeBy(new UnaryNode<TOp>(x, result, x));
        return result;
    }

    public static Tensor ApplyInPlace<TOp>(Tensor x) where TOp : struct, IUnaryOp
    {
        InPlace.Check(x);
        Launch.Elementwise<TOp>(x);
        if (!Dtype.IsFloating(x.element))
            throw new TorchException($"result type {get_default_dtype()} can't be cast to the desired output type {x.element}");
        if (!x.Tracked)
        {
            ComputeInto<TOp>(x, x);
            return InPlace.Done(x, null);
        }
        var argument = TOp.KeepsArgument ? Copying.Contiguous(x) : x;
        ComputeInto<TOp>(x, x);
        x.storage.Version++;
        var node = new UnaryNode<TOp>(argument, x, x);
        x.storage.Version--;
        Copying.Done(argument, x);
        return InPlace.Done(x, node);
    }

    public static Tensor Compute<TOp>(Tensor x) where TOp : struct, IUnaryOp
    {
        var result = Tensor.Fresh(x.layout.AsContiguous(), x.element);
        ComputeInto<TOp>(result, x);
        return result;
    }

    public static void ComputeInto<TOp>(Tensor result, Tensor x) where TOp : struct, IUnaryOp
    {
        if (result.element == ScalarType.Float32)
        {
            var loop = new UnaryLoop<float, TOp>();
            StridedLoops.Run(ref loop, result, x);
            return;
        }
        var action = new UnaryAction<TOp>(result, x);
        Dtype.DispatchFloating(result.element, ref action);
    }

    /// <summary>The gradient of the argument x of a result y; a gradient g that nobody else holds is written over.</summary>
    public static Tensor Gradient<TOp>(Tensor g, Tensor x, Tensor y) where TOp : struct, IUnaryOp
    {
        // Half the memory, and it is in the cache.
        var back = g.storage.Exclusive && g.layout.Contiguous ? g.Share() : Tensor.Fresh(g.layout.AsContiguous(), g.element);
        var action = new GradientAction<TOp>(back, g, x, y);
        Dtype.DispatchFloating(g.element, ref action);
        return back;
    }

    private readonly struct UnaryAction<TOp>(Tensor result, Tensor x) : IFloatingAction where TOp : struct, IUnaryOp
    {
        public void Invoke<T>() where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>
        {
            var loop = new UnaryLoop<T, TOp>();
            StridedLoops.Run(ref loop, result, x);
        }
    }

    private readonly struct GradientAction<TOp>(Tensor back, Tensor g, Tensor x, Tensor y) : IFloatingAction
        where TOp : struct, IUnaryOp
    {
        public void Invoke<T>() where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>
        {
            var loop = new UnaryGradientLoop<T, TOp>();
            StridedLoops.Run(ref loop, back, g, x, y);
        }
    }
}

/// <summary>result = op(x)</summary>
internal readonly unsafe struct UnaryLoop<T, TOp> : IStridedLoop
    where T : unmanaged, IFloatingPointIeee754<T>
    where TOp : struct, IUnaryOp
{
    public void Run(byte** data, nint* strides, nint count)
    {
        byte* r = data[0], x = data[1];
        nint sr = strides[0], sx = strides[1];
        if (typeof(T) == typeof(float) && RunSingles(r, sr, x, sx, count)) return;
        nint i = 0;
        if (TOp.Vectorises<T>() && sr == sizeof(T) && sx == sizeof(T))
        {
            T* rs = (T*)r, xs = (T*)x;
            for (; i <= count - Vector<T>.Count; i += Vector<T>.Count) TOp.Apply(Vector.Load(xs + i)).Store(rs + i);
            for (; i < count; i++) rs[i] = TOp.Apply(xs[i]);
            return;
        }
        for (; i < count; i++, r += sr, x += sx) *(T*)r = TOp.Apply(*(T*)x);
    }

    /// <summary>
    /// Runs a kernel. Elements that do not lie in a row go through it one by one, so that a value's function does not depend on
    /// where the value lies.
    /// </summary>
    private static bool RunSingles(byte* r, nint sr, byte* x, nint sx, nint count)
    {
        if (sr == sizeof(float) && sx == sizeof(float)) return TOp.Run((float*)x, (float*)r, count);
        for (nint i = 0; i < count; i++, r += sr, x += sx)
            if (!TOp.Run((float*)x, (float*)r, 1))
                return false;
        return true;
    }
}

/// <summary>The gradient of an elementwise operation on one tensor.</summary>
internal sealed class UnaryNode<TOp> : Node where TOp : struct, IUnaryOp
{
    private SavedTensor argument, result;

    /// <param name="argument">The argument's values.</param>
    /// <param name="result">The result.</param>
    /// <param name="input">The argument's place in the graph.</param>
    public UnaryNode(Tensor argument, Tensor result, Tensor input)
    {
        Connect(input);
        if (TOp.KeepsArgument) this.argument = new SavedTensor(argument);
        if (TOp.KeepsResult) this.result = new SavedTensor(result);
    }

    public override void Backward(Tensor g) =>
        Give(0, Unary.Gradient<TOp>(g, argument.Exists ? argument.Value : g, result.Exists ? result.Value : g));

    public override void ReleaseSaved()
    {
        argument.Release();
        result.Release();
    }
}

/// <summary>back = op'(g)</summary>
internal readonly unsafe struct UnaryGradientLoop<T, TOp> : IStridedLoop
    where T : unmanaged, IFloatingPointIeee754<T>
    where TOp : struct, IUnaryOp
{
    public void Run(byte** data, nint* strides, nint count)
    {
        byte* r = data[0], g = data[1], x = data[2], y = data[3];
        nint sr = strides[0], sg = strides[1], sx = strides[2], sy = strides[3];
        nint i = 0;
        if (TOp.VectorisesGradient && sr == sizeof(T) && sg == sizeof(T) && sx == sizeof(T) && sy == sizeof(T))
        {
            T* rs = (T*)r, gs = (T*)g, xs = (T*)x, ys = (T*)y;
            for (; i <= count - Vector<T>.Count; i += Vector<T>.Count)
                TOp.Gradient(Vector.Load(gs + i), Vector.Load(xs + i), Vector.Load(ys + i)).Store(rs + i);
            for (; i < count; i++) rs[i] = TOp.Gradient(gs[i], xs[i], ys[i]);
            return;
        }
        for (; i < count; i++, r += sr, g += sg, x += sx, y += sy) *(T*)r = TOp.Gradient(*(T*)g, *(T*)x, *(T*)y);
    }
}
