using System.Runtime.CompilerServices;
using TorchSharp.Kernels;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>
/// The innermost loop of an elementwise operation. The first pointer is the result's; strides are in bytes. Parts of a long run may
/// go to several threads at once, so a loop keeps nothing between calls.
/// </summary>
internal unsafe interface IStridedLoop
{
    void Run(byte** data, nint* strides, nint count);
}

/// <summary>
/// Walks up to four operands of any strides, broadcast to the first one's shape, and calls a loop for the longest runs that
/// they have in common. Operands of one contiguous layout are a single run.
/// </summary>
internal static unsafe class StridedLoops
{
    [InlineArray(4)]
    private struct Operands
    {
        private Tensor first;
    }

    public static void Run<TLoop>(ref TLoop loop, Tensor result) where TLoop : struct, IStridedLoop
    {
        if (result.layout.Contiguous)
        {
            var data = result.pointer;
            nint stride = Dtype.SizeOf(result.element);
            RunOne(ref loop, &data, &stride, 1, result.layout.Count);
        }
        else
        {
            var operands = new Operands();
            operands[0] = result;
            General(ref loop, operands[..1]);
        }
        GC.KeepAlive(result);
    }

    public static void Run<TLoop>(ref TLoop loop, Tensor result, Tensor a) where TLoop : struct, IStridedLoop
    {
        if (Alike(result.layout, a.layout))
        {
            var data = stackalloc byte*[2] { result.pointer, a.pointer };
            var strides = stackalloc nint[2] { Dtype.SizeOf(result.element), Dtype.SizeOf(a.element) };
            RunOne(ref loop, data, strides, 2, result.layout.Count);
        }
        else
        {
            var operands = new Operands();
            operands[0] = result;
            operands[1] = a;
            General(ref loop, operands[..2]);
        }
        GC.KeepAlive(result);
        GC.KeepAlive(a);
    }

    public static void Run<TLoop>(ref TLoop loop, Tensor result, Tensor a, Tensor b) where TLoop : struct, IStridedLoop
    {
        if (Alike(result.layout, a.layout) && Alike(result.layout, b.layout))
        {
            var data = stackalloc byte*[3] { result.pointer, a.pointer, b.pointer };
            var strides = stackalloc nint[3] { Dtype.SizeOf(result.element), Dtype.SizeOf(a.element), Dtype.SizeOf(b.element) };
            RunOne(ref loop, data, strides, 3, result.layout.Count);
        }
        else
        {
            var operands = new Operands();
            operands[0] = result;
            operands[1] = a;
            operands[2] = b;
            General(ref loop, operands[..3]);
        }
        GC.KeepAlive(result);
        GC.KeepAlive(a);
        GC.KeepAlive(b);
    }

    public static void Run<TLoop>(ref TLoop loop, Tensor result, Tensor a, Tensor b, Tensor c) where TLoop : struct, IStridedLoop
    {
        if (Alike(result.layout, a.layout) && Alike(result.layout, b.layout) && Alike(result.layout, c.layout))
        {
            var data = stackalloc byte*[4] { result.pointer, a.pointer, b.pointer, c.pointer };
            var strides = stackalloc nint[4]
            {
                Dtype.SizeOf(result.element), Dtype.SizeOf(a.element), Dtype.SizeOf(b.element), Dtype.SizeOf(c.element),
            };
            RunOne(ref loop, data, strides, 4, result.layout.Count);
        }
        else
        {
            var operands = new Operands();
            operands[0] = result;
            operands[1] = a;
            operands[2] = b;
            operands[3] = c;
            General(ref loop, operands);
        }
        GC.KeepAlive(result);
        GC.KeepAlive(a);
        GC.KeepAlive(b);
        GC.KeepAlive(c);
    }

    /// <summary>A single run, over the threads where it is long.</summary>
    private static void RunOne<TLoop>(ref TLoop loop, byte** data, nint* strides, int operands, long count)
        where TLoop : struct, IStridedLoop
    {
        if (count >= Ranges.Worth)
            Ranges.Run(new Part<TLoop> { Loop = Unsafe.AsPointer(ref loop), Data = data, Strides = strides, Operands = operands }, (nint)count);
        else if (count > 0)
            loop.Run(data, strides, (nint)count);
    }

