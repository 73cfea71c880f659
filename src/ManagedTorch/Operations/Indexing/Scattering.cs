using System.Numerics;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Reading and writing along a dimension at places that another tensor names, on plain memory.</summary>
internal static unsafe class Scattering
{
    /// <summary>result[.. i ..] = x[.. index[.. i ..] ..]</summary>
    public static void Gather(Tensor result, Tensor x, int dim, Tensor index)
    {
        switch (Dtype.SizeOf(x.element))
        {
            case 1: Walk<byte>(result, x, dim, index, Mode.Gather); break;
            case 2: Walk<short>(result, x, dim, index, Mode.Gather); break;
            case 4: Walk<int>(result, x, dim, index, Mode.Gather); break;
            default: Walk<long>(result, x, dim, index, Mode.Gather); break;
        }
    }

    /// <summary>target[.. index[.. i ..] ..] = source[.. i ..]</summary>
    public static void Set(Tensor target, int dim, Tensor index, Tensor source)
    {
        switch (Dtype.SizeOf(target.element))
        {
            case 1: Walk<byte>(source, target, dim, index, Mode.Set); break;
            case 2: Walk<short>(source, target, dim, index, Mode.Set); break;
            case 4: Walk<int>(source, target, dim, index, Mode.Set); break;
            default: Walk<long>(source, target, dim, index, Mode.Set); break;
        }
    }

    /// <summary>target[.. index[.. i ..] ..] += source[.. i ..]</summary>
    public static void Add(Tensor target, int dim, Tensor index, Tensor source)
    {
        var action = new AddAction(target, dim, index, source);
        Dtype.Dispatch(target.element, ref action);
    }

    private enum Mode { Gather, Set, Add }

    private readonly struct AddAction(Tensor target, int dim, Tensor index, Tensor source) : ITypedAction
    {
        public void Invoke<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T> => Walk<T>(source, target, dim, index, Mode.Add);
    }

    /// <param name="small">The operand that runs with the index.</param>
    /// <param name="large">The operand that is addressed through it.</param>
    /// <param name="dim">The dimension that the index is for.</param>
    /// <param name="index">Places along it.</param>
    /// <param name="mode">Which way the elements go.</param>
    private static void Walk<T>(Tensor small, Tensor large, int dim, Tensor index, Mode mode) where T : unmanaged, INumber<T>
    {
        if (index.element != ScalarType.Int64) throw new TorchException($"An index must be of type Int64, not {index.element}.");
        var shape = index.layout;
        if (shape.Count == 0) return;
        var length = large.layout.Length(dim);
        var step = large.layout.Rank == 0 ? 0 : large.layout.Strides[dim];
        Span<long> at = stackalloc long[Shape.MaxRank];
        at.Clear();
        T* s = (T*)small.pointer, l = (T*)large.pointer;
        var p = (long*)index.pointer;

        // Elements come in the order of the index; the last dimension that has several is a plain loop.
        var run = shape.Rank - 1;
        while (run > 0 && shape.Sizes[run] == 1) run--;
        long count = 1, smallStep = 0, largeStep = 0, indexStep = 0;
        if (run >= 0)
        {
            (count, smallStep, indexStep) = (shape.Sizes[run], small.layout.Strides[run], index.layout.Strides[run]);
            if (run != dim) largeStep = large.layout.Strides[run];
        }
        while (true)
        {
            for (long i = 0; i < count; i++)
            {
                var place = p[i * indexStep];
                if ((ulong)place >= (ulong)length)
                    throw new TorchException(
                        $"index {p[i * indexStep]} is out of bounds for dimension {dim} with size {length} of a tensor of shape {large.layout}");
                var element = l + i * largeStep + place * step;
                if (mode == Mode.Gather) s[i * smallStep] = *element;
                else if (mode == Mode.Set) *element = s[i * smallStep];
                else *element += s[i * smallStep];
            }

            var d = run - 1;
            for (; d >= 0; d--)
            {
                s += small.layout.Strides[d];
                p += index.layout.Strides[d];
                if (d != dim) l += large.layout.Strides[d];
                if (++at[d] < shape.Sizes[d]) break;
                s -= small.layout.Strides[d] * at[d];
                p -= index.layout.Strides[d] * at[d];
                if (d != dim) l -= large.layout.Strides[d] * at[d];
                at[d] = 0;
            }
            if (d < 0) break;
        }
        GC.KeepAlive(small);
        GC.KeepAlive(large);
        GC.KeepAlive(index);
    }
}
