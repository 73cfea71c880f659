using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Dapper;
using RlLab.Tracking.Server.Tests.Support;

namespace RlLab.Tracking.Server.Tests.Durability;

public sealed class KillTests
{
    private const int Batch = 150, Writers = 3, Kills = 5;

    [Fact]
    public async Task A_server_that_is_killed_at_any_moment_loses_no_write_that_it_answered()
    {
        using var folder = new TemporaryFolder();
        var writers = Enumerable.Range(0, Writers).Select(number => new Writer(number)).ToList();
        var moments = new Random(1);
        for (var kill = 0; kill < Kills; kill++)
        {
            using var server = await ServerProcess.StartAsync(folder.Path);
            int[] before = [.. writers.Select(writer => writer.Answered)];
            var writing = Task.WhenAll(writers.Select(writer => writer.WriteUntilItDiesAsync(server.Address)));
            while (!writers.Zip(before).All(pair => pair.First.Answered > pair.Second) && !writing.IsCompleted)
            {
                await Task.Delay(1, TestContext.Current.CancellationToken);
            }

            await Task.Delay(moments.Next(300), TestContext.Current.CancellationToken);
            server.Kill();
            await writing;
        }

        await using var again = await TestServer.StartAsync(folder.Path);
        foreach (var writer in writers)
        {
            await writer.CheckAsync(again);
        }

        again.Server.Database.Read(connection =>
        {
            connection.ExecuteScalar<string>("PRAGMA integrity_check").Should().Be("ok");
            connection.ExecuteScalar<int>("SELECT count(*) FROM series WHERE points <> (SELECT count(*) FROM points p WHERE p.series = series.id)")
                .Should().Be(0);
            return 0;
        });
    }

    /// <summary>Writes to runs of its own, and remembers what was answered. What was not may be there or not.</summary>
    private sealed class Writer(int number)
    {
        private readonly List<(string Run, int Batches, bool IsSure)> _runs = [];
        private string? _run;
        private int _batches;

        public int Answered { get; private set; }

        public async Task WriteUntilItDiesAsync(Uri address)
        {
            using var client = new HttpClient { BaseAddress = new Uri(address, "api/2.0/mlflow/runs/") };
            _run = null;
            try
            {
                while (true)
                {
                    if (_run is null || _batches == 20)
                    {
                        await CreateAsync(client);
                    }

                    await LogAsync(client);
                }
            }
            catch (HttpRequestException)
            {
                // The server was killed.
                EndRun(isSure: false);
            }
        }

        public async Task CheckAsync(TestServer server)
        {
            _runs.Should().HaveCountGreaterThanOrEqualTo(Kills, "it wrote before each kill");
            foreach (var (run, batches, isSure) in _runs)
            {
                var data = (await server.GetAsync($"runs/get?run_id={run}")).Json["run"]!["data"]!;
                var history = (await server.GetAsync($"metrics/get-history?run_id={run}&metric_key=m")).Json["metrics"]?.AsArray();
                int[] steps = [.. (history ?? []).Select(point => point!["step"]!.GetValue<int>())];
                steps.Should().Equal(Enumerable.Range(0, steps.Length), "what was answered is there once and in order");
                (steps.Length % Batch).Should().Be(0, "a batch is there as a whole or not at all");
                (steps.Length / Batch).Should().BeInRange(batches, isSure ? batches : batches + 1);
                var curve = await server.PostAsync("/api/rllab/curves", new { run_ids = new[] { run }, metric = "m", buckets = 7 });
                (curve.Json["curves"]!.AsArray().FirstOrDefault()?["count"]!.GetValue<int>() ?? 0).Should().Be(steps.Length);
                var tag = data["tags"]!.AsArray().FirstOrDefault(tag => tag!["key"]!.GetValue<string>() == "batches")?["value"]!.GetValue<string>();
                int.Parse(tag ?? "0", System.Globalization.CultureInfo.InvariantCulture).Should().Be(steps.Length / Batch, "a batch is one write");
            }
        }

        private async Task CreateAsync(HttpClient client)
        {
            EndRun(isSure: true);
            var reply = await PostAsync(client, "create", new { experiment_id = "0", start_time = 1, run_name = $"writer-{number}" });
            _run = reply["run"]!["info"]!["run_id"]!.GetValue<string>();
        }

        private async Task LogAsync(HttpClient client)
        {
            await PostAsync(client, "log-batch", new
            {
                run_id = _run,
                metrics = Enumerable.Range(_batches * Batch, Batch).Select(step => new { key = "m", value = step, timestamp = step, step }),
                @params = new[] { new { key = $"batch-{_batches}", value = "sent" } },
                tags = new[] { new { key = "batches", value = $"{_batches + 1}" } },
            });
            _batches++;
        }

        private async Task<JsonNode> PostAsync(HttpClient client, string path, object body)
        {
            using var answer = await client.PostAsJsonAsync(path, body, TestContext.Current.CancellationToken);
            answer.EnsureSuccessStatusCode();
            Answered++;
            return (await answer.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken))!;
        }

        private void EndRun(bool isSure)
        {
            if (_run is not null)
            {
                _runs.Add((_run, _batches, isSure));
            }

            (_run, _batches) = (null, 0);
        }
    }
}