    private struct Part<TLoop> : IRange where TLoop : struct, IStridedLoop
    {
        /// <summary>On the stack of the caller, who waits.</summary>
        public void* Loop;

        public byte** Data;
        public nint* Strides;
        public int Operands;

        public readonly void Run(nint from, nint count)
        {
            var data = stackalloc byte*[Operands];
            for (var k = 0; k < Operands; k++) data[k] = Data[k] + from * Strides[k];
            Unsafe.AsRef<TLoop>(Loop).Run(data, Strides, count);
        }
    }

    private static bool Alike(Shape a, Shape b) =>
        ReferenceEquals(a, b) ? a.Contiguous : a.Contiguous && b.Contiguous && a.SameSizes(b);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void General<TLoop>(ref TLoop loop, ReadOnlySpan<Tensor> operands) where TLoop : struct, IStridedLoop
    {
        var shape = operands[0].layout;
        if (shape.Count == 0) return;
        var n = operands.Length;
        var data = stackalloc byte*[n];
        var sizes = stackalloc long[Shape.MaxRank];
        // One row of strides a dimension, innermost dimension first.
        var strides = stackalloc nint[Shape.MaxRank * n];
        var rank = Collapse(operands, sizes, strides);
        for (var k = 0; k < n; k++) data[k] = operands[k].pointer;
        if (rank <= 1)
        {
            RunOne(ref loop, data, strides, n, rank == 0 ? 1 : sizes[0]);
            return;
        }
        var counters = stackalloc long[Shape.MaxRank];
        for (var d = 0; d < rank; d++) counters[d] = 0;
        while (true)
        {
            loop.Run(data, strides, (nint)sizes[0]);
            var dim = 1;
            while (true)
            {
                var row = strides + dim * n;
                if (++counters[dim] < sizes[dim])
                {
                    for (var k = 0; k < n; k++) data[k] += row[k];
                    break;
                }
                counters[dim] = 0;
                for (var k = 0; k < n; k++) data[k] -= row[k] * (nint)(sizes[dim] - 1);
                if (++dim == rank) return;
            }
        }
    }

    /// <summary>Lists the dimensions from the innermost out, leaving out those of length 1 and joining those that run on.</summary>
    private static int Collapse(ReadOnlySpan<Tensor> operands, long* sizes, nint* strides)
    {
        var shape = operands[0].layout;
        var n = operands.Length;
        var rank = 0;
        var row = stackalloc nint[n];
        for (var d = shape.Rank - 1; d >= 0; d--)
        {
            var length = shape.Sizes[d];
            if (length == 1) continue;
            var joins = rank > 0;
            for (var k = 0; k < n; k++)
            {
                row[k] = Stride(operands[k], shape.Rank - d, length);
                joins = joins && row[k] == strides[(rank - 1) * n + k] * (nint)sizes[rank - 1];
            }
            if (joins)
            {
                sizes[rank - 1] *= length;
                continue;
            }
            sizes[rank] = length;
            for (var k = 0; k < n; k++) strides[rank * n + k] = row[k];
            rank++;
        }
        if (rank == 0) for (var k = 0; k < n; k++) strides[k] = 0;
        return rank;
    }

    /// <summary>The stride of an operand's dimension counted from the back, 0 where it is broadcast.</summary>
    private static nint Stride(Tensor operand, int fromBack, long length)
    {
        var layout = operand.layout;
        if (fromBack > layout.Rank) return 0;
        var d = layout.Rank - fromBack;
        if (layout.Sizes[d] == length) return (nint)layout.Strides[d] * Dtype.SizeOf(operand.element);
        if (layout.Sizes[d] == 1) return 0;
        throw new TorchException($"A tensor of shape {layout} does not broadcast to {length} elements at dimension {d}.");
    }
}
