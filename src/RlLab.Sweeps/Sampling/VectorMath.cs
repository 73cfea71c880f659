using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace RlLab.Sweeps;

/// <summary>Sums over long rows, four numbers at a time: on every processor, so that every machine rounds alike.</summary>
internal static class VectorMath
{
    /// <summary>The inner product.</summary>
    /// <param name="a">A row.</param>
    /// <param name="b">A row of the same length.</param>
    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var fours = MemoryMarshal.Cast<double, Vector256<double>>(a);
        var others = MemoryMarshal.Cast<double, Vector256<double>>(b[..a.Length]);
        var (even, odd) = (Vector256<double>.Zero, Vector256<double>.Zero);
        var i = 0;
        for (; i + 1 < fours.Length; i += 2)
        {
            even += fours[i] * others[i];
            odd += fours[i + 1] * others[i + 1];
        }

        if (i < fours.Length)
        {
            even += fours[i] * others[i];
        }

        var sum = Vector256.Sum(even + odd);
        for (i = 4 * fours.Length; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }

    /// <summary>Adds a multiple of one row to another.</summary>
    /// <param name="factor">The factor.</param>
    /// <param name="row">What is added.</param>
    /// <param name="sums">What it is added to; of the same length.</param>
    public static void AddScaled(double factor, ReadOnlySpan<double> row, Span<double> sums)
    {
        var fours = MemoryMarshal.Cast<double, Vector256<double>>(row);
        var targets = MemoryMarshal.Cast<double, Vector256<double>>(sums);
        var factors = Vector256.Create(factor);
        for (var i = 0; i < fours.Length; i++)
        {
            targets[i] += fours[i] * factors;
        }

        for (var i = 4 * fours.Length; i < row.Length; i++)
        {
            sums[i] += row[i] * factor;
        }
    }

    /// <summary>Adds multiples of the squared distances from a number.</summary>
    /// <param name="factor">The factor.</param>
    /// <param name="row">The numbers.</param>
    /// <param name="from">What they are compared with.</param>
    /// <param name="sums">What the squares are added to; of the same length.</param>
    public static void AddSquaredDistances(double factor, ReadOnlySpan<double> row, double from, Span<double> sums)
    {
        var fours = MemoryMarshal.Cast<double, Vector256<double>>(row);
        var targets = MemoryMarshal.Cast<double, Vector256<double>>(sums);
        var (factors, froms) = (Vector256.Create(factor), Vector256.Create(from));
        for (var i = 0; i < fours.Length; i++)
        {
            var distance = fours[i] - froms;
            targets[i] += distance * distance * factors;
        }

        for (var i = 4 * fours.Length; i < row.Length; i++)
        {
            var distance = row[i] - from;
            sums[i] += distance * distance * factor;
        }
    }

    /// <summary>The weighted sum of squared distances from a number.</summary>
    /// <param name="weights">The weights.</param>
    /// <param name="row">The numbers; at least as many.</param>
    /// <param name="from">What they are compared with.</param>
    public static double SumSquaredDistances(ReadOnlySpan<double> weights, ReadOnlySpan<double> row, double from)
    {
        var fours = MemoryMarshal.Cast<double, Vector256<double>>(weights);
        var others = MemoryMarshal.Cast<double, Vector256<double>>(row[..weights.Length]);
        var (sums, froms) = (Vector256<double>.Zero, Vector256.Create(from));
        for (var i = 0; i < fours.Length; i++)
        {
            var distance = others[i] - froms;
            sums += distance * distance * fours[i];
        }

        var sum = Vector256.Sum(sums);
        for (var i = 4 * fours.Length; i < weights.Length; i++)
        {
            sum += (row[i] - from) * (row[i] - from) * weights[i];
        }

        return sum;
    }
}
