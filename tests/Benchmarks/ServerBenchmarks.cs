using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using RlLab.Tracking.Server;

namespace Benchmarks;

/// <summary>What a page waits for: curves, tables and searches of the embedded server, over HTTP as a browser asks for them.</summary>
internal sealed class ServerBenchmarks : IDisposable
{
    private const int Batch = 1_000, LongCurve = 1_000_000, Settings = 30, Seeds = 10, SeedPoints = 100_000, Runs = 10_000, PageRuns = 1_000;
    private const int Times = 15;

    private readonly HttpClient _client;

    private ServerBenchmarks(Uri address) => _client = new HttpClient { BaseAddress = address };

    /// <summary>Fills a new server and measures it.</summary>
    /// <param name="only"><c>log</c>, <c>curves</c> or <c>tables</c> to measure that alone; null for all.</param>
    public static async Task RunAsync(string? only)
    {
        var folder = Directory.CreateTempSubdirectory("rllab-benchmark-");
        try
        {
            await using var server = await TrackingServer.StartAsync(new TrackingServerOptions { Directory = folder.FullName });
            using var benchmarks = new ServerBenchmarks(server.Address);
            Console.WriteLine("| work | median | best | processor, client and server | bytes sent |\n|---|---|---|---|---|");
            if (only is null or "log")
            {
                await benchmarks.LogAsync();
            }

            if (only is null or "curves")
            {
                await benchmarks.CurvesAsync();
            }

            if (only is null or "tables")
            {
                await benchmarks.TablesAsync();
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        Console.WriteLine($"\nLoad of the machine over the last minute: {Load()}, on {Environment.ProcessorCount} cores.");
    }

    public void Dispose() => _client.Dispose();

    private async Task LogAsync()
    {
        var run = await CreateRunAsync("0", "log");
        await LogAsync("log-batch of 1,000 points of one metric",
            [.. Enumerable.Range(0, 100).Select(batch => Points(run, ["m"], batch * Batch, 0))]);
        string[] metrics = [.. Enumerable.Range(0, Batch).Select(i => $"group-{i % 10}/metric-{i}")];
        await LogAsync("log-batch of a point of each of 1,000 metrics",
            [.. Enumerable.Range(0, 100).Select(batch => Points(run, metrics, batch, 0))]);
    }

    private async Task LogAsync(string work, IReadOnlyList<byte[]> batches)
    {
        var times = new List<double>();
        var busy = Environment.CpuUsage.TotalTime;
        foreach (var batch in batches)
        {
            var start = Stopwatch.GetTimestamp();
            await PostAsync("2.0/mlflow/runs/log-batch", batch);
            times.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        busy = Environment.CpuUsage.TotalTime - busy;
        WriteRow(
            work,
            $"{Batch / Stopwatches.Median(times):N0} points/s",
            $"{Batch / times.Min():N0} points/s",
            $"{busy.TotalMilliseconds / batches.Count:N1} ms",
            null);
    }

    private async Task CurvesAsync()
    {
        var long_ = await CreateRunAsync("0", "long");
        await FillAsync(long_, LongCurve, 0);
        await MeasureAsync("curve of 1,000,000 points in 400 buckets", "rllab/curves", new { run_ids = new[] { long_ }, metric = "m" });
        await MeasureAsync("a tenth of it in 400 buckets", "rllab/curves",
            new { run_ids = new[] { long_ }, metric = "m", start = 450_000, end = 549_999 });
        await MeasureAsync("the same by relative time", "rllab/curves", new { run_ids = new[] { long_ }, metric = "m", x = "relative" });

        var groups = new List<object>();
        var all = new List<string>();
        for (var setting = 0; setting < Settings; setting++)
        {
            var runs = new List<string>();
            for (var seed = 0; seed < Seeds; seed++)
            {
                runs.Add(await CreateRunAsync("0", $"{setting}-{seed}"));
                await FillAsync(runs[^1], SeedPoints, setting);
            }

            groups.Add(new { name = $"setting {setting}", run_ids = runs });
            all.AddRange(runs);
        }

        await MeasureAsync("100 curves of 100,000 points in 100 buckets", "rllab/curves",
            new { run_ids = all.Take(100), metric = "m", buckets = 100 });
        await MeasureAsync("10 settings x 10 seeds x 100,000 points, grouped in 200 buckets", "rllab/curves/grouped",
            new { groups = groups.Take(10), metric = "m" });
        await MeasureAsync("30 settings x 10 seeds x 100,000 points, grouped in 66 buckets", "rllab/curves/grouped", new { groups, metric = "m" });
        await MeasureAsync("the same by relative time", "rllab/curves/grouped", new { groups, metric = "m", x = "relative" });
    }

    private async Task TablesAsync()
    {
        await FillTableAsync("many", Runs);
        var few = await FillTableAsync("few", PageRuns);
        var many = JsonNode.Parse(await SendAsync(HttpMethod.Get, "2.0/mlflow/experiments/get-by-name?experiment_name=many", null))!
            ["experiment"]!["experiment_id"]!.GetValue<string>();
        string[] columns = ["attributes.run_name", "attributes.status", "params.LearningRate", "params.seed", "metrics.eval/return",
            "metrics.train/loss"];
        await MeasureAsync("table: 100 of 10,000 runs, by a metric", "rllab/runs", new
        {
            experiment_ids = new[] { many }, filter = "eval/return > 0.5", order_by = new[] { "metrics.`eval/return` DESC" }, columns, limit = 100,
        });
        await MeasureAsync("table: what changed among 10,000 runs", "rllab/runs",
            new { experiment_ids = new[] { many }, columns, since = 1_000_000_000 });
        await MeasureAsync("table: 10,000 runs grouped by setting", "rllab/runs", new
        {
            experiment_ids = new[] { many }, columns, limit = 100, group_by = "setting",
        });
        await MeasureAsync("runs/search: 10,000 runs by a metric, 100 found", "2.0/mlflow/runs/search", new
        {
            experiment_ids = new[] { many }, filter = "metrics.`eval/return` > 0.99",
        });
        await MeasureAsync("runs/search: 10,000 runs ordered by a metric, the first 100", "2.0/mlflow/runs/search", new
        {
            experiment_ids = new[] { many }, order_by = new[] { "metrics.`eval/return` DESC" }, max_results = 100,
        });
        await MeasureAsync("the page of an experiment of 1,000 runs", $"../experiments/{few}", null);
        await MeasureAsync("the rows of that page", "rllab/runs", new { experiment_ids = new[] { few }, columns, limit = PageRuns });
    }

    private async Task<string> FillTableAsync(string name, int runs)
    {
        var experiment = JsonNode.Parse(await PostAsync("2.0/mlflow/experiments/create", JsonSerializer.SerializeToUtf8Bytes(new { name })))!
            ["experiment_id"]!.GetValue<string>();
        var random = new Random(1);
        for (var i = 0; i < runs; i++)
        {
            var run = await CreateRunAsync(experiment, $"trial-{i / 10}-seed-{i % 10}");
            await PostAsync("2.0/mlflow/runs/log-batch", JsonSerializer.SerializeToUtf8Bytes(new
            {
                run_id = run,
                metrics = ((string[])["eval/return", "train/loss", "train/entropy", "steps"]).Select(key =>
                    new { key, value = random.NextDouble(), timestamp = 1_700_000_000_000 + i, step = i }),
                @params = new[]
                {
                    new { key = "seed", value = $"{i % 10}" }, new { key = "LearningRate", value = $"0.00{i / 10}" },
                    new { key = "Hidden", value = "64" },
                    new { key = "Gamma", value = "0.99" }, new { key = "BatchSize", value = $"{32 << (i / 10 % 3)}" },
                },
                tags = new[] { new { key = "rllab.engine", value = "managed" }, new { key = "mlflow.user", value = "researcher" } },
            }));
        }

        return experiment;
    }

    private async Task FillAsync(string run, int points, int offset)
    {
        for (var first = 0; first < points; first += Batch)
        {
            await PostAsync("2.0/mlflow/runs/log-batch", Points(run, ["m"], first, offset));
        }
    }

    private async Task<string> CreateRunAsync(string experiment, string name) =>
        JsonNode.Parse(await PostAsync("2.0/mlflow/runs/create", JsonSerializer.SerializeToUtf8Bytes(new
        {
            experiment_id = experiment, run_name = name, start_time = 1_700_000_000_000,
        })))!["run"]!["info"]!["run_id"]!.GetValue<string>();

    /// <summary>A batch of points: of one metric at following steps, or of many at one step.</summary>
    private static byte[] Points(string run, string[] metrics, int first, int offset)
    {
        var random = new Random(first + offset);
        var text = new StringBuilder($"{{\"run_id\":\"{run}\",\"metrics\":[");
        for (var i = 0; i < Batch; i++)
        {
            var step = first + i / metrics.Length;
            text.Append(
                CultureInfo.InvariantCulture,
                $"{(i == 0 ? "" : ",")}{{\"key\":\"{metrics[i % metrics.Length]}\",\"value\":{offset + random.NextDouble()},"
                + $"\"timestamp\":{1_700_000_000_000 + 10L * step},\"step\":{step}}}");
        }

        return Encoding.UTF8.GetBytes(text.Append("]}").ToString());
    }

    private async Task MeasureAsync(string work, string path, object? body)
    {
        var bytes = body is null ? null : JsonSerializer.SerializeToUtf8Bytes(body);
        var method = body is null ? HttpMethod.Get : HttpMethod.Post;
        var (times, size) = (new List<double>(), 0);
        var busy = TimeSpan.Zero;
        for (var i = 0; i < Times + 2; i++)
        {
            busy = i == 2 ? Environment.CpuUsage.TotalTime : busy;
            var start = Stopwatch.GetTimestamp();
            size = (await SendAsync(method, path, bytes, "br")).Length;
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        busy = Environment.CpuUsage.TotalTime - busy;
        WriteRow(work, $"{Stopwatches.Median(times.Skip(2)):N1} ms", $"{times.Skip(2).Min():N1} ms", $"{busy.TotalMilliseconds / Times:N1} ms", size);
    }

    private Task<byte[]> PostAsync(string path, byte[] body) => SendAsync(HttpMethod.Post, path, body);

    private async Task<byte[]> SendAsync(HttpMethod method, string path, byte[]? body, string? encoding = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(_client.BaseAddress!, $"api/{path}"));
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = new("application/json");
        }

        if (encoding is not null)
        {
            request.Headers.Add("Accept-Encoding", encoding);
        }

        using var response = await _client.SendAsync(request);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadAsByteArrayAsync();
    }

    private static void WriteRow(string work, string median, string best, string busy, int? bytes) =>
        Console.WriteLine($"| {work} | {median} | {best} | {busy} | {bytes?.ToString("N0", CultureInfo.InvariantCulture)} |");

    private static string Load() => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";
}
