namespace TorchSharp.Kernels;

/// <summary>
/// Asks for memory before it is needed, where the order in which it is touched is not one that a processor foresees.
/// </summary>
internal static unsafe class Fetching
{
    private const int CacheLine = 64;

    /// <summary>
    /// Reads a line at a time: what is in order a processor does foresee, and brings several times faster than what it is asked
    /// for bit by bit.
    /// </summary>
    public static void Sweep<T>(T* x, nint count)
        where T : unmanaged
    {
        byte sum = 0;
        for (byte* line = (byte*)x, end = (byte*)(x + count); line < end; line += CacheLine)
            sum ^= *line;
        seen = sum;
    }

    /// <summary>Keeps the compiler from leaving the reads out.</summary>
    private static byte seen;
}
