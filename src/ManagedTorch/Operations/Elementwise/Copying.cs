using System.Numerics;
using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Copies, conversions and fills on plain memory.</summary>
internal static unsafe class Copying
{
    /// <summary>A contiguous copy outside every dispose scope.</summary>
    public static Tensor Contiguous(Tensor source)
    {
        var copy = Tensor.Fresh(source.layout.AsContiguous(), source.element);
        Copy(source, copy);
        return copy;
    }

    /// <summary>The tensor itself where it is contiguous, else a copy; give it back with <see cref="Done"/>.</summary>
    public static Tensor AsContiguous(Tensor source) => source.layout.Contiguous ? source : Contiguous(source);

    /// <summary>The tensor as a contiguous one of the given type; give it back with <see cref="Done"/>.</summary>
    public static Tensor AsContiguous(Tensor source, ScalarType type)
    {
        if (source.element == type) return AsContiguous(source);
        var copy = Tensor.Fresh(source.layout.AsContiguous(), type);
        Copy(source, copy);
        return copy;
    }

    /// <summary>The tensor itself where it has the type, else a converted copy; give it back with <see cref="Done"/>.</summary>
    public static Tensor As(Tensor source, ScalarType type) => source.element == type ? source : AsContiguous(source, type);

    /// <summary>Frees a temporary copy that <see cref="AsContiguous(Tensor)"/> or <see cref="As"/> made.</summary>
    public static void Done(Tensor temporary, Tensor source)
    {
        if (!ReferenceEquals(temporary, source)) temporary.Free();
    }

    /// <summary>Copies with broadcasting and conversion.</summary>
    public static void Copy(Tensor source, Tensor target)
    {
        if (source.element == target.element)
        {
            if (source.layout.Contiguous && target.layout.Contiguous && source.layout.Count == target.layout.Count)
            {
                Buffer.MemoryCopy(source.pointer, target.pointer, target.storage.Bytes,
                    source.layout.Count * Dtype.SizeOf(source.element));
                GC.KeepAlive(source);
                GC.KeepAlive(target);
                return;
            }
            switch (Dtype.SizeOf(source.element))
            {
                case 1: { var loop = new CopyLoop<byte>(); StridedLoops.Run(ref loop, target, source); break; }
                case 2: { var loop = new CopyLoop<short>(); StridedLoops.Run(ref loop, target, source); break; }
                case 4: { var loop = new CopyLoop<int>(); StridedLoops.Run(ref loop, target, source); break; }
                default: { var loop = new CopyLoop<long>(); StridedLoops.Run(ref loop, target, source); break; }
            }
            return;
        }
        var action = new ConvertFrom(source, target);
        Dtype.Dispatch(source.element, ref action);
    }

    public static void Fill(Tensor target, in Number value)
    {
        if (target.layout.Contiguous && value.IsZero)
        {
            Zero(target);
            return;
        }
        var action = new FillAction(target, target.element == ScalarType.Bool ? (value.IsZero ? 0L : 1L) : value);
        Dtype.Dispatch(target.element, ref action);
    }

    private static void Zero(Tensor target)
    {
        var bytes = target.layout.Count * Dtype.SizeOf(target.element);
        for (long done = 0; done < bytes; done += 1 << 30)
            Unsafe.InitBlockUnaligned(target.pointer + done, 0, (uint)Math.Min(bytes - done, 1 << 30));
        GC.KeepAlive(target);
    }

    private readonly struct CopyLoop<T> : IStridedLoop where T : unmanaged
    {
        public void Run(byte** data, nint* strides, nint count)
        {
            byte* target = data[0], source = data[1];
            nint st = strides[0], ss = strides[1];
            if (st == sizeof(T) && ss == sizeof(T))
            {
                Buffer.MemoryCopy(source, target, count * sizeof(T), count * sizeof(T));
                return;
            }
            if (st == sizeof(T) && ss == 0)
            {
                new Span<T>(target, (int)count).Fill(*(T*)source);
                return;
            }
            for (nint i = 0; i < count; i++, target += st, source += ss) *(T*)target = *(T*)source;
        }
    }

