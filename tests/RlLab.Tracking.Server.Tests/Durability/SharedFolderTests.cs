using RlLab.Tracking.Server.Tests.Support;

namespace RlLab.Tracking.Server.Tests.Durability;

public sealed class SharedFolderTests
{
    [Fact]
    public async Task Two_servers_on_one_folder_write_and_see_each_others_runs()
    {
        using var folder = new TemporaryFolder();
        await using var first = await TestServer.StartAsync(folder.Path);
        await using var second = await TestServer.StartAsync(folder.Path);
        var experiment = await first.CreateExperimentAsync("shared");

        await Task.WhenAll(LogAsync(first, "a"), LogAsync(second, "b"));

        foreach (var server in (TestServer[])[first, second])
        {
            var runs = (await server.PostAsync("runs/search", new { experiment_ids = new[] { experiment } })).Json["runs"]!.AsArray();
            runs.Should().HaveCount(2).And.OnlyContain(run => run!["data"]!["metrics"]![0]!["step"]!.GetValue<int>() == 49);
        }

        async Task LogAsync(TestServer server, string name)
        {
            var run = await server.CreateRunAsync(experiment, name);
            for (var batch = 0; batch < 50; batch++)
            {
                var reply = await server.PostAsync(
                    "runs/log-metric", new { run_id = run, key = "m", value = batch, timestamp = batch, step = batch });
                reply.Status.Should().Be(System.Net.HttpStatusCode.OK, reply.Text);
            }
        }
    }

    [Fact]
    public async Task Servers_that_start_together_on_a_new_folder_agree_on_its_tables()
    {
        using var folder = new TemporaryFolder();

        var servers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => TestServer.StartAsync(folder.Path))));

        foreach (var server in servers)
        {
            (await server.GetAsync("experiments/get?experiment_id=0")).Status.Should().Be(System.Net.HttpStatusCode.OK);
            await server.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_server_in_another_process_can_share_the_folder()
    {
        using var folder = new TemporaryFolder();
        await using var here = await TestServer.StartAsync(folder.Path);
        using var there = await ServerProcess.StartAsync(folder.Path);
        using var client = new HttpClient { BaseAddress = there.Address };

        await here.CreateExperimentAsync("from here");

        var reply = await client.GetStringAsync(
            "api/2.0/mlflow/experiments/get-by-name?experiment_name=from%20here", TestContext.Current.CancellationToken);
        reply.Should().Contain("from here");
    }

    [Fact]
    public async Task Many_clients_at_once_lose_nothing()
    {
        await using var server = await TestServer.StartAsync();
        var runs = await Task.WhenAll(Enumerable.Range(0, 8).Select(index => server.CreateRunAsync("0", $"run-{index}")));

        await Task.WhenAll(runs.SelectMany(run => Enumerable.Range(0, 20).Select(batch => server.PostAsync("runs/log-batch", new
        {
            run_id = run,
            metrics = Enumerable.Range(batch * 50, 50).Select(step => new { key = "m", value = step, timestamp = step, step }),
        }))));

        foreach (var run in runs)
        {
            var history = (await server.GetAsync($"metrics/get-history?run_id={run}&metric_key=m")).Json["metrics"]!.AsArray();
            history.Select(point => point!["step"]!.GetValue<int>()).Should().Equal(Enumerable.Range(0, 1000));
            var last = (await server.GetAsync($"runs/get?run_id={run}")).Json["run"]!["data"]!["metrics"]![0]!;
            last["step"]!.GetValue<int>().Should().Be(999);
        }
    }
}
