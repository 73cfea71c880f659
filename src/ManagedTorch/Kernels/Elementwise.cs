using System.Numerics;
using System.Runtime.CompilerServices;

namespace TorchSharp.Kernels;

/// <summary>
/// Elementwise loops over contiguous memory, in vectors to the last element: the tail goes through the same vector code. Input
/// and output may be the same memory.
/// </summary>
internal static unsafe class Elementwise
{
    /// <summary>y = f(x)</summary>
    public static void Unary<T, TOperator>(T* x, T* y, nint count)
        where T : unmanaged
        where TOperator : struct, IUnary<T>
    {
        int lanes = Vector<T>.Count;
        nint i = 0;
        for (; i + lanes <= count; i += lanes)
            TOperator.Invoke(Vector.Load(x + i)).Store(y + i);
        if (i < count)
            Simd.StorePart(TOperator.Invoke(Simd.LoadPart(x + i, count - i)), y + i, count - i);
    }

    /// <summary>z = f(x, y)</summary>
    public static void Binary<T, TOperator>(T* x, T* y, T* z, nint count)
        where T : unmanaged
        where TOperator : struct, IBinary<T>
    {
        int lanes = Vector<T>.Count;
        nint i = 0;
        for (; i + lanes <= count; i += lanes)
            TOperator.Invoke(Vector.Load(x + i), Vector.Load(y + i)).Store(z + i);
        if (i < count)
        {
            nint rest = count - i;
            Simd.StorePart(TOperator.Invoke(Simd.LoadPart(x + i, rest), Simd.LoadPart(y + i, rest)), z + i, rest);
        }
    }

    /// <summary>z = f(x, y) with one y for all.</summary>
    public static void BinaryScalar<T, TOperator>(T* x, T y, T* z, nint count)
        where T : unmanaged
        where TOperator : struct, IBinary<T>
    {
        int lanes = Vector<T>.Count;
        var right = new Vector<T>(y);
        nint i = 0;
        for (; i + lanes <= count; i += lanes)
            TOperator.Invoke(Vector.Load(x + i), right).Store(z + i);
        if (i < count)
            Simd.StorePart(TOperator.Invoke(Simd.LoadPart(x + i, count - i), right), z + i, count - i);
    }

    /// <summary>y = f(x, a, b) with numbers a and b for all.</summary>
    public static void TernaryScalars<T, TOperator>(T* x, T a, T b, T* y, nint count)
        where T : unmanaged
        where TOperator : struct, ITernary<T>
    {
        int lanes = Vector<T>.Count;
        Vector<T> second = new(a), third = new(b);
        nint i = 0;
        for (; i + lanes <= count; i += lanes)
            TOperator.Invoke(Vector.Load(x + i), second, third).Store(y + i);
        if (i < count)
            Simd.StorePart(TOperator.Invoke(Simd.LoadPart(x + i, count - i), second, third), y + i, count - i);
    }

    /// <summary>w = f(x, y, z)</summary>
    public static void Ternary<T, TOperator>(T* x, T* y, T* z, T* w, nint count)
        where T : unmanaged
        where TOperator : struct, ITernary<T>
    {
        int lanes = Vector<T>.Count;
        nint i = 0;
        for (; i + lanes <= count; i += lanes)
            TOperator.Invoke(Vector.Load(x + i), Vector.Load(y + i), Vector.Load(z + i)).Store(w + i);
        if (i < count)
        {
            nint rest = count - i;
            Simd.StorePart(
                TOperator.Invoke(Simd.LoadPart(x + i, rest), Simd.LoadPart(y + i, rest), Simd.LoadPart(z + i, rest)), w + i,
                rest);
        }
    }
}
