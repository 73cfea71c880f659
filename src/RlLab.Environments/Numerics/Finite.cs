using System.Numerics;
using System.Runtime.InteropServices;

namespace RlLab.Environments;

/// <summary>Finds numbers that are not finite, so that they are named where they first occur.</summary>
internal static class Finite
{
    /// <summary>The place of the first element that is not finite, or -1. Whole numbers always are.</summary>
    /// <param name="values">The elements.</param>
    public static int IndexOfOther<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        if (typeof(T) == typeof(float))
        {
            return Search(MemoryMarshal.Cast<T, float>(values));
        }

        return typeof(T) == typeof(double) ? Search(MemoryMarshal.Cast<T, double>(values)) : -1;
    }

    private static int Search<T>(ReadOnlySpan<T> values)
        where T : IFloatingPointIeee754<T>
    {
        // Zero times a number is zero, and times anything else it is not.
        var sum = T.Zero;
        foreach (var value in values)
        {
            sum += T.Zero * value;
        }

        var i = 0;
        while (sum != T.Zero && T.IsFinite(values[i]))
        {
            i++;
        }

        return sum == T.Zero ? -1 : i;
    }
}