    private readonly struct FillAction(Tensor target, Number value) : ITypedAction
    {
        public void Invoke<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            var loop = new FillLoop<T> { Value = value.Held<T>() };
            StridedLoops.Run(ref loop, target);
        }
    }

    private struct FillLoop<T> : IStridedLoop where T : unmanaged
    {
        public T Value;

        public readonly void Run(byte** data, nint* strides, nint count)
        {
            var target = data[0];
            if (strides[0] == sizeof(T) && count < int.MaxValue)
            {
                new Span<T>(target, (int)count).Fill(Value);
                return;
            }
            for (nint i = 0; i < count; i++, target += strides[0]) *(T*)target = Value;
        }
    }

    private readonly struct ConvertFrom(Tensor source, Tensor target) : ITypedAction
    {
        public void Invoke<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            if (target.element == ScalarType.Bool)
            {
                var loop = new ToBoolLoop<T>();
                StridedLoops.Run(ref loop, target, source);
                return;
            }
            var action = new ConvertTo<T>(source, target);
            Dtype.Dispatch(target.element, ref action);
        }
    }

    private readonly struct ConvertTo<TFrom>(Tensor source, Tensor target) : ITypedAction where TFrom : unmanaged, INumber<TFrom>
    {
        public void Invoke<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            var loop = new ConvertLoop<TFrom, T>();
            StridedLoops.Run(ref loop, target, source);
        }
    }

    private readonly struct ConvertLoop<TFrom, TTo> : IStridedLoop
        where TFrom : unmanaged, INumber<TFrom> where TTo : unmanaged, INumber<TTo>
    {
        public void Run(byte** data, nint* strides, nint count)
        {
            byte* target = data[0], source = data[1];
            nint st = strides[0], ss = strides[1], i = 0;
            if (typeof(TFrom) == typeof(byte) && typeof(TTo) == typeof(float) && st == sizeof(float) && ss == 1)
            {
                i = BytesToSingles(source, (float*)target, count);
                target += i * st;
                source += i * ss;
            }
            for (; i < count; i++, target += st, source += ss) *(TTo*)target = Convert(*(TFrom*)source);
        }

        /// <summary>
        /// Of a number that an integer does not hold, nan among them, PyTorch on x86-64 makes the smallest int64 (for int64 and
        /// uint8) or int32, and keeps the lower bits; .NET's own conversion would make 0 or the nearest limit of it.
        /// </summary>
        private static TTo Convert(TFrom value)
        {
            if ((typeof(TFrom) != typeof(float) && typeof(TFrom) != typeof(double))
                || typeof(TTo) == typeof(float) || typeof(TTo) == typeof(double))
                return TTo.CreateTruncating(value);
            var number = double.CreateTruncating(value);
            if (typeof(TTo) == typeof(long) || typeof(TTo) == typeof(byte))
                return TTo.CreateTruncating(number >= -9223372036854775808.0 && number < 9223372036854775808.0 ? (long)number : long.MinValue);
            return TTo.CreateTruncating(number > -2147483649.0 && number < 2147483648.0 ? (int)number : int.MinValue);
        }

        /// <summary>Pictures become numbers often enough to do it in vectors; returns how many are done.</summary>
        private static nint BytesToSingles(byte* source, float* target, nint count)
        {
            nint i = 0;
            var lanes = Vector<float>.Count;
            for (; i <= count - Vector<byte>.Count; i += Vector<byte>.Count)
            {
                Vector.Widen(Vector.Load(source + i), out var low, out var high);
                Vector.Widen(low, out var a, out var b);
                Vector.Widen(high, out var c, out var d);
                Vector.ConvertToSingle(a.As<uint, int>()).Store(target + i);
                Vector.ConvertToSingle(b.As<uint, int>()).Store(target + i + lanes);
                Vector.ConvertToSingle(c.As<uint, int>()).Store(target + i + 2 * lanes);
                Vector.ConvertToSingle(d.As<uint, int>()).Store(target + i + 3 * lanes);
            }
            return i;
        }
    }

    private readonly struct ToBoolLoop<T> : IStridedLoop where T : unmanaged, INumber<T>
    {
        public void Run(byte** data, nint* strides, nint count)
        {
            byte* target = data[0], source = data[1];
            for (nint i = 0; i < count; i++, target += strides[0], source += strides[1])
                *target = *(T*)source != T.Zero ? (byte)1 : (byte)0;
        }
    }
}
