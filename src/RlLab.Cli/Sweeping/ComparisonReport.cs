using System.Globalization;
using System.Text;
using RlLab.Sweeps;
using Spectre.Console;

namespace RlLab.Cli;

/// <summary>A comparison for people, for Markdown and for JSON.</summary>
internal sealed class ComparisonReport
{
    private const int ShownProblems = 3;

    /// <summary>What a column takes beside its text.</summary>
    private const int ColumnGap = 3;

    private readonly SweepRecord _sweep;
    private readonly ExperimentDescriptor? _experiment;
    private readonly bool _showsNotComparable;
    private readonly IReadOnlyList<string> _headings;
    private readonly IReadOnlyList<IReadOnlyList<string>> _cells;

    /// <summary>Compares the settings of a sweep.</summary>
    /// <param name="sweep">The sweep, finished or not.</param>
    /// <param name="experiments">The experiments that there are; the sweep's own may be gone since.</param>
    public ComparisonReport(SweepRecord sweep, IEnumerable<ExperimentDescriptor> experiments)
    {
        _sweep = sweep;
        _experiment = experiments.FirstOrDefault(e => e.Name == sweep.Header.Experiment);
        Comparison = Comparison.Of(sweep);
        _showsNotComparable = Comparison.Rows.Any(row => row.NotComparable > 0);
        string[] notComparable = _showsNotComparable ? [RunState.NotComparable.Word()] : [];
        _headings = ["", "trial", .. sweep.Header.Swept, sweep.Header.Objective, "95% interval", "seeds", "failed", .. notComparable];
        _cells = [.. Comparison.Rows.Select(Cells)];
    }

    /// <summary>The settings, best first.</summary>
    public Comparison Comparison { get; }

    /// <summary>The comparison as data.</summary>
    /// <param name="tracking">What the tracking server has of it; null where that was not asked.</param>
    public object Document(object? tracking = null) => new
    {
        Sweep = _sweep.Header.Id,
        _sweep.Header.Experiment,
        _sweep.Header.Started,
        _sweep.Header.Objective,
        _sweep.Header.Direction,
        _sweep.Header.Swept,
        Fixed = ParameterDocument.Values(_experiment, _sweep.Header.Fixed),
        Runs = Counts(),
        Settings = Comparison.Rows.Select(row => new
        {
            row.Rank,
            row.Trial,
            Parameters = ParameterDocument.Values(_experiment, row.Parameters),
            InterquartileMean = row.Mean,
            Interval = row.Interval is { } i ? new[] { i.Low, i.High } : null,
            row.Finished,
            row.Failed,
            row.NotComparable,
            row.Planned,
        }),
        Tracking = tracking,
    };

    /// <summary>Prints the table.</summary>
    /// <param name="console">Where.</param>
    public void Print(IAnsiConsole console)
    {
        if (Comparison.Rows.Any(HasEnded))
        {
            console.Write(Table(console.Profile.Width));
            console.WriteLine(Legend());
        }
        else
        {
            console.WriteLine($"No run has come to its end, so there is no {_sweep.Header.Objective} to compare.");
        }

        if (_sweep.Runs.Any(run => run.State != RunState.Finished))
        {
            var counts = Counts().Where(c => c.Value > 0).Select(c => $"{c.Value} {c.Key.Word()}");
            console.WriteLine($"Of {_sweep.Runs.Count} runs: {string.Join(", ", counts)}.");
        }

        foreach (var run in _sweep.Runs.Where(run => run.State is RunState.Failed or RunState.NotComparable).Take(ShownProblems))
        {
            console.WriteLine($"trial {run.Trial} seed {run.Seed} {run.State.Word()}{(run.Message is null ? "." : $": {run.Message}")}");
        }
    }

    /// <summary>The table in Markdown: all of it, or as many of the best settings as a length allows.</summary>
    /// <param name="longest">The most characters that it may have.</param>
    public string ToMarkdown(int longest = int.MaxValue)
    {
        var table = new StringBuilder(Row(_headings)).Append(Row(_headings.Select(_ => "---")));
        var shown = 0;
        foreach (var row in _cells.Select(Row).TakeWhile(row => table.Length + row.Length + End(shown).Length <= longest))
        {
            table.Append(row);
            shown++;
        }

        return table.Append(End(shown)).ToString();
    }

    private Table Table(int width)
    {
        var rows = Comparison.Rows.Index().Where(row => HasEnded(row.Item)).ToList();
        var isNarrow = width < Enumerable.Range(0, _headings.Count)
            .Sum(column => ColumnGap + rows.Select(row => _cells[row.Index][column].Length).Append(_headings[column].Length).Max());
        var columns = isNarrow && !_showsNotComparable && rows.All(row => row.Item.Failed == 0) ? _headings.Count - 1 : _headings.Count;
        var table = isNarrow ? Tables.NewNarrow([.. _headings.Take(columns)]) : Tables.New([.. _headings]);
        foreach (var (index, row) in rows)
        {
            var style = row is { Rank: 1, Mean: not null } ? new Style(decoration: Decoration.Bold) : Style.Plain;
            table.AddRow(_cells[index].Take(columns).Select(cell => new Text(cell, style)));
        }

        return table;
    }

    private static bool HasEnded(ComparisonRow row) => row is not { Finished: 0, Failed: 0, NotComparable: 0 };

    private static string Row(IEnumerable<string> cells) =>
        $"| {string.Join(" | ", cells.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal)))} |\n";

    private string End(int shown) =>
        $"\n{Legend()}{(shown < _cells.Count ? $" The best {shown} of {_cells.Count} settings." : "")}\n";

    private IReadOnlyList<string> Cells(ComparisonRow row) =>
    [
        row.Mean is null ? "" : row.Rank.ToString(CultureInfo.InvariantCulture),
        row.Trial.ToString(CultureInfo.InvariantCulture),
        .. _sweep.Header.Swept.Select(name => Numbers.ShortParameter(row.Parameters[name])),
        Numbers.Short(row.Mean),
        row.Interval is { } i ? $"{Numbers.Short(i.Low)} to {Numbers.Short(i.High)}" : "-",
        row.Finished == row.Planned ? $"{row.Finished}" : $"{row.Finished} of {row.Planned}",
        .. Problems(row).Select(count => count == 0 ? "" : count.ToString(CultureInfo.InvariantCulture)),
    ];

    private IReadOnlyList<int> Problems(ComparisonRow row) => _showsNotComparable ? [row.Failed, row.NotComparable] : [row.Failed];

    private string Legend()
    {
        var header = _sweep.Header;
        var best = header.Direction == Direction.Maximize ? "largest" : "smallest";
        return $"{header.Objective}: interquartile mean over seeds with a 95% bootstrap interval, {best} first.";
    }

    private Dictionary<RunState, int> Counts() =>
        Enum.GetValues<RunState>().ToDictionary(state => state, state => _sweep.Runs.Count(run => run.State == state));
}
