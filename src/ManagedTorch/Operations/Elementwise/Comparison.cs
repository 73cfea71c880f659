using System.Numerics;
using static TorchSharp.torch;

namespace TorchSharp;

internal interface IComparison
{
    static abstract bool Holds<T>(T a, T b) where T : unmanaged, INumber<T>;
}

internal readonly struct Equal : IComparison
{
    public static bool Holds<T>(T a, T b) where T : unmanaged, INumber<T> => a == b;
}

internal readonly struct NotEqual : IComparison
{
    public static bool Holds<T>(T a, T b) where T : unmanaged, INumber<T> => a != b;
}

internal readonly struct Less : IComparison
{
    public static bool Holds<T>(T a, T b) where T : unmanaged, INumber<T> => a < b;
}

internal readonly struct LessOrEqual : IComparison
{
    public static bool Holds<T>(T a, T b) where T : unmanaged, INumber<T> => a <= b;
}

internal readonly struct Greater : IComparison
{
    public static bool Holds<T>(T a, T b) where T : unmanaged, INumber<T> => a > b;
}

internal readonly struct GreaterOrEqual : IComparison
{
    public static bool Holds<T>(T a, T b) where T : unmanaged, INumber<T> => a >= b;
}

/// <summary>Comparisons and logical operations: bool tensors, no gradients.</summary>
internal static unsafe class Comparison
{
    public static Tensor Apply<TOp>(Tensor a, Tensor b) where TOp : struct, IComparison
    {
        Launch.Elementwise<TOp>(a.Live(), b.Live());
        var type = Dtype.ResultOf(a, b);
        var result = Tensor.Result(Shape.Broadcast(a.layout, b.layout), ScalarType.Bool);
        Tensor left = Copying.As(a, type), right = Copying.As(b, type);
        var action = new Action<TOp>(result, left, right);
        Dtype.Dispatch(type, ref action);
        Copying.Done(left, a);
        Copying.Done(right, b);
        return result;
    }

    public static Tensor Apply<TOp>(Tensor a, in Number number) where TOp : struct, IComparison
    {
        var type = Dtype.ResultOf(a.Live().element, number);
        Launch.On(a);
        var other = Tensor.Fresh(Shape.Scalar, type);
        Copying.Fill(other, number);
        var result = Apply<TOp>(a, other);
        other.Free();
        return result;
    }

    public static Tensor Logical(Tensor a, Tensor b, char operation)
    {
        Launch.Elementwise("logical", a.Live(), b.Live());
        Tensor left = Copying.As(a, ScalarType.Bool), right = Copying.As(b, ScalarType.Bool);
        var result = Tensor.Result(Shape.Broadcast(a.layout, b.layout), ScalarType.Bool);
        switch (operation)
        {
            case '&': Binary.ComputeInto<BitAnd>(result, left, right); break;
            case '|': Binary.ComputeInto<BitOr>(result, left, right); break;
            default: Binary.ComputeInto<BitXor>(result, left, right); break;
        }
        Copying.Done(left, a);
        Copying.Done(right, b);
        return result;
    }

    private readonly struct Action<TOp>(Tensor result, Tensor a, Tensor b) : ITypedAction where TOp : struct, IComparison
    {
        public void Invoke<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            var loop = new Loop<T, TOp>();
            StridedLoops.Run(ref loop, result, a, b);
        }
    }

    private readonly struct Loop<T, TOp> : IStridedLoop where T : unmanaged, INumber<T> where TOp : struct, IComparison
    {
        public void Run(byte** data, nint* strides, nint count)
        {
            byte* r = data[0], a = data[1], b = data[2];
            for (nint i = 0; i < count; i++, r += strides[0], a += strides[1], b += strides[2]) *r = TOp.Holds(*(T*)a, *(T*)b)
                ? (byte)1
                : (byte)0;
        }
    }
}
