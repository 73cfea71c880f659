using RlLab.Journal;

namespace RlLab.Sweeps;

/// <summary>A sweep as its journal tells it; complete or not, and also while the sweep is still going.</summary>
/// <param name="Header">What is swept, and how.</param>
/// <param name="Runs">Its runs, in the order of the plan.</param>
public sealed record SweepRecord(SweepHeader Header, IReadOnlyList<RunRecord> Runs)
{
    /// <summary>Reads a sweep; entries that this version does not know are left out.</summary>
    /// <param name="path">The journal's path.</param>
    /// <exception cref="SweepException">The journal does not begin with a sweep: the process was killed before it wrote one.</exception>
    /// <exception cref="JournalException">The file cannot be read.</exception>
    public static SweepRecord Read(string path)
    {
        // Asked before reading: a leader that ends meanwhile has noted the ends of its runs by the time that they are read.
        var isLed = JournalWriter.IsOpen(path);
        SweepHeader? header = null;
        var runs = new OrderedDictionary<string, RunRecord>();
        foreach (var entry in JournalReader.Read(path))
        {
            switch (SweepEvent.FromJson(entry.Payload.Span))
            {
                case SweepHeader first:
                    header = first;
                    break;
                case RunPlanned planned:
                    runs[planned.Run] = new RunRecord(planned.Run, planned.Trial, planned.Seed, planned.Parameters, Phase: planned.Phase);
                    break;

                // Damage may have cost a run its plan, and without that nothing is known of its setting.
                case RunStarted started when runs.TryGetValue(started.Run, out var run):
                    runs[started.Run] = run with { State = RunState.Running };
                    break;
                case RunEnded ended when runs.TryGetValue(ended.Run, out var run):
                    var (state, objective, message, divergedAt) = ended.Outcome;
                    runs[ended.Run] = run with
                    {
                        State = Comparable(state, objective), Objective = objective, Message = message, DivergedAt = divergedAt,
                    };
                    break;
            }
        }

        return header is null
            ? throw new SweepException($"The journal {path} holds no sweep: it was cut before its first entry was written.")
            : new SweepRecord(header, [.. runs.Values.Select(run => isLed ? run : Left(run))]);
    }

    /// <summary>The same with one run of each setting, seed and phase: of those that were tried again, the last try.</summary>
    internal SweepRecord WithLastTries() =>
        this with { Runs = [.. Runs.GroupBy(run => (run.Trial, run.Seed, run.Phase)).Select(tries => tries.Last())] };

    /// <summary>Journals of before version 0.2 call a run finished that has no finite objective.</summary>
    private static RunState Comparable(RunState state, double? objective) =>
        state == RunState.Finished && (objective is not { } value || !double.IsFinite(value)) ? RunState.NotComparable : state;

    private static RunRecord Left(RunRecord run) => run.State == RunState.Running ? run with { State = RunState.Interrupted } : run;
}
