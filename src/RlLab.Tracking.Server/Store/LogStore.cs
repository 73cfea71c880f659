using System.Text;
using System.Text.Json.Nodes;
using Dapper;
using RlLab.Tracking.Server.Http;
using RlLab.Tracking.Server.Points;
using RlLab.Tracking.Server.Wire;

namespace RlLab.Tracking.Server.Store;

/// <summary>What runs log: points, parameters and tags. Everything here may be sent again and changes nothing the second time.</summary>
internal static class LogStore
{
    /// <summary>Logs a batch, all of it or, where a parameter would change, nothing.</summary>
    public static void LogBatch(
        DatabaseWriter writer, string runId, IReadOnlyList<MetricPoint> points, IReadOnlyList<KeyValue> parameters, IReadOnlyList<KeyValue> tags)
    {
        var run = RunStore.GetActiveRow(writer, runId);
        var changed = AddParameters(writer, run, parameters);
        if (changed.Count > 0)
        {
            var list = string.Join(", ", changed.Select(change =>
                $"{{'key': {Quote(change.Key)}, 'old_value': {Quote(change.Old)}, 'new_value': {Quote(change.New)}}}"));
            throw MlflowError.Invalid(
                $"Changing param values is not allowed. Params were already logged='[{list}]' for run ID='{runId}'.");
        }

        AddPoints(writer, run, points);
        foreach (var tag in tags)
        {
            SetTag(writer, run, tag);
        }
    }

    public static void LogParameter(DatabaseWriter writer, string runId, KeyValue parameter)
    {
        var run = RunStore.GetActiveRow(writer, runId);
        if (AddParameters(writer, run, [parameter]) is [var change])
        {
            throw MlflowError.Invalid(
                $"Changing param values is not allowed. Param with key='{change.Key}' was already logged with value='{change.Old}' "
                + $"for run ID='{runId}'. Attempted logging new value '{change.New}'.");
        }
    }

    /// <summary>Sets a tag; that of the run's name renames the run.</summary>
    public static void SetTag(DatabaseWriter writer, long run, KeyValue tag)
    {
        writer.Prepare("INSERT INTO tags VALUES (?1, ?2, ?3) ON CONFLICT (run, key) DO UPDATE SET value = excluded.value")
            .Bind(1, run).Bind(2, tag.Key).Bind(3, tag.Value).Run();
        if (tag.Key == RunStore.NameTag)
        {
            writer.Prepare("UPDATE runs SET name = ?2 WHERE id = ?1").Bind(1, run).Bind(2, tag.Value).Run();
        }
    }

    /// <summary>Adds an item to a tag that holds a list as JSON.</summary>
    public static void AddToTag(DatabaseWriter writer, string runId, string key, JsonNode item)
    {
        var run = RunStore.GetActiveRow(writer, runId);
        var known = writer.Connection.ExecuteScalar<string>("SELECT value FROM tags WHERE run = @run AND key = @key", new { run, key });
        var list = known is null ? [] : JsonNode.Parse(known)!.AsArray();
        list.Add(item);
        SetTag(writer, run, new KeyValue(key, list.ToJsonString()));
    }

    public static void DeleteTag(DatabaseWriter writer, string runId, string key)
    {
        var run = RunStore.GetActiveRow(writer, runId);
        if (writer.Connection.Execute("DELETE FROM tags WHERE run = @run AND key = @key", new { run, key }) == 0)
        {
            throw MlflowError.NotFound($"No tag with name: {key} in run with id {runId}");
        }
    }

    public static void AddModel(DatabaseWriter writer, long run, string modelId, string direction, long step) =>
        writer.Connection.Execute(
            "INSERT OR IGNORE INTO run_models VALUES (@run, @modelId, @direction, @step)",
            new { run, modelId, direction, step });

    private static List<(string Key, string Old, string New)> AddParameters(
        DatabaseWriter writer, long run, IReadOnlyList<KeyValue> parameters)
    {
        var changed = new List<(string, string, string)>();
        var insert = writer.Prepare("INSERT OR IGNORE INTO params VALUES (?1, ?2, ?3)");
        foreach (var parameter in parameters)
        {
            if (insert.Bind(1, run).Bind(2, parameter.Key).Bind(3, parameter.Value).Run() == 0)
            {
                var old = writer.Connection.ExecuteScalar<string>(
                    "SELECT value FROM params WHERE run = @run AND key = @Key",
                    new { run, parameter.Key });
                if (old != parameter.Value)
                {
                    changed.Add((parameter.Key, old!, parameter.Value));
                }
            }
        }

        return changed;
    }

