using RlLab.Tracking;
using RlLab.Tracking.Server;

namespace RlLab.Cli.Tests;

/// <summary>Tracking servers, and what is on them.</summary>
internal static class Servers
{
    /// <summary>The embedded server over a lab.</summary>
    public static Task<TrackingServer> EmbeddedAsync(string lab) =>
        TrackingServer.StartAsync(new TrackingServerOptions { Directory = lab }, CancellationToken.None);

    /// <summary>The runs of an experiment; none where the server does not know it.</summary>
    public static async Task<IReadOnlyList<MlflowRun>> RunsAsync(TrackingServer server, string experiment)
    {
        using var client = Client(server);
        if (await client.Experiments.FindAsync(experiment, CancellationToken.None) is not { } found)
        {
            return [];
        }

        var runs = new List<MlflowRun>();
        await foreach (var run in client.Runs.SearchAsync([found.ExperimentId], cancellation: CancellationToken.None))
        {
            runs.Add(run);
        }

        return runs;
    }

    /// <summary>All that a server has of an experiment: a line for each run's status, parameter, tag, point and artifact.</summary>
    public static async Task<IReadOnlyList<string>> StateAsync(TrackingServer server, string experiment)
    {
        using var client = Client(server);
        var lines = new List<string>();
        foreach (var run in await RunsAsync(server, experiment))
        {
            var id = run.Tag("rllab.run");
            var (started, ended) = (run.Info.StartTime!.Value, run.Info.EndTime!.Value);
            lines.Add($"{id} {run.Info.Status} {started.ToUnixTimeMilliseconds()} {ended.ToUnixTimeMilliseconds()}");
            lines.AddRange(run.Data.Params.Select(p => $"{id} param {p.Key}={p.Value}"));
            lines.AddRange(run.Data.Tags.Where(t => IsOurs(t.Key)).Select(t => $"{id} tag {t.Key}={t.Value}"));
            foreach (var metric in run.Data.Metrics)
            {
                await foreach (var point in client.Metrics.GetHistoryAsync(run.Info.RunId, metric.Key, cancellation: CancellationToken.None))
                {
                    lines.Add(Point(id, metric.Key, point.Step, point.Timestamp.ToUnixTimeMilliseconds(), point.Value));
                }
            }
        }

        lines.Sort(StringComparer.Ordinal);
        return lines;
    }

    /// <summary>What a server should have of some runs, in the words of <see cref="StateAsync"/>, by their journals.</summary>
    public static IReadOnlyList<string> StateOf(IEnumerable<RunLog> runs)
    {
        var lines = new List<string>();
        foreach (var run in runs)
        {
            var id = run.Header.Id;
            var status = run.Status == RunStatus.Interrupted ? RunStatus.Killed : run.Status;
            var (started, ended) = (run.Header.StartTime, run.EndTime ?? run.LastTime);
            lines.Add($"{id} {status} {started.ToUnixTimeMilliseconds()} {ended.ToUnixTimeMilliseconds()}");
            lines.AddRange(run.Parameters.Select(p => $"{id} param {p.Key}={p.Value}"));
            lines.AddRange(run.Tags.Where(t => IsOurs(t.Key)).Select(t => $"{id} tag {t.Key}={t.Value}"));
            lines.Add($"{id} tag rllab.run={id}");
            if (run.Status == RunStatus.Interrupted)
            {
                lines.Add($"{id} tag rllab.state=interrupted");
            }

            if (run.Header.Seed is { } seed)
            {
                lines.Add($"{id} tag rllab.seed={seed}");
            }

            if (run.Header.ParentId is { } parent)
            {
                lines.Add($"{id} tag rllab.parent={parent}");
            }

            lines.AddRange(run.Metrics.SelectMany(m => m.Value.Select(p => Point(id, m.Key, p.Step, p.Time, p.Value))));
        }

        lines.Sort(StringComparer.Ordinal);
        return lines;
    }

    /// <summary>A tag's value; empty where the run does not have it.</summary>
    public static string Tag(this MlflowRun run, string name) => run.Data.Tags.FirstOrDefault(t => t.Key == name).Value ?? "";

    private static bool IsOurs(string tag) => !tag.StartsWith("mlflow.", StringComparison.Ordinal);

    private static MlflowClient Client(TrackingServer server) =>
        new(new MlflowSettings(server.Address), TimeProvider.System, new RandomGenerator(0));

    private static string Point(string id, string metric, long step, long time, double value) =>
        $"{id} point {metric} {step} {time} {BitConverter.DoubleToInt64Bits(value):x16}";
}
