using System.Runtime.CompilerServices;

namespace TorchSharp.Kernels;

/// <summary>Work over elements in a row, each of which is computed on its own.</summary>
internal interface IRange
{
    void Run(nint from, nint count);
}

/// <summary>
/// Cuts long rows of elements over the threads, at multiples of a size that vectors divide, so that no element is computed in
/// another way than alone.
/// </summary>
internal static class Ranges
{
    /// <summary>Elements below which nothing is cut.</summary>
    public const nint Worth = 128 * 1024;

    private const nint Unit = 4096;

    /// <summary>What an element costs against a multiply-add from registers: it comes from memory.</summary>
    private const double Work = 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run<TRange>(TRange range, nint count)
        where TRange : unmanaged, IRange
    {
        if (count < Worth)
            range.Run(0, count);
        else
            Cut(range, count);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Cut<TRange>(TRange range, nint count)
        where TRange : unmanaged, IRange
    {
        nint units = (count + Unit - 1) / Unit;
        int chunks = Threads.Chunks(units, Work * Unit);
        Threads.Run(chunks, new RangeChunks<TRange> { Range = range, Count = count, Units = units, Chunks = chunks });
    }

    private struct RangeChunks<TRange> : IChunks
        where TRange : unmanaged, IRange
    {
        public TRange Range;
        public nint Count, Units;
        public int Chunks;

        public readonly void Run(int chunk)
        {
            nint from = Units * chunk / Chunks * Unit, to = Math.Min(Count, Units * (chunk + 1) / Chunks * Unit);
            Range.Run(from, to - from);
        }
    }
}
