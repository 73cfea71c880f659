using RlLab.Journal;

namespace RlLab.Sweeps;

/// <summary>How long the runs of a sweep took, as its journals tell it.</summary>
public static class RunTimes
{
    /// <summary>The times of the runs that trained to their ends, in the order of those.</summary>
    /// <param name="folder">The sweep's folder.</param>
    /// <exception cref="JournalException">A file cannot be read.</exception>
    public static IReadOnlyList<TimeSpan> Read(string folder)
    {
        var (begun, times) = (new Dictionary<string, DateTimeOffset>(), new List<TimeSpan>());

        // A run is begun and ended by one worker, in its own journal; in a store of version 1 by the leader, in the only one.
        foreach (var entry in Directory.GetFiles(folder, "*journal", SearchOption.AllDirectories).SelectMany(path => JournalReader.Read(path)))
        {
            switch (SweepEvent.FromJson(entry.Payload.Span))
            {
                case RunStarted started:
                    begun[started.Run] = started.At;
                    break;
                case RunEnded { Outcome.State: RunState.Finished or RunState.NotComparable } ended when begun.TryGetValue(ended.Run, out var from):
                    times.Add(ended.Outcome.Trained ?? ended.At - from);
                    break;
            }
        }

        return times;
    }
}
