using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TorchSharp.Kernels;

/// <summary>softmax and log_softmax of each row, and their gradients, in float32 and float64.</summary>
internal static unsafe class Softmax
{
    // Rows this short go side by side, one in each lane, so that a policy over two actions does not waste a vector on them.
    private const int Narrow = 16;

    /// <summary>y = e^(x - max) / sum, or x - max - log(sum) where <paramref name="logarithm"/>.</summary>
    public static void Forward<T>(T* x, T* y, nint rows, nint columns, bool logarithm)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int lanes = Vector<T>.Count;
        nint i = 0;
        if (typeof(T) == typeof(float) && rows == 1 && columns is > 0 and <= 4 && Vector<float>.Count is 4 or 8)
        {
            OneRow((float*)x, (float*)y, (int)columns, logarithm);
            return;
        }

        if (columns <= Narrow)
        {
            T* block = stackalloc T[Narrow * lanes];
            for (; i < rows; i += lanes)
            {
                nint here = Math.Min(lanes, rows - i);
                Gather(x + i * columns, block, here, columns);
                NarrowForward(block, (int)columns, logarithm);
                Scatter(block, y + i * columns, here, columns);
            }

            return;
        }

        for (; i < rows; i++, x += columns, y += columns)
            Wide(x, y, columns, logarithm);
    }

    /// <summary>
    /// The gradient for x of a row: y (g - sum(g y)), or g - e^y sum(g) where <paramref name="logarithm"/>, with y the result.
    /// </summary>
    public static void Backward<T>(T* gradient, T* y, T* to, nint rows, nint columns, bool logarithm)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int lanes = Vector<T>.Count;
        if (columns <= Narrow)
        {
            T* g = stackalloc T[Narrow * lanes];
            T* r = stackalloc T[Narrow * lanes];
            for (nint i = 0; i < rows; i += lanes)
            {
                nint here = Math.Min(lanes, rows - i);
                Gather(gradient + i * columns, g, here, columns);
                Gather(y + i * columns, r, here, columns);
                Vector<T> sum = default;
                for (int j = 0; j < columns; j++)
                    sum += logarithm ? Vector.Load(g + j * lanes) : Vector.Load(g + j * lanes) * Vector.Load(r + j * lanes);
                for (int j = 0; j < columns; j++)
                    Gradient(Vector.Load(g + j * lanes), Vector.Load(r + j * lanes), sum, logarithm).Store(g + j * lanes);
                Scatter(g, to + i * columns, here, columns);
            }

            return;
        }

        for (nint i = 0; i < rows; i++, gradient += columns, y += columns, to += columns)
        {
            var sum = new Vector<T>(logarithm ? Reductions.Sum(gradient, columns) : Reductions.Dot(gradient, y, columns));
            nint j = 0;
            for (; j + lanes <= columns; j += lanes)
                Gradient(Vector.Load(gradient + j), Vector.Load(y + j), sum, logarithm).Store(to + j);
            if (j < columns)
            {
                nint rest = columns - j;
                Simd.StorePart(
                    Gradient(Simd.LoadPart(gradient + j, rest), Simd.LoadPart(y + j, rest), sum, logarithm), to + j, rest);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> Gradient<T>(Vector<T> g, Vector<T> y, Vector<T> sum, bool logarithm) =>
        logarithm ? g - ExpOf(y) * sum : y * (g - sum);

    /// <summary>A single row of one to four numbers: the same operations in the same order as in <see cref="NarrowForward"/>.</summary>
    /// <remarks>Element by element into a vector and out of it: memory that was just written in parts is slow to be read as a whole.</remarks>
    private static void OneRow(float* x, float* y, int columns, bool logarithm)
    {
        // What is missing is the first once more.
        int second = columns > 1 ? 1 : 0, third = columns > 2 ? 2 : 0, fourth = columns > 3 ? 3 : 0;
        Vector128<float> row = Vector128.Create(x[0], x[second], x[third], x[fourth]);
        Vector128<float> max = Vector128.Max(row, Vector128.Shuffle(row, Vector128.Create(2, 3, 0, 1)));
        max = Vector128.Max(max, Vector128.Shuffle(max, Vector128.Create(1, 0, 3, 2)));
        Vector128<float> v = row - max, e = First(ExpOf(All(v)));
        float sum = e[0];
        if (columns > 1)
            sum += e[1];
        if (columns > 2)
            sum += e[2];
        if (columns > 3)
            sum += e[3];
        Vector128<float> result = logarithm ? v - First(LogOf(new Vector<float>(sum))) : e / Vector128.Create(sum);
        y[0] = result[0];
        if (columns > 1)
            y[1] = result[1];
        if (columns > 2)
            y[2] = result[2];
        if (columns > 3)
            y[3] = result[3];

        static Vector<float> All(Vector128<float> v) => Vector<float>.Count == 4 ? v.AsVector() : Vector256.Create(v, v).AsVector();

        static Vector128<float> First(Vector<float> v) => v.AsVector128();
    }

    private static void NarrowForward<T>(T* block, int columns, bool logarithm)
        where T : unmanaged
    {
        int lanes = Vector<T>.Count;
        Vector<T> max = Vector.Load(block);
        for (int j = 1; j < columns; j++)
            max = Vector.Max(max, Vector.Load(block + j * lanes));
        Vector<T> sum = default;
        for (int j = 0; j < columns; j++)
        {
            Vector<T> v = Vector.Load(block + j * lanes) - max, e = ExpOf(v);
            sum += e;
            (logarithm ? v : e).Store(block + j * lanes);
        }

        Vector<T> last = logarithm ? LogOf(sum) : sum;
        for (int j = 0; j < columns; j++)
        {
            Vector<T> v = Vector.Load(block + j * lanes);
            (logarithm ? v - last : v / last).Store(block + j * lanes);
        }
    }

    private static void Wide<T>(T* x, T* y, nint columns, bool logarithm)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int lanes = Vector<T>.Count;
        var max = new Vector<T>(Reductions.Max(x, columns));
        Vector<T> sums = default;
        nint j = 0;
        for (; j + lanes <= columns; j += lanes)
        {
            Vector<T> v = Vector.Load(x + j) - max, e = ExpOf(v);
            sums += e;
            (logarithm ? v : e).Store(y + j);
        }

        T sum = Vector.Sum(sums);
        for (; j < columns; j++)
        {
            T v = x[j] - max[0], e = ExpOf(new Vector<T>(v))[0];
            sum += e;
            y[j] = logarithm ? v : e;
        }

        if (logarithm)
            Elementwise.BinaryScalar<T, Subtract<T>>(y, LogOf(new Vector<T>(sum))[0], y, columns);
        else
            Elementwise.BinaryScalar<T, Divide<T>>(y, sum, y, columns);
    }

    private static void Gather<T>(T* x, T* block, nint rows, nint columns)
        where T : unmanaged
    {
        int lanes = Vector<T>.Count;
        for (nint i = 0; i < lanes; i++)
        {
            T* row = x + Math.Min(i, rows - 1) * columns;
            for (nint j = 0; j < columns; j++)
                block[j * lanes + i] = row[j];
        }
    }

    private static void Scatter<T>(T* block, T* y, nint rows, nint columns)
        where T : unmanaged
    {
        int lanes = Vector<T>.Count;
        for (nint i = 0; i < rows; i++, y += columns)
        {
            for (nint j = 0; j < columns; j++)
                y[j] = block[j * lanes + i];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> ExpOf<T>(Vector<T> x) =>
        typeof(T) == typeof(float) ? VectorMath.Exp(x.As<T, float>()).As<float, T>() : Each<T>(x, &Math.Exp);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> LogOf<T>(Vector<T> x) =>
        typeof(T) == typeof(float) ? VectorMath.Log(x.As<T, float>()).As<float, T>() : Each<T>(x, &Math.Log);

    private static Vector<T> Each<T>(Vector<T> x, delegate*<double, double> f)
    {
        Vector<double> v = x.As<T, double>();
        for (int i = 0; i < Vector<double>.Count; i++)
            v = v.WithElement(i, f(v[i]));
        return v.As<double, T>();
    }
}
