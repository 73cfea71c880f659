using System.Collections.Concurrent;
using RlLab.Statistics;
using RlLab.Tracking.Server.Http;

namespace RlLab.Tracking.Server.Curves;

/// <summary>What is told of the seeds of a setting at one place after the other: the same for the same values.</summary>
/// <param name="cutOf">How many values are left out at each end of so many.</param>
internal sealed class SeedStatistic(Func<int, int> cutOf)
{
    // Seeds begin, end and diverge at places of their own, so that a group's places have different numbers of values.
    private readonly ConcurrentDictionary<int, Lazy<TrimmedMeanBootstrap>> _byCount = new();

    /// <summary>The statistic that a request names; the interquartile mean where it names none.</summary>
    public static SeedStatistic Read(RequestArguments arguments) => arguments.Text("statistic") switch
    {
        null or "iqm" => new SeedStatistic(count => count / 4),
        "mean" => new SeedStatistic(_ => 0),
        "median" => new SeedStatistic(count => (count - 1) / 2),
        { } other => throw MlflowError.Invalid($"'{other}' is no statistic. Give '{arguments.PathOf("statistic")}' as 'iqm', 'mean' or 'median'."),
    };

    /// <summary>Draws that are always the same, so that equal requests have equal answers.</summary>
    public static Func<int, int> Draws() => new Random(0).Next;

    /// <summary>The statistic of finite values, NaN where there are none, and its 95% interval, NaN at both ends of fewer than two.</summary>
    public (double Center, double Low, double High) Of(ReadOnlySpan<double> values)
    {
        if (values.IsEmpty)
        {
            return (double.NaN, double.NaN, double.NaN);
        }

        var bootstrap = _byCount.GetOrAdd(values.Length, count => new(() => new TrimmedMeanBootstrap(count, cutOf(count), Draws()))).Value;
        var (center, interval) = bootstrap.At(values);
        return (center, interval?.Low ?? double.NaN, interval?.High ?? double.NaN);
    }
}
