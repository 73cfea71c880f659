using System.Numerics;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Choosing between values by a condition, recorded.</summary>
internal static unsafe class Selection
{
    public static Tensor Where(Tensor condition, Tensor x, Tensor y)
    {
        if (condition.Live().element is not (ScalarType.Bool or ScalarType.Byte))
            throw new TorchException($"where() expects a condition of bools, not {condition.element}.");
        Launch.Elementwise("where", x.Live(), y.Live(), condition);
        var type = Dtype.ResultOf(x, y);
        if (x.element != type) x = Conversion.To(x, type);
        if (y.element != type) y = Conversion.To(y, type);
        var result = Tensor.Result(Shape.Broadcast(Shape.Broadcast(x.layout, y.layout), condition.layout), type);
        Choose(result, condition, x, y);
        if (x.Tracked || y.Tracked) result.MadeBy(new WhereNode(condition, x, y));
        return result;
    }

    /// <summary>result = condition ? x : y; a tensor that is missing counts as 0.</summary>
    public static void Choose(Tensor result, Tensor condition, Tensor? x, Tensor? y)
    {
        var zero = Tensor.Fresh(Shape.Scalar, result.element);
        Copying.Fill(zero, 0L);
        switch (Dtype.SizeOf(result.element))
        {
            case 1: Choose<byte>(result, condition, x ?? zero, y ?? zero); break;
            case 2: Choose<short>(result, condition, x ?? zero, y ?? zero); break;
            case 4: Choose<int>(result, condition, x ?? zero, y ?? zero); break;
            default: Choose<long>(result, condition, x ?? zero, y ?? zero); break;
        }
        zero.Free();
    }

    private static void Choose<T>(Tensor result, Tensor condition, Tensor x, Tensor y)
        where T : unmanaged
    {
        var loop = new ChooseLoop<T>();
        StridedLoops.Run(ref loop, result, condition, x, y);
    }

    private readonly struct ChooseLoop<T> : IStridedLoop where T : unmanaged
    {
        public void Run(byte** data, nint* strides, nint count)
        {
            byte* r = data[0], c = data[1], x = data[2], y = data[3];
            for (nint i = 0; i < count; i++, r += strides[0], c += strides[1], x += strides[2], y += strides[3])
                *(T*)r = *c != 0 ? *(T*)x : *(T*)y;
        }
    }

    private sealed class WhereNode : Node
    {
        private readonly Shape shapeX, shapeY;
        private SavedTensor condition;

        public WhereNode(Tensor condition, Tensor x, Tensor y)
        {
            Connect(x, y);
            shapeX = x.layout;
            shapeY = y.layout;
            this.condition = new SavedTensor(condition);
        }

        public override void Backward(Tensor g)
        {
            if (Needs(0)) Send(0, g, true, shapeX);
            if (Needs(1)) Send(1, g, false, shapeY);
        }

        private void Send(int input, Tensor g, bool when, Shape shape)
        {
            var back = Tensor.Fresh(g.layout.AsContiguous(), g.element);
            Choose(back, condition.Value, when ? g : null, when ? null : g);
            Give(input, Sums.SumToAndFree(back, shape));
        }

        public override void ReleaseSaved() => condition.Release();
    }
}
