using System.Numerics;
using System.Runtime.CompilerServices;

namespace TorchSharp;

/// <summary>result = op(a, b)</summary>
internal readonly unsafe struct BinaryLoop<T, TOp> : IStridedLoop where T : unmanaged, INumber<T> where TOp : struct, IBinaryOp
{
    public void Run(byte** data, nint* strides, nint count)
    {
        byte* r = data[0], a = data[1], b = data[2];
        nint sr = strides[0], sa = strides[1], sb = strides[2];
        if (sr == sizeof(T) && TOp.Vectorises<T>())
        {
            if (sa == sizeof(T) && sb == sizeof(T))
            {
                Vectors((T*)r, (T*)a, (T*)b, count);
                return;
            }
            if (sa == sizeof(T) && sb == 0)
            {
                WithNumber((T*)r, (T*)a, *(T*)b, count);
                return;
            }
        }
        for (nint i = 0; i < count; i++, r += sr, a += sa, b += sb) *(T*)r = TOp.Apply(*(T*)a, *(T*)b);
    }

    private static void Vectors(T* r, T* a, T* b, nint count)
    {
        nint i = 0;
        for (; i <= count - Vector<T>.Count; i += Vector<T>.Count)
            TOp.Apply(Unsafe.ReadUnaligned<Vector<T>>(a + i), Unsafe.ReadUnaligned<Vector<T>>(b + i)).Store(r + i);
        for (; i < count; i++) r[i] = TOp.Apply(a[i], b[i]);
    }

    internal static void WithNumber(T* r, T* a, T b, nint count)
    {
        nint i = 0;
        var all = new Vector<T>(b);
        for (; i <= count - Vector<T>.Count; i += Vector<T>.Count)
            TOp.Apply(Unsafe.ReadUnaligned<Vector<T>>(a + i), all).Store(r + i);
        for (; i < count; i++) r[i] = TOp.Apply(a[i], b);
    }
}

/// <summary>result = op(a, number), or op(number, a)</summary>
internal unsafe struct NumberLoop<T, TOp> : IStridedLoop where T : unmanaged, INumber<T> where TOp : struct, IBinaryOp
{
    public T Number;
    public bool NumberFirst;

    public readonly void Run(byte** data, nint* strides, nint count)
    {
        byte* r = data[0], a = data[1];
        nint sr = strides[0], sa = strides[1];
        if (NumberFirst)
        {
            for (nint i = 0; i < count; i++, r += sr, a += sa) *(T*)r = TOp.Apply(Number, *(T*)a);
            return;
        }
        if (sr == sizeof(T) && sa == sizeof(T) && TOp.Vectorises<T>())
        {
            BinaryLoop<T, TOp>.WithNumber((T*)r, (T*)a, Number, count);
            return;
        }
        for (nint i = 0; i < count; i++, r += sr, a += sa) *(T*)r = TOp.Apply(*(T*)a, Number);
    }
}

/// <summary>result = derivative(g, a, b) for the first or the second argument</summary>
internal unsafe struct BinaryGradientLoop<T, TOp> : IStridedLoop where T : unmanaged, INumber<T> where TOp : struct, IBinaryOp
{
    public bool First;

    public readonly void Run(byte** data, nint* strides, nint count)
    {
        byte* r = data[0], g = data[1], a = data[2], b = data[3];
        nint sr = strides[0], sg = strides[1], sa = strides[2], sb = strides[3];
        if (First)
            for (nint i = 0; i < count; i++, r += sr, g += sg, a += sa, b += sb) *(T*)r = TOp.First(*(T*)g, *(T*)a, *(T*)b);
        else
            for (nint i = 0; i < count; i++, r += sr, g += sg, a += sa, b += sb) *(T*)r = TOp.Second(*(T*)g, *(T*)a, *(T*)b);
    }
}

/// <summary>result = derivative(g, a) of an operation whose other argument is a number</summary>
internal unsafe struct NumberGradientLoop<T, TOp> : IStridedLoop where T : unmanaged, INumber<T> where TOp : struct, IBinaryOp
{
    public T Number;
    public bool NumberFirst;

    public readonly void Run(byte** data, nint* strides, nint count)
    {
        byte* r = data[0], g = data[1], a = data[2];
        nint sr = strides[0], sg = strides[1], sa = strides[2];
        if (NumberFirst)
            for (nint i = 0; i < count; i++, r += sr, g += sg, a += sa) *(T*)r = TOp.Second(*(T*)g, Number, *(T*)a);
        else
            for (nint i = 0; i < count; i++, r += sr, g += sg, a += sa) *(T*)r = TOp.First(*(T*)g, *(T*)a, Number);
    }
}
