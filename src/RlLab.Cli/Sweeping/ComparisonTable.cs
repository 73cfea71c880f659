using System.Globalization;
using RlLab.Sweeps;
using Spectre.Console;

namespace RlLab.Cli;

/// <summary>The settings of a comparison as rows of text, for a terminal and for Markdown.</summary>
internal sealed class ComparisonTable
{
    /// <summary>What a column takes beside its text.</summary>
    private const int ColumnGap = 3;

    /// <summary>The same where columns are closer.</summary>
    private const int NarrowGap = 2;

    private readonly Comparison _comparison;
    private readonly SweepHeader _header;
    private readonly IReadOnlyList<Column> _columns;

    /// <summary>Lays out a comparison.</summary>
    /// <param name="comparison">The settings, best first.</param>
    /// <param name="header">What was swept.</param>
    public ComparisonTable(Comparison comparison, SweepHeader header)
    {
        (_comparison, _header) = (comparison, header);
        _columns = [.. Columns()];
    }

    /// <summary>The headings in Markdown.</summary>
    public string MarkdownHead => Markdown(_columns.Select(column => column.Heading)) + Markdown(_columns.Select(_ => "---"));

    /// <summary>One row a setting, in Markdown.</summary>
    public IEnumerable<string> MarkdownRows => _comparison.Rows.Select(row => Markdown(_columns.Select(column => column.Cell(row))));

    /// <summary>The settings of which a run has ended, as a table.</summary>
    /// <param name="width">How many columns of characters there are.</param>
    /// <param name="showsWins">Whether there is room to say how often the best wins.</param>
    public Table Table(int width, out bool showsWins)
    {
        var rows = _comparison.Rows.Where(HasEnded).ToList();
        var isNarrow = width < _columns.Sum(column => ColumnGap + column.Width(rows, column.Heading));
        IReadOnlyList<Column> columns = isNarrow ? Fitting(rows, width) : _columns;
        showsWins = columns.Any(column => column.Need == Need.Room);
        string[] headings = [.. columns.Select(column => column.Heading)];
        var table = isNarrow ? Tables.NewNarrow(headings) : Tables.New(headings);
        foreach (var row in rows)
        {
            var style = row is { Rank: 1, Score.Mean: not null } ? new Style(decoration: Decoration.Bold) : Style.Plain;
            table.AddRow(columns.Select(column => new Text(column.Cell(row), style)));
        }

        return table;
    }

    /// <summary>Whether a run of the setting has ended, well or not.</summary>
    public static bool HasEnded(ComparisonRow row) =>
        row.Tuning is not { Finished: 0, Failed: 0, NotComparable: 0, Pruned: 0 } || row.Test is { Finished: > 0 };

    private IEnumerable<Column> Columns()
    {
        yield return new("", row => row.Score.Mean is null ? "" : Text(row.Rank));
        yield return new("trial", row => Text(row.Trial));
        foreach (var name in _header.Swept)
        {
            yield return new(name, row => Numbers.ShortParameter(row.Parameters.GetValueOrDefault(name, "")));
        }

        if (_comparison.IsTested)
        {
            var chosen = _comparison.ChosenByTuning;
            yield return new("test", row => Numbers.Short(row.Test?.Mean));
            yield return new("95% interval", row => Interval(row.Test));
            yield return new("tuning", row => Numbers.Short(row.Tuning.Mean) + (row == chosen ? "*" : ""));
        }
        else
        {
            yield return new(_header.Objective, row => Numbers.Short(row.Tuning.Mean));
            yield return new("95% interval", row => Interval(row.Tuning));
        }

        if (_comparison.Rows.Any(row => row.BestWins is not null))
        {
            yield return new("best wins", row => row.BestWins is { } wins ? $"{100 * wins.Probability:0}%" : "", Need.Room);
        }

        yield return new("seeds", row => Finished(row.Score));
        yield return new("failed", row => Count(row.Tuning.Failed + (row.Test?.Failed ?? 0)), Need.Filled);
        if (_comparison.Rows.Any(row => row.Tuning.Pruned > 0))
        {
            yield return new(RunState.Pruned.Word(), row => Count(row.Tuning.Pruned));
        }

        if (_comparison.Rows.Any(row => NotComparable(row) > 0))
        {
            yield return new(RunState.NotComparable.Word(), row => Count(NotComparable(row)));
        }
    }

    /// <summary>The columns for a narrow terminal: without empty ones, and where that is still too wide, without those that may go.</summary>
    private IReadOnlyList<Column> Fitting(List<ComparisonRow> rows, int width)
    {
        var filled = _columns.Where(column => column.Need != Need.Filled || rows.Any(row => column.Cell(row).Length > 0)).ToList();
        var isTooWide = width < filled.Sum(column => NarrowGap + Tables.Pieces(column.Heading).Max(piece => column.Width(rows, piece)));
        return isTooWide ? [.. filled.Where(column => column.Need != Need.Room)] : filled;
    }

    private static int NotComparable(ComparisonRow row) => row.Tuning.NotComparable + (row.Test?.NotComparable ?? 0);

    private static string Interval(SettingScore? score) =>
        score?.Interval is { } i ? $"{Numbers.Short(i.Low)} to {Numbers.Short(i.High)}" : "-";

    private static string Finished(SettingScore score) =>
        score.Finished == score.Planned ? Text(score.Finished) : $"{score.Finished} of {score.Planned}";

    private static string Count(int count) => count == 0 ? "" : Text(count);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Markdown(IEnumerable<string> cells) =>
        $"| {string.Join(" | ", cells.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal)))} |\n";

    /// <summary>When a narrow terminal shows a column.</summary>
    private enum Need
    {
        Always,
        Filled,
        Room,
    }

    /// <param name="Heading">What stands above.</param>
    /// <param name="Cell">What stands in a setting's row.</param>
    /// <param name="Need">When a narrow terminal shows it.</param>
    private sealed record Column(string Heading, Func<ComparisonRow, string> Cell, Need Need = Need.Always)
    {
        public int Width(IEnumerable<ComparisonRow> rows, string heading) => rows.Select(row => Cell(row).Length).Append(heading.Length).Max();
    }
}
