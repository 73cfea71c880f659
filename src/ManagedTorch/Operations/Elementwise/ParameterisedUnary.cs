using System.Numerics;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>An elementwise function with numbers of its own, such as a slope.</summary>
internal interface IParameterisedOp
{
    T Apply<T>(T x) where T : unmanaged, IFloatingPointIeee754<T>;

    /// <summary>What a gradient g of the result is for the argument x.</summary>
    T Gradient<T>(T g, T x) where T : unmanaged, IFloatingPointIeee754<T>;

    /// <summary>True where there is an <see cref="Apply{T}(Vector{T})"/>.</summary>
    static virtual bool Vectorises => false;

    Vector<T> Apply<T>(Vector<T> x) where T : unmanaged, IFloatingPointIeee754<T> => throw new NotSupportedException();
}

/// <summary>Runs and records <see cref="IParameterisedOp"/>s.</summary>
internal static unsafe class ParameterisedUnary
{
    public static Tensor Apply<TOp>(Tensor x, in TOp op) where TOp : struct, IParameterisedOp
    {
        Launch.Elementwise<TOp>(x.Live());
        if (!Dtype.IsFloating(x.element)) x = Conversion.To(x, get_default_dtype());
        var result = Tensor.Result(x.layout.AsContiguous(), x.element);
        Compute(result, x, op);
        if (x.Tracked) result.MadeBy(new ParameterisedNode<TOp>(x, x, op));
        return result;
    }

    public static Tensor ApplyInPlace<TOp>(Tensor x, in TOp op) where TOp : struct, IParameterisedOp
    {
        InPlace.Check(x);
        Launch.Elementwise<TOp>(x);
        if (!Dtype.IsFloating(x.element))
            throw new TorchException($"result type {get_default_dtype()} can't be cast to the desired output type {x.element}");
        Node? node = null;
        if (x.Tracked)
        {
            var before = Copying.Contiguous(x);
            node = new ParameterisedNode<TOp>(x, before, op);
            before.Free();
        }
        Compute(x, x, op);
        return InPlace.Done(x, node);
    }

    private static void Compute<TOp>(Tensor result, Tensor x, in TOp op) where TOp : struct, IParameterisedOp
    {
        var action = new Action<TOp>(result, x, op);
        Dtype.DispatchFloating(x.element, ref action);
    }

    private readonly struct Action<TOp>(Tensor result, Tensor x, TOp op) : IFloatingAction where TOp : struct, IParameterisedOp
    {
        public void Invoke<T>() where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>
        {
            var loop = new Loop<T, TOp> { Op = op };
            StridedLoops.Run(ref loop, result, x);
        }
    }

    private struct Loop<T, TOp> : IStridedLoop
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOp : struct, IParameterisedOp
    {
        public TOp Op;

        public readonly void Run(byte** data, nint* strides, nint count)
        {
            byte* r = data[0], x = data[1];
            nint i = 0;
            if (TOp.Vectorises && strides[0] == sizeof(T) && strides[1] == sizeof(T))
            {
                for (; i <= count - Vector<T>.Count; i += Vector<T>.Count) Op.Apply(Vector.Load((T*)x + i)).Store((T*)r + i);
                r += i * sizeof(T);
                x += i * sizeof(T);
            }
            for (; i < count; i++, r += strides[0], x += strides[1]) *(T*)r = Op.Apply(*(T*)x);
        }
    }

    private sealed class ParameterisedNode<TOp> : Node where TOp : struct, IParameterisedOp
    {
        private readonly TOp op;
        private SavedTensor argument;

        public ParameterisedNode(Tensor input, Tensor argument, in TOp op)
        {
            Connect(input);
            this.op = op;
            this.argument = new SavedTensor(argument);
        }

        public override void Backward(Tensor g)
        {
            var back = Tensor.Fresh(g.layout.AsContiguous(), g.element);
            var action = new GradientAction<TOp>(back, g, argument.Value, op);
            Dtype.DispatchFloating(g.element, ref action);
            Give(0, back);
        }

        public override void ReleaseSaved() => argument.Release();
    }

    private readonly struct GradientAction<TOp>(Tensor back, Tensor g, Tensor x, TOp op) : IFloatingAction
        where TOp : struct, IParameterisedOp
    {
        public void Invoke<T>() where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>
        {
            var loop = new GradientLoop<T, TOp> { Op = op };
            StridedLoops.Run(ref loop, back, g, x);
        }
    }

    private struct GradientLoop<T, TOp> : IStridedLoop
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOp : struct, IParameterisedOp
    {
        public TOp Op;

        public readonly void Run(byte** data, nint* strides, nint count)
        {
            byte* r = data[0], g = data[1], x = data[2];
            for (nint i = 0; i < count; i++, r += strides[0], g += strides[1], x += strides[2])
                *(T*)r = Op.Gradient(*(T*)g, *(T*)x);
        }
    }
}
