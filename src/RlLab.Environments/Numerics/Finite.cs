using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RlLab.Environments;

/// <summary>Finds numbers that are not finite, so that they are named where they first occur. Whole numbers always are.</summary>
internal static class Finite
{
    /// <summary>Whether all elements are finite.</summary>
    /// <param name="values">The elements.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool All<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        if (typeof(T) == typeof(float))
        {
            return All(MemoryMarshal.Cast<T, float>(values), 0f);
        }

        return typeof(T) != typeof(double) || All(MemoryMarshal.Cast<T, double>(values), 0.0);
    }

    /// <summary>The place of the first element that is not finite, of which there is one.</summary>
    /// <param name="values">The elements.</param>
    public static int IndexOfOther<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        var place = 0;
        while (All(values.Slice(place, 1)))
        {
            place++;
        }

        return place;
    }

    // Zero times a number is zero, and times anything else it is not.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool All<T>(ReadOnlySpan<T> values, T sum)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        values.Length >= 4 * Vector<T>.Count ? AllOfMany(values) : AllOfFew(values, sum);

    private static bool AllOfMany<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var vectors = MemoryMarshal.Cast<T, Vector<T>>(values);
        var (even, odd) = (Vector<T>.Zero, Vector<T>.Zero);
        for (var i = 0; i + 1 < vectors.Length; i += 2)
        {
            even += Vector<T>.Zero * vectors[i];
            odd += Vector<T>.Zero * vectors[i + 1];
        }

        return Vector.Sum(even + odd) == T.Zero && AllOfFew(values[(vectors.Length / 2 * 2 * Vector<T>.Count)..], T.Zero);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool AllOfFew<T>(ReadOnlySpan<T> values, T sum)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        foreach (var value in values)
        {
            sum += T.Zero * value;
        }

        return sum == T.Zero;
    }
}
