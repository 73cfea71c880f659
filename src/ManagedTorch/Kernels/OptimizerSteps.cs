using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TorchSharp.Kernels;

/// <summary>
/// One pass over a parameter, its gradient and its state for each optimiser, in the order of operations of PyTorch's
/// one-tensor loops. Everything is contiguous; pointers to state that an option does not use may be null. State that fades
/// becomes 0 where it would be subnormal (<see cref="Subnormals"/>), which PyTorch leaves to <c>set_flush_denormal</c>.
/// </summary>
internal static unsafe class OptimizerSteps
{
    // An optimiser asks for the same power for each of its parameters, and a power costs as much as the step of a small one.
    [ThreadStatic] private static (double Base, long Exponent, double Value) power1;
    [ThreadStatic] private static (double Base, long Exponent, double Value) power2;

    /// <summary>
    /// Stochastic gradient descent. Without momentum <paramref name="buffer"/> is null; on the first step it is filled with the
    /// gradient (<paramref name="first"/>).
    /// </summary>
    public static void Sgd<T>(
        T* p, T* g, T* buffer, nint count, bool first, T rate, T momentum, T dampening, T decay, bool nesterov, bool maximize)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Ranges.Run(
            new SgdStep<T>
            {
                P = p, G = g, Buffer = buffer, First = first, Nesterov = nesterov, Maximize = maximize, Decays = decay != T.Zero,
                Down = new(-rate), Inertia = new(momentum), Fresh = new(T.One - dampening), Shrink = new(decay),
                Smallest = Of<T>(Subnormals.SmallestNormal<T>()),
            },
            count);

    /// <summary>
    /// Adam (Kingma and Ba 2015), with the weight decay of AdamW (Loshchilov and Hutter 2019) where
    /// <paramref name="decoupled"/>. <paramref name="largest"/> is AMSGrad's state or null; <paramref name="step"/> counts from 1.
    /// </summary>
    public static void Adam<T>(
        T* p, T* g, T* mean, T* square, T* largest, nint count, long step, double rate, double beta1, double beta2,
        double epsilon, double decay, bool decoupled, bool maximize)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Ranges.Run(
            new AdamStep<T>
            {
                P = p, G = g, Mean = mean, Square = square, Largest = largest, Maximize = maximize, Decays = decay != 0,
                Decoupled = decoupled, Down = Wide<T>(-rate / (1 - Power(ref power1, beta1, step))),
                Root = Wide<T>(Math.Sqrt(1 - Power(ref power2, beta2, step))),
                Tiny = Wide<T>(epsilon), New1 = Wide<T>(1 - beta1), Keep2 = Wide<T>(beta2), New2 = Wide<T>(1 - beta2),
                Shrink = Wide<T>(decoupled ? 1 - rate * decay : decay), Smallest = Wide<T>(Subnormals.SmallestNormal<T>()),
                SmallestSquared = Wide<T>(Subnormals.SmallestSquared<T>(1 - beta2)),
            },
            count);

    /// <summary>
    /// RMSprop. <paramref name="mean"/> where centred and <paramref name="buffer"/> where there is momentum, else null.
    /// </summary>
    public static void RmsProp<T>(
        T* p, T* g, T* square, T* mean, T* buffer, nint count, double rate, double alpha, double epsilon, double decay,
        double momentum, bool maximize)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Ranges.Run(
            new RmsPropStep<T>
            {
                P = p, G = g, Square = square, Mean = mean, Buffer = buffer, Maximize = maximize, Decays = decay != 0,
                Down = Of<T>(-rate),
                Keep = Of<T>(alpha), Fresh = Of<T>(1 - alpha), Tiny = Of<T>(epsilon), Shrink = Of<T>(decay),
                Inertia = Of<T>(momentum), Smallest = Of<T>(Subnormals.SmallestNormal<T>()),
                SmallestSquared = Of<T>(Subnormals.SmallestSquared<T>(1 - alpha)),
            },
            count);

