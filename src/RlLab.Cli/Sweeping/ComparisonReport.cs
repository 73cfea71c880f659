using System.Globalization;
using System.Text;
using RlLab.Statistics;
using RlLab.Sweeps;
using Spectre.Console;

namespace RlLab.Cli;

/// <summary>A comparison for people, for Markdown and for JSON.</summary>
internal sealed class ComparisonReport
{
    private const int ShownProblems = 3;

    private readonly SweepRecord _sweep;
    private readonly ExperimentDescriptor? _experiment;
    private readonly ComparisonTable _table;
    private readonly ComparisonWords _words;

    /// <summary>Compares the settings of a sweep.</summary>
    /// <param name="sweep">The sweep, finished or not.</param>
    /// <param name="experiments">The experiments that there are; the sweep's own may be gone since.</param>
    public ComparisonReport(SweepRecord sweep, IEnumerable<ExperimentDescriptor> experiments)
    {
        _sweep = sweep;
        _experiment = experiments.FirstOrDefault(e => e.Name == sweep.Header.Experiment);
        Comparison = Comparison.Of(sweep);
        _table = new(Comparison, sweep.Header);
        _words = new(Comparison, sweep);
    }

    /// <summary>The settings, best first.</summary>
    public Comparison Comparison { get; }

    /// <summary>The comparison as data.</summary>
    /// <param name="tracking">What the tracking server has of it; null where that was not asked.</param>
    public object Document(object? tracking = null) => new
    {
        Sweep = _sweep.Header.Id,
        _sweep.Header.Experiment,
        _sweep.Header.Name,
        _sweep.Header.Started,
        _sweep.Header.Objective,
        _sweep.Header.Direction,
        _sweep.Header.Swept,
        Fixed = ParameterDocument.Values(_experiment, _sweep.Header.Fixed),
        Runs = Counts(),
        Verdict = Comparison.Verdict is { } verdict
            ? new { verdict.Words, verdict.IsDecided, verdict.Leader, verdict.Rivals, verdict.MoreSeeds }
            : null,
        IntervalCoverage = _words.FewestSeeds is { } seeds ? IntervalCoverage.Of(seeds) : (double?)null,
        Settings = Comparison.Rows.Select(row => new
        {
            row.Rank,
            row.Trial,
            Parameters = ParameterDocument.Values(_experiment, row.Parameters),
            Phase = row.IsTested ? RunPhase.Test : RunPhase.Tuning,
            InterquartileMean = row.Score.Mean,
            Interval = Ends(row.Score.Interval),
            Range = row.Score.Finished > 0 ? new[] { row.Score.Objectives.Min(), row.Score.Objectives.Max() } : null,
            RangeHolds = row.Score.Finished > 1 ? ToleranceInterval.ShareOfRange(row.Score.Finished) : (double?)null,
            BestWins = row.BestWins?.Probability,
            BestWinsInterval = Ends(row.BestWins?.Interval),
            row.Score.Finished,
            row.Score.Failed,
            row.Score.NotComparable,
            row.Score.Pruned,
            row.Score.Planned,
            Tuning = row.IsTested ? new { InterquartileMean = row.Tuning.Mean, Interval = Ends(row.Tuning.Interval), row.Tuning.Finished } : null,
        }),
        Importance = Comparison.Importances.ToDictionary(importance => importance.Name, importance => importance.Share),
        Diverged =
            from run in _sweep.Runs
            where run.HasDiverged
            select new { run.Trial, run.Seed, Step = run.DivergedAt, run.Message },
        Pruned =
            from run in _sweep.Runs
            where run.State == RunState.Pruned
            select new { run.Trial, run.Seed, Step = run.Points.Count > 0 ? run.Points[^1].Step : (long?)null, run.Message },
        Tracking = tracking,
    };

    /// <summary>Prints the table, what it is worth, and the verdict.</summary>
    /// <param name="console">Where.</param>
    public void Print(IAnsiConsole console)
    {
        if (Comparison.Rows.Any(ComparisonTable.HasEnded))
        {
            console.Write(_table.Table(console.Profile.Width, out var showsWins));
            _words.Notes(showsWins).ToList().ForEach(console.WriteLine);
        }
        else
        {
            console.WriteLine($"No run has come to its end, so there is no {_sweep.Header.Objective} to compare.");
        }

        if (Comparison.Importances.Count > 0)
        {
            console.Write(ImportanceTable());
        }

        if (_sweep.Runs.Count(run => run.State == RunState.Finished) < _sweep.Total)
        {
            var counts = Counts().Where(c => c.Value > 0).Select(c => $"{c.Value} {c.Key.Word()}");
            console.WriteLine($"Of {_sweep.Total} runs: {string.Join(", ", counts)}.");
        }

        _words.Diverged.ToList().ForEach(console.WriteLine);
        var problems = _sweep.Runs.Where(run => run is { State: RunState.Failed or RunState.NotComparable, HasDiverged: false });
        foreach (var run in problems.Take(ShownProblems))
        {
            var seed = run.Phase == RunPhase.Test ? "test seed" : "seed";
            console.WriteLine($"trial {run.Trial} {seed} {run.Seed} {run.State.Word()}{(run.Message is null ? "." : $": {run.Message}")}");
        }

        if (Comparison.Verdict is { } verdict)
        {
            console.WriteLine();
            console.Write(new Text(verdict.Words + "\n", new Style(decoration: Decoration.Bold)));
        }
    }

    /// <summary>The comparison in Markdown: all of it, or as many of the best settings as a length allows.</summary>
    /// <param name="longest">The most characters that it may have.</param>
    public string ToMarkdown(int longest = int.MaxValue)
    {
        var all = Comparison.Rows.Count;
        var (table, end, shown) = (new StringBuilder(_table.MarkdownHead), MarkdownEnd(), 0);
        foreach (var row in _table.MarkdownRows.TakeWhile(row => table.Length + row.Length + Cut(shown).Length + end.Length <= longest))
        {
            table.Append(row);
            shown++;
        }

        return table.Append(Cut(shown)).Append(end).ToString();

        string Cut(int shown) => shown < all ? $"\nThe best {shown} of {all} settings.\n" : "";
    }

    private string MarkdownEnd()
    {
        string?[] paragraphs =
        [
            Comparison.Verdict is { } verdict ? $"**{verdict.Words}**" : null,
            string.Join(' ', _words.Notes(Comparison.Rows.Any(row => row.BestWins is not null))),
            _words.Range,
            Comparison.Importances.Count == 0
                ? null
                : $"Importance: {string.Join(", ", Comparison.Importances.Select(i => $"{i.Name} {Percent(i.Share)}"))}.",
            _words.Diverged.Any() ? string.Join("  \n", _words.Diverged) : null,
        ];
        return string.Concat(paragraphs.OfType<string>().Select(paragraph => $"\n{paragraph}\n"));
    }

    private Table ImportanceTable()
    {
        var table = Tables.New("parameter", "importance");
        foreach (var importance in Comparison.Importances)
        {
            table.AddRow(new Text(importance.Name), new Text(Percent(importance.Share)));
        }

        return table;
    }

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0}%");

    private static double[]? Ends(BootstrapInterval? interval) => interval is null ? null : [interval.Low, interval.High];

    /// <summary>How many runs are in each state; those that are known of by their number alone have not begun.</summary>
    private Dictionary<RunState, int> Counts()
    {
        var counts = Enum.GetValues<RunState>().ToDictionary(state => state, state => _sweep.Runs.Count(run => run.State == state));
        counts[RunState.Planned] += _sweep.Total - _sweep.Runs.Count;
        return counts;
    }
}
