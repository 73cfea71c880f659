using System.Runtime.InteropServices;

namespace RlLab.Engines;

/// <summary>Tells errors of exhausted memory from others, whichever engine they come from.</summary>
internal static class OutOfMemory
{
    // libtorch's own errors are known by their words alone: of the allocator on the CPU, and of CUDA.
    private static readonly string[] Words = ["can't allocate memory", "not enough memory", "out of memory"];

    /// <summary>Whether memory was exhausted.</summary>
    /// <param name="error">The error.</param>
    public static bool Is(Exception error) => error switch
    {
        OutOfMemoryException => true,
        ExternalException e => Words.Any(words => e.Message.Contains(words, StringComparison.OrdinalIgnoreCase)),
        _ => false,
    };
}