    /// <summary>Adagrad (Duchi et al. 2011); <paramref name="step"/> counts from 1.</summary>
    public static void Adagrad<T>(
        T* p, T* g, T* sum, nint count, long step, double rate, double rateDecay, double epsilon, double decay, bool maximize)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Ranges.Run(
            new AdagradStep<T>
            {
                P = p, G = g, Sum = sum, Maximize = maximize, Decays = decay != 0,
                Down = Of<T>(-rate / (1 + (step - 1) * rateDecay)),
                Tiny = Of<T>(epsilon), Shrink = Of<T>(decay), SmallestSquared = Of<T>(Subnormals.SmallestSquared<T>()),
            },
            count);

    private static double Power(ref (double Base, long Exponent, double Value) last, double value, long exponent)
    {
        if (last.Exponent != exponent || last.Base != value)
            last = (value, exponent, Math.Pow(value, exponent));
        return last.Value;
    }

    private struct SgdStep<T> : IRange
        where T : unmanaged
    {
        public T* P, G, Buffer;
        public bool First, Nesterov, Maximize, Decays;
        public Vector<T> Down, Inertia, Fresh, Shrink, Smallest;

        public readonly void Run(nint from, nint count)
        {
            // Copies: what is stored might overwrite fields, as far as the compiler knows.
            T* p = P, g = G, buffer = Buffer;
            Vector<T> down = Down, inertia = Inertia, fresh = Fresh, shrink = Shrink, smallest = Smallest;
            nint end = from + count;
            for (nint i = from; i < end; i += Vector<T>.Count)
            {
                nint left = end - i;
                Vector<T> x = Load(p + i, left), d = Load(g + i, left);
                d = Maximize ? -d : d;
                if (Decays)
                    d += x * shrink;
                if (buffer != null)
                {
                    Vector<T> b = First ? d : Load(buffer + i, left) * inertia + d * fresh;
                    b = Subnormals.Flush(b, smallest);
                    Store(b, buffer + i, left);
                    d = Nesterov ? d + b * inertia : b;
                }

                Store(x + d * down, p + i, left);
            }
        }
    }