    private static void AddPoints(DatabaseWriter writer, long run, IReadOnlyList<MetricPoint> points)
    {
        var insert = writer.Prepare("INSERT OR IGNORE INTO points VALUES (?1, ?2, ?3, ?4, ?5)");
        var grown = new Dictionary<string, GrownSeries>();
        foreach (var point in points)
        {
            if (!grown.TryGetValue(point.Key, out var series))
            {
                grown.Add(point.Key, series = new GrownSeries(FindOrAddSeries(writer, run, point), point));
            }

            var added = new SeriesPoint(point.Timestamp, point.Step, PointValue.Stored(point.Value), double.IsNaN(point.Value));
            added.Bind(insert.Bind(1, series.Id), 2);
            if (insert.Run() > 0)
            {
                series.Added.Add(added);
            }

            series.Last = IsLater(point, series.Last) ? point : series.Last;
        }

        // A point sent again changes nothing.
        foreach (var series in grown.Values.Where(series => series.Added.Count > 0))
        {
            MoveLast(writer, series.Id, series.Last);
            ChunkStore.Grow(writer, Count(writer, run, series), series.Added);
        }
    }

    private static long FindOrAddSeries(DatabaseWriter writer, long run, MetricPoint first)
    {
        var find = writer.Prepare("SELECT id FROM series WHERE run = ?1 AND key = ?2");
        if (find.Bind(1, run).Bind(2, first.Key).Number() is { } known)
        {
            return known;
        }

        writer.Prepare("INSERT INTO series (run, key, step, timestamp, value, is_nan) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")
            .Bind(1, run).Bind(2, first.Key).Bind(3, first.Step).Bind(4, first.Timestamp)
            .Bind(5, PointValue.Stored(first.Value)).Bind(6, double.IsNaN(first.Value) ? 1 : 0).Run();
        return writer.NewestRow;
    }

    /// <summary>Counts the points added, and gives their series the version of their run.</summary>
    private static ChunkedSeries Count(DatabaseWriter writer, long run, GrownSeries series)
    {
        var update = writer.Prepare(
            """
            UPDATE series SET points = points + ?2, version = (SELECT version FROM runs WHERE id = ?3) WHERE id = ?1
            RETURNING points, chunked, chunked_until
            """);
        update.Bind(1, series.Id).Bind(2, series.Added.Count).Bind(3, run).Step();
        var counted = new ChunkedSeries(series.Id, update.Whole(0), update.Whole(1), update.Whole(2));
        update.Reset();
        return counted;
    }

    private static void MoveLast(DatabaseWriter writer, long series, MetricPoint last)
    {
        var update = writer.Prepare(
            """
            UPDATE series SET step = ?2, timestamp = ?3, value = ?4, is_nan = ?5
            WHERE id = ?1 AND (step, timestamp, value) < (?2, ?3, ?4)
            """);
        update.Bind(1, series).Bind(2, last.Step).Bind(3, last.Timestamp)
            .Bind(4, PointValue.Stored(last.Value)).Bind(5, double.IsNaN(last.Value) ? 1 : 0).Run();
    }

    /// <summary>Whether a point is the last one of a metric rather than another: by step, then time, then value.</summary>
    private static bool IsLater(MetricPoint point, MetricPoint other) =>
        (point.Step, point.Timestamp, PointValue.Stored(point.Value)).CompareTo((other.Step, other.Timestamp, PointValue.Stored(other.Value))) > 0;

    /// <summary>A text as Python shows it, which is how MLflow words this message.</summary>
    private static string Quote(string text) =>
        new StringBuilder(text).Replace("\\", "\\\\").Replace("'", "\\'").Insert(0, '\'').Append('\'').ToString();

    /// <summary>A series to which a batch adds points.</summary>
    private sealed class GrownSeries(long id, MetricPoint first)
    {
        public long Id => id;

        public MetricPoint Last { get; set; } = first;

        /// <summary>The points that were not there.</summary>
        public List<SeriesPoint> Added { get; } = [];
    }
}
