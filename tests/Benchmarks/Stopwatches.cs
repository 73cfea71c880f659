using System.Diagnostics;

namespace Benchmarks;

/// <summary>Times a unit of work: warm-up, then the median over blocks long enough for the clock.</summary>
internal static class Stopwatches
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1), Measured = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Block = TimeSpan.FromMilliseconds(2);
    private const int FewestBlocks = 15;

    /// <summary>Seconds for one call.</summary>
    public static double Seconds(Action work)
    {
        var clock = Stopwatch.StartNew();
        long calls = 0;
        while (clock.Elapsed < WarmUp || calls < 5)
        {
            work();
            calls++;
        }

        long perBlock = Math.Max(1, (long)(calls * (Block / clock.Elapsed)));
        var times = new List<double>();
        clock.Restart();
        while (clock.Elapsed < Measured || times.Count < FewestBlocks)
        {
            long start = Stopwatch.GetTimestamp();
            for (long i = 0; i < perBlock; i++)
                work();
            times.Add(Stopwatch.GetElapsedTime(start).TotalSeconds / perBlock);
        }

        return Median(times);
    }

    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
