using System.Numerics;
using System.Runtime.InteropServices;

namespace RlLab.Statistics;

/// <summary>
/// A trimmed mean and its 95% bootstrap interval at many places, each over as many runs: of a curve over seeds, say. The runs are drawn once for all
/// of them, so that a place costs a product of a matrix with its values.
/// </summary>
/// <remarks>
/// Without what is cut off it is the mean; with a quarter cut off at each end the interquartile mean; with all but the middle one or two the median.
/// The interval is that of <see cref="BootstrapInterval"/> but for rounding, and the order in which values come makes no difference to it.
/// </remarks>
public sealed class TrimmedMeanBootstrap
{
    private readonly int _runs, _cut;

    // How often each of the sorted values is within a draw's mean: a row for each value, a column for each draw. [runs, Resamples]
    private readonly double[] _taken;

    /// <summary>Draws the runs.</summary>
    /// <param name="runs">How many runs there are at each place, at least 1.</param>
    /// <param name="cut">How many values are left out at each end; fewer than half of them.</param>
    /// <param name="draw">Draws a whole number from 0 to its argument, which is excluded; the same draws give the same intervals.</param>
    public TrimmedMeanBootstrap(int runs, int cut, Func<int, int> draw)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(runs, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(cut);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(2 * cut, runs, nameof(cut));
        (_runs, _cut, _taken) = (runs, cut, runs == 1 ? [] : new double[runs * BootstrapInterval.Resamples]);
        var counts = new int[runs];
        for (var resample = 0; resample < _taken.Length / runs; resample++)
        {
            Array.Clear(counts);
            for (var i = 0; i < runs; i++)
            {
                counts[draw(runs)]++;
            }

            var drawn = 0;
            for (var i = 0; i < runs; i++)
            {
                var (first, last) = (Math.Max(drawn, cut), Math.Min(drawn + counts[i], runs - cut));
                _taken[i * BootstrapInterval.Resamples + resample] = Math.Max(0, last - first);
                drawn += counts[i];
            }
        }
    }

    /// <summary>The trimmed mean at one place, and its interval.</summary>
    /// <param name="values">As many finite values as there are runs, in any order; left as they are.</param>
    /// <returns>The mean, and the interval; null for a single run, whose spread is unknown.</returns>
    /// <exception cref="ArgumentException">There are fewer or more, or one is not finite.</exception>
    public (double Mean, BootstrapInterval? Interval) At(ReadOnlySpan<double> values)
    {
        Finite.Check(values, nameof(values), _runs);
        if (values.Length != _runs)
        {
            throw new ArgumentException($"There are {values.Length} values, and {_runs} runs were drawn.", nameof(values));
        }

        var sorted = values.ToArray();
        Array.Sort(sorted);
        if (sorted[0] == sorted[^1])
        {
            // No draw differs, and none may seem to by rounding.
            return (sorted[0], _runs == 1 ? null : new BootstrapInterval(sorted[0], sorted[0]));
        }

        var (least, largest, kept) = (sorted[0], sorted[^1], _runs - 2 * _cut);
        var scale = Scaling.For(_runs);
        if (Math.Max(Math.Abs(least), Math.Abs(largest)) < double.MaxValue * scale)
        {
            scale = 1;
        }

        for (var i = 0; i < sorted.Length; i++)
        {
            sorted[i] *= scale;
        }

        var sums = BootstrapInterval.OfStatistics(Sums(sorted));
        double Mean(double sum) => Scaling.Back(sum / kept, scale, least, largest);
        return (Mean(Sum(sorted.AsSpan()[_cut..^_cut])), new BootstrapInterval(Mean(sums.Low), Mean(sums.High)));
    }

    private static double Sum(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values)
        {
            sum += value;
        }

        return sum;
    }

    /// <summary>The sum of what each draw keeps of its values.</summary>
    private double[] Sums(ReadOnlySpan<double> sorted)
    {
        var sums = new double[BootstrapInterval.Resamples];
        var lanes = MemoryMarshal.Cast<double, Vector<double>>(sums.AsSpan());
        for (var i = 0; i < sorted.Length; i++)
        {
            var taken = MemoryMarshal.Cast<double, Vector<double>>(_taken.AsSpan(i * sums.Length, sums.Length));
            for (var j = 0; j < lanes.Length; j++)
            {
                lanes[j] += taken[j] * sorted[i];
            }
        }

        return sums;
    }
}
