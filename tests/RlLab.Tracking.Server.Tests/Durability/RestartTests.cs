using System.Net.Http.Json;
using System.Text.Json.Nodes;
using RlLab.Tracking.Server.Tests.Support;

namespace RlLab.Tracking.Server.Tests.Durability;

public sealed class RestartTests
{
    [Fact]
    public async Task A_restart_keeps_everything()
    {
        using var folder = new TemporaryFolder();
        string run;
        JsonNode before;
        await using (var server = await TestServer.StartAsync(folder.Path))
        {
            run = await server.CreateRunAsync(await server.CreateExperimentAsync("kept"), "trial", ("colour", "blue"));
            await server.PostAsync("runs/log-batch", new
            {
                run_id = run,
                metrics = new[]
                {
                    new { key = "loss", value = 0.1, timestamp = 1, step = 1 },
                    new { key = "loss", value = 0.30000000000000004, timestamp = 2, step = 2 },
                },
                @params = new[] { new { key = "gamma", value = "0.99" } },
            });
            await server.SendAsync(HttpMethod.Put, $"/api/2.0/mlflow-artifacts/artifacts/1/{run}/artifacts/a.txt", new StringContent("kept"));
            before = (await server.GetAsync($"runs/get?run_id={run}")).Json;
        }

        await using var again = await TestServer.StartAsync(folder.Path);
        (await again.GetAsync($"runs/get?run_id={run}")).Json.ToJsonString().Should().Be(before.ToJsonString());
        var history = (await again.GetAsync($"metrics/get-history?run_id={run}&metric_key=loss&max_results=10")).Json["metrics"]!.AsArray();
        history.Select(point => point!["value"]!.GetValue<double>()).Should().Equal(0.1, 0.30000000000000004);
        (await again.GetAsync($"/get-artifact?run_id={run}&path=a.txt")).Text.Should().Be("kept");
    }

    [Fact]
    public async Task What_was_acknowledged_survives_the_death_of_the_process()
    {
        using var folder = new TemporaryFolder();
        using var client = new HttpClient();
        var cancellation = TestContext.Current.CancellationToken;
        var acknowledged = 0;
        string run;
        using (var server = await ServerProcess.StartAsync(folder.Path))
        {
            client.BaseAddress = new Uri(server.Address, "api/2.0/mlflow/runs/");
            using var created = await client.PostAsJsonAsync("create", new { experiment_id = "0", start_time = 1 }, cancellation);
            run = (await created.Content.ReadFromJsonAsync<JsonNode>(cancellation))!["run"]!["info"]!["run_id"]!.GetValue<string>();

            var writing = WriteUntilItDiesAsync();
            while (Volatile.Read(ref acknowledged) < 2000 && !writing.IsCompleted)
            {
                await Task.Delay(1, cancellation);
            }

            server.Kill();
            await writing;
        }

        await using var again = await TestServer.StartAsync(folder.Path);
        var history = (await again.GetAsync($"metrics/get-history?run_id={run}&metric_key=m")).Json["metrics"]!.AsArray();
        var steps = history.Select(point => point!["step"]!.GetValue<int>()).ToList();
        steps.Count.Should().BeGreaterThanOrEqualTo(acknowledged);
        (steps.Count % 100).Should().Be(0, "a batch is there as a whole or not at all");
        steps.Should().Equal(Enumerable.Range(0, steps.Count));

        async Task WriteUntilItDiesAsync()
        {
            try
            {
                while (true)
                {
                    var metrics = Enumerable.Range(acknowledged, 100).Select(step => new { key = "m", value = step, timestamp = step, step });
                    using var answer = await client.PostAsJsonAsync("log-batch", new { run_id = run, metrics }, cancellation);
                    answer.EnsureSuccessStatusCode();
                    Volatile.Write(ref acknowledged, acknowledged + 100);
                }
            }
            catch (HttpRequestException)
            {
                // The server was killed.
            }
        }
    }
}