    /// <summary>In the widest vectors: the loop waits for quotients and a root, of which a wide unit does twice as many at a time.</summary>
    private struct AdamStep<T> : IRange
        where T : unmanaged
    {
        public T* P, G, Mean, Square, Largest;
        public bool Maximize, Decays, Decoupled;
        public Vector512<T> Down, Root, Tiny, New1, Keep2, New2, Shrink, Smallest, SmallestSquared;

        [MethodImpl(MethodImplOptions.NoInlining)]
        public readonly void Run(nint from, nint count)
        {
            // A copy: what is stored might overwrite fields, as far as the compiler knows.
            AdamStep<T> step = this;
            nint i = from, end = from + count;
            for (; i + Vector512<T>.Count <= end; i += Vector512<T>.Count)
                step.Take(i, default, whole: true);
            if (i < end)
                step.Take(i, Simd.First<T>(end - i), whole: false);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly void Take(nint i, Vector512<T> mask, bool whole)
        {
            Vector512<T> x = Load(P + i, mask, whole), d = Load(G + i, mask, whole);
            d = Maximize ? -d : d;
            if (Decays && Decoupled)
                x *= Shrink;
            else if (Decays)
                d += x * Shrink;
            Vector512<T> m = Load(Mean + i, mask, whole), v = Load(Square + i, mask, whole);
            m = Subnormals.Flush(m + New1 * (d - m), Smallest);
            d = Subnormals.Flush(d, SmallestSquared);
            v = Subnormals.Flush(v * Keep2 + New2 * d * d, Smallest);
            Store(m, Mean + i, mask, whole);
            Store(v, Square + i, mask, whole);
            if (Largest != null)
            {
                v = Vector512.Max(Load(Largest + i, mask, whole), v);
                Store(v, Largest + i, mask, whole);
            }

            Store(x + Down * m / (Vector512.Sqrt(v) / Root + Tiny), P + i, mask, whole);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector512<T> Load(T* x, Vector512<T> mask, bool whole) => whole ? Vector512.Load(x) : Simd.LoadMasked(x, mask);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Store(Vector512<T> v, T* x, Vector512<T> mask, bool whole)
        {
            if (whole)
                v.Store(x);
            else
                Simd.StoreMasked(v, x, mask);
        }
    }

    private struct RmsPropStep<T> : IRange
        where T : unmanaged
    {
        public T* P, G, Square, Mean, Buffer;
        public bool Maximize, Decays;
        public Vector<T> Down, Keep, Fresh, Tiny, Shrink, Inertia, Smallest, SmallestSquared;

        public readonly void Run(nint from, nint count)
        {
            // Copies: what is stored might overwrite fields, as far as the compiler knows.
            T* p = P, g = G, square = Square, mean = Mean, buffer = Buffer;
            Vector<T> down = Down, keep = Keep, fresh = Fresh, tiny = Tiny, shrink = Shrink, inertia = Inertia;
            Vector<T> smallest = Smallest, smallestSquared = SmallestSquared;
            nint end = from + count;
            for (nint i = from; i < end; i += Vector<T>.Count)
            {
                nint left = end - i;
                Vector<T> x = Load(p + i, left), d = Load(g + i, left);
                d = Maximize ? -d : d;
                if (Decays)
                    d += x * shrink;
                Vector<T> squared = Subnormals.Flush(d, smallestSquared);
                Vector<T> v = Subnormals.Flush(Load(square + i, left) * keep + fresh * squared * squared, smallest);
                Store(v, square + i, left);
                if (mean != null)
                {
                    Vector<T> m = Load(mean + i, left);
                    m = Subnormals.Flush(m + fresh * (d - m), smallest);
                    Store(m, mean + i, left);
                    m = Subnormals.Flush(m, smallestSquared);
                    v -= m * m;
                }

                Vector<T> scale = Vector.SquareRoot(v) + tiny;
                if (buffer != null)
                {
                    Vector<T> b = Subnormals.Flush(Load(buffer + i, left) * inertia + d / scale, smallest);
                    Store(b, buffer + i, left);
                    x += b * down;
                }
                else
                {
                    x += down * d / scale;
                }

                Store(x, p + i, left);
            }
        }
    }

    private struct AdagradStep<T> : IRange
        where T : unmanaged
    {
        public T* P, G, Sum;
        public bool Maximize, Decays;
        public Vector<T> Down, Tiny, Shrink, SmallestSquared;

        public readonly void Run(nint from, nint count)
        {
            // Copies: what is stored might overwrite fields, as far as the compiler knows.
            T* p = P, g = G, sum = Sum;
            Vector<T> down = Down, tiny = Tiny, shrink = Shrink, smallestSquared = SmallestSquared;
            nint end = from + count;
            for (nint i = from; i < end; i += Vector<T>.Count)
            {
                nint left = end - i;
                Vector<T> x = Load(p + i, left), d = Load(g + i, left);
                d = Maximize ? -d : d;
                if (Decays)
                    d += x * shrink;
                Vector<T> squared = Subnormals.Flush(d, smallestSquared);
                Vector<T> s = Load(sum + i, left) + squared * squared;
                Store(s, sum + i, left);
                Store(x + down * d / (Vector.SquareRoot(s) + tiny), p + i, left);
            }
        }
    }

    private static Vector<T> Of<T>(double value)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(T.CreateTruncating(value));

    private static Vector512<T> Wide<T>(double value)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Vector512.Create(T.CreateTruncating(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> Load<T>(T* x, nint left)
        where T : unmanaged => left >= Vector<T>.Count ? Vector.Load(x) : Simd.LoadPart(x, left);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<T>(Vector<T> v, T* y, nint left)
        where T : unmanaged
    {
        if (left >= Vector<T>.Count)
            v.Store(y);
        else
            Simd.StorePart(v, y, left);
    }
}
