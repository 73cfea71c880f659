using System.Numerics;
using System.Runtime.CompilerServices;

namespace TorchSharp.Kernels;

/// <summary>
/// Elementwise loops over contiguous memory, in vectors to the last element: the tail goes through the same vector code. Input
/// and output may be the same memory. Long loops are cut over the threads.
/// </summary>
internal static unsafe class Elementwise
{
    /// <summary>y = f(x)</summary>
    public static void Unary<T, TOperator>(T* x, T* y, nint count)
        where T : unmanaged
        where TOperator : struct, IUnary<T>
    {
        Ranges.Run(new UnaryRange<T, TOperator> { X = x, Y = y }, count);
    }

    /// <summary>z = f(x, y)</summary>
    public static void Binary<T, TOperator>(T* x, T* y, T* z, nint count)
        where T : unmanaged
        where TOperator : struct, IBinary<T>
    {
        Ranges.Run(new BinaryRange<T, TOperator> { X = x, Y = y, Z = z }, count);
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

    /// <summary>z = f(x, y) with one x for all.</summary>
    public static void ScalarBinary<T, TOperator>(T x, T* y, T* z, nint count)
        where T : unmanaged
        where TOperator : struct, IBinary<T>
    {
        int lanes = Vector<T>.Count;
        var left = new Vector<T>(x);
        nint i = 0;
        for (; i + lanes <= count; i += lanes)
            TOperator.Invoke(left, Vector.Load(y + i)).Store(z + i);
        if (i < count)
            Simd.StorePart(TOperator.Invoke(left, Simd.LoadPart(y + i, count - i)), z + i, count - i);
    }

    /// <summary>z = f(x, y) for rows of x, with y one row (a bias).</summary>
    public static void BinaryRow<T, TOperator>(T* x, T* y, T* z, nint rows, nint columns)
        where T : unmanaged
        where TOperator : struct, IBinary<T>
    {
        for (nint i = 0; i < rows; i++, x += columns, z += columns)
            BinaryLoop<T, TOperator>(x, y, z, columns);
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
                TOperator.Invoke(Simd.LoadPart(x + i, rest), Simd.LoadPart(y + i, rest), Simd.LoadPart(z + i, rest)), w + i, rest);
        }
    }

    /// <summary>f of one value, the same to the bit as in a loop.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T One<T, TOperator>(T x)
        where T : unmanaged
        where TOperator : struct, IUnary<T> => TOperator.Invoke(new Vector<T>(x))[0];

    /// <summary>f of one pair of values, the same to the bit as in a loop.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T One<T, TOperator>(T x, T y)
        where T : unmanaged
        where TOperator : struct, IBinary<T> => TOperator.Invoke(new Vector<T>(x), new Vector<T>(y))[0];

    private static void UnaryLoop<T, TOperator>(T* x, T* y, nint count)
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

    private static void BinaryLoop<T, TOperator>(T* x, T* y, T* z, nint count)
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

    private struct UnaryRange<T, TOperator> : IRange
        where T : unmanaged
        where TOperator : struct, IUnary<T>
    {
        public T* X, Y;

        public readonly void Run(nint from, nint count) => UnaryLoop<T, TOperator>(X + from, Y + from, count);
    }

    private struct BinaryRange<T, TOperator> : IRange
        where T : unmanaged
        where TOperator : struct, IBinary<T>
    {
        public T* X, Y, Z;

        public readonly void Run(nint from, nint count) => BinaryLoop<T, TOperator>(X + from, Y + from, Z + from, count);
    }
}
