using System.Globalization;
using RlLab.Sweeps;
using RlLab.Tracking;

namespace RlLab.Cli;

/// <summary>The sweep's own run, under which its runs nest in MLflow; it carries the comparison.</summary>
internal sealed class SweepRun : IDisposable
{
    /// <summary>What MLflow keeps of a tag.</summary>
    private const int LongestTag = 5_000;

    private readonly RunJournal _journal;
    private readonly string _runs;
    private readonly IDisposable _mark;

    private SweepRun(RunJournal journal, string runs, IDisposable mark) => (_journal, _runs, _mark) = (journal, runs, mark);

    /// <summary>Begins it, or goes on with it where the sweep is taken up again.</summary>
    /// <param name="lab">The folder <c>.rllab</c>.</param>
    /// <param name="sweep">The sweep.</param>
    /// <param name="plan">What it is going to do.</param>
    /// <param name="experiment">The experiment's name in MLflow.</param>
    /// <param name="tags">What every run of the sweep is tagged with.</param>
    /// <param name="recording">What it records by itself, and how safely.</param>
    /// <param name="clock">The clock.</param>
    public static SweepRun Begin(
        string lab, SweepHeader sweep, SweepPlan plan, string experiment, IReadOnlyDictionary<string, string> tags, RecordingOptions recording,
        TimeProvider clock)
    {
        var runs = LabDirectory.Runs(lab);
        var folder = Path.Combine(runs, sweep.Id);
        if (RunLog.TryRead(folder) is not null)
        {
            var known = RunJournal.Open(folder, clock, recording.Durability);
            known.SetTag("rllab.size", plan.Size);
            return new SweepRun(known, runs, TrainingMark.Set(lab, sweep.Id));
        }

        var header = new RunHeader(sweep.Id, experiment, $"sweep {sweep.Id[..8]}", sweep.Started)
        {
            ExperimentSummary = plan.Experiment.Description,
            Tags = new Dictionary<string, string>(tags) { ["rllab.sweep"] = sweep.Id },
        };
        var journal = RunJournal.Create(runs, header, clock, recording.Durability);
        journal.LogParameter("sampler", sweep.Sampler.Word());
        journal.LogParameter("trials", sweep.Trials.ToString(CultureInfo.InvariantCulture));
        journal.LogParameter("seeds", sweep.Seeds.Count.ToString(CultureInfo.InvariantCulture));
        if (plan.TestRuns > 0)
        {
            journal.LogParameter("test_runs", plan.TestRuns.ToString(CultureInfo.InvariantCulture));
        }

        if (sweep.Name is { } name)
        {
            journal.SetTag("rllab.sweep_name", name);
        }

        if (sweep.Pruner is { } pruner)
        {
            journal.LogParameter("pruner", pruner.Pruner.Word());
        }

        journal.LogParameter("objective", sweep.Objective);
        journal.LogParameter("direction", sweep.Direction.ToString().ToLowerInvariant());
        foreach (var parameter in plan.Space.Parameters)
        {
            journal.SetTag($"rllab.space.{parameter.Name}", Shortened(parameter.Domain!.ToString()!));
        }

        foreach (var (parameter, value) in sweep.Fixed)
        {
            journal.LogParameter(parameter, value);
        }

        if (recording.Changes() is { } changes)
        {
            journal.LogText(SourceChanges.Artifact, changes);
        }

        return new SweepRun(journal, runs, TrainingMark.Set(lab, sweep.Id));
    }

    /// <summary>Ends it, with what the sweep found.</summary>
    /// <param name="sweep">What the sweep came to.</param>
    /// <param name="report">The comparison.</param>
    /// <param name="stopped">Whether it was stopped.</param>
    public void End(SweepRecord sweep, ComparisonReport report, bool stopped)
    {
        SweepFindings.Log(_journal, sweep, report, _runs);
        var isInVain = sweep.Runs.All(run => run.State is RunState.Failed or RunState.NotComparable or RunState.Pruned);
        if (isInVain)
        {
            _journal.SetTag("rllab.failure", $"No run came to its end with a finite {sweep.Header.Objective}, so there is nothing to compare.");
        }

        _journal.End(stopped ? RunStatus.Killed : isInVain ? RunStatus.Failed : RunStatus.Finished);
    }

    private static string Shortened(string text) => text.Length <= LongestTag ? text : text[..LongestTag];

    /// <inheritdoc/>
    public void Dispose()
    {
        _mark.Dispose();
        _journal.Dispose();
    }
}
