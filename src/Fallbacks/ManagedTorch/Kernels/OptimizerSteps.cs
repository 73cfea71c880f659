using System.Numerics;
using System.Runtime.CompilerServices;

namespace TorchSharp.Kernels;

/// <summary>
/// One pass over a parameter, its gradient and its state for each optimiser, in the order of operations of PyTorch's
/// one-tensor loops. Everything is contiguous; pointers to state that an option does not use may be null.
/// </summary>
internal static unsafe class OptimizerSteps
{
    /// <summary>
    /// Stochastic gradient descent. Without momentum <paramref name="buffer"/> is null; on the first step it is filled with the
    /// gradient (<paramref name="first"/>).
    /// </summary>
    public static void Sgd<T>(
        T* p, T* g, T* buffer, nint count, bool first, T rate, T momentum, T dampening, T decay, bool nesterov, bool maximize)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int lanes = Vector<T>.Count;
        Vector<T> down = new(-rate), inertia = new(momentum), fresh = new(T.One - dampening), shrink = new(decay);
        for (nint i = 0; i < count; i += lanes)
        {
            nint here = count - i;
            Vector<T> x = Load(p + i, here), d = Load(g + i, here);
            d = maximize ? -d : d;
            if (decay != T.Zero)
                d += x * shrink;
            if (buffer != null)
            {
                Vector<T> b = first ? d : Load(buffer + i, here) * inertia + d * fresh;
                Store(b, buffer + i, here);
                d = nesterov ? d + b * inertia : b;
            }

            Store(x + d * down, p + i, here);
        }
    }

    /// <summary>
    /// Adam (Kingma and Ba 2015), with the weight decay of AdamW (Loshchilov and Hutter 2019) where
    /// <paramref name="decoupled"/>. <paramref name="largest"/> is AMSGrad's state or null; <paramref name="step"/> counts from 1.
    /// </summary>
    public static void Adam<T>(
        T* p, T* g, T* mean, T* square, T* largest, nint count, long step, double rate, double beta1, double beta2,
        double epsilon, double decay, bool decoupled, bool maximize)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int lanes = Vector<T>.Count;
        double correction1 = 1 - Math.Pow(beta1, step), correction2 = Math.Sqrt(1 - Math.Pow(beta2, step));
        Vector<T> down = Of<T>(-rate / correction1), root = Of<T>(correction2), tiny = Of<T>(epsilon);
        Vector<T> new1 = Of<T>(1 - beta1), keep2 = Of<T>(beta2), new2 = Of<T>(1 - beta2);
        Vector<T> shrink = Of<T>(decoupled ? 1 - rate * decay : decay);
        for (nint i = 0; i < count; i += lanes)
        {
            nint here = count - i;
            Vector<T> x = Load(p + i, here), d = Load(g + i, here);
            d = maximize ? -d : d;
            if (decay != 0)
            {
                if (decoupled)
                    x *= shrink;
                else
                    d += x * shrink;
            }

            Vector<T> m = Load(mean + i, here), v = Load(square + i, here);
            m += new1 * (d - m);
            v = v * keep2 + new2 * d * d;
            Store(m, mean + i, here);
            Store(v, square + i, here);
            if (largest != null)
            {
                v = Vector.Max(Load(largest + i, here), v);
                Store(v, largest + i, here);
            }

            Vector<T> scale = Vector.SquareRoot(v) / root + tiny;
            Store(x + down * m / scale, p + i, here);
        }
    }

    /// <summary>RMSprop. <paramref name="mean"/> where centred and <paramref name="buffer"/> where there is momentum, else null.</summary>
    public static void RmsProp<T>(
        T* p, T* g, T* square, T* mean, T* buffer, nint count, double rate, double alpha, double epsilon, double decay,
        double momentum, bool maximize)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int lanes = Vector<T>.Count;
        Vector<T> down = Of<T>(-rate), keep = Of<T>(alpha), fresh = Of<T>(1 - alpha), tiny = Of<T>(epsilon);
        Vector<T> shrink = Of<T>(decay), inertia = Of<T>(momentum);
        for (nint i = 0; i < count; i += lanes)
        {
            nint here = count - i;
            Vector<T> x = Load(p + i, here), d = Load(g + i, here);
            d = maximize ? -d : d;
            if (decay != 0)
                d += x * shrink;
            Vector<T> v = Load(square + i, here) * keep + fresh * d * d;
            Store(v, square + i, here);
            if (mean != null)
            {
                Vector<T> m = Load(mean + i, here);
                m += fresh * (d - m);
                Store(m, mean + i, here);
                v -= m * m;
            }

            Vector<T> scale = Vector.SquareRoot(v) + tiny;
            if (buffer != null)
            {
                Vector<T> b = Load(buffer + i, here) * inertia + d / scale;
                Store(b, buffer + i, here);
                x += b * down;
            }
            else
            {
                x += down * d / scale;
            }

            Store(x, p + i, here);
        }
    }

    /// <summary>Adagrad (Duchi et al. 2011); <paramref name="step"/> counts from 1.</summary>
    public static void Adagrad<T>(
        T* p, T* g, T* sum, nint count, long step, double rate, double rateDecay, double epsilon, double decay, bool maximize)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int lanes = Vector<T>.Count;
        Vector<T> down = Of<T>(-rate / (1 + (step - 1) * rateDecay)), tiny = Of<T>(epsilon), shrink = Of<T>(decay);
        for (nint i = 0; i < count; i += lanes)
        {
            nint here = count - i;
            Vector<T> x = Load(p + i, here), d = Load(g + i, here);
            d = maximize ? -d : d;
            if (decay != 0)
                d += x * shrink;
            Vector<T> s = Load(sum + i, here) + d * d;
            Store(s, sum + i, here);
            Store(x + down * d / (Vector.SquareRoot(s) + tiny), p + i, here);
        }
    }

    private static Vector<T> Of<T>(double value)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(T.CreateTruncating(value));

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
