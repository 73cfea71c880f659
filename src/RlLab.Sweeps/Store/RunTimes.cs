using RlLab.Journal;

namespace RlLab.Sweeps;

/// <summary>How long the runs of a sweep took, as its journal tells it.</summary>
public static class RunTimes
{
    /// <summary>The times of the runs that trained to their ends, in the order of those.</summary>
    /// <param name="path">The sweep's journal.</param>
    /// <exception cref="JournalException">The file cannot be read.</exception>
    public static IReadOnlyList<TimeSpan> Read(string path)
    {
        var (begun, times) = (new Dictionary<string, DateTimeOffset>(), new List<TimeSpan>());
        foreach (var entry in JournalReader.Read(path))
        {
            switch (SweepEvent.FromJson(entry.Payload.Span))
            {
                case RunStarted started:
                    begun[started.Run] = started.At;
                    break;
                case RunEnded { Outcome.State: RunState.Finished or RunState.NotComparable } ended when begun.TryGetValue(ended.Run, out var from):
                    times.Add(ended.At - from);
                    break;
            }
        }

        return times;
    }
}
