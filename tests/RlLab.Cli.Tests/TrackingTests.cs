using System.Net;
using Microsoft.Data.Sqlite;
using RlLab.Tracking;
using RlLab.Tracking.Server;

namespace RlLab.Cli.Tests;

public sealed class TrackingTests : IDisposable
{
    private const string NobodyListens = "http://127.0.0.1:9";

    private readonly Lab _lab = new();

    public void Dispose() => _lab.Dispose();

    [Fact]
    public async Task Without_a_setting_a_sweep_is_on_the_embedded_server()
    {
        await _lab.RunAsync("sweep", "hill-climb", "--set", "Width=16");
        var sweep = _lab.Sweep();
        await using var server = await Servers.EmbeddedAsync(_lab.LabFolder);
        var runs = await Servers.RunsAsync(server, "hill-climb");
        runs.Should().HaveCount(9).And.OnlyContain(run => run.Info.Status == MlflowRunStatus.Finished);
        var parent = runs.Single(run => run.Tag("rllab.run") == sweep.Header.Id);
        runs.Count(run => run.Tag("mlflow.parentRunId") == parent.Info.RunId).Should().Be(8);
        var first = runs.Single(run => run.Tag("rllab.run") == sweep.Runs[0].Id);
        first.Data.Params.Should().Contain(new MlflowParameter("Rate", "0.001"));
        first.Data.Metrics.Single(m => m.Key == "eval/height").Value.Should().Be(sweep.Runs[0].Objective);
    }

    [Fact]
    public async Task An_outage_stops_nothing_and_sync_mends_it()
    {
        _lab.Environment["MLFLOW_TRACKING_URI"] = NobodyListens;
        var answer = await _lab.RunAsync("run", "hill-climb");
        answer.ExitCode.Should().Be(0, "the training went on");
        answer.Error.Should().Contain("1 of 1 runs are not completely on").And.Contain("101 points").And.Contain("sync --to URI");

        (await _lab.RunAsync("sync")).Should().Match<Answer>(a => a.ExitCode == 1 && a.Error.Contains("warning: 1 of 1 runs"));
        using var folder = new Lab();
        await using var server = await Servers.EmbeddedAsync(folder.LabFolder);
        (await _lab.RunAsync("sync", "--to", $"{server.Address}")).Output.Should().StartWith("1 run is completely on");
        (await Servers.StateAsync(server, "hill-climb")).Should().Equal(Servers.StateOf(_lab.Runs()));
    }

    [Fact]
    public async Task Ones_own_server_is_waited_for_where_the_machine_is_busy()
    {
        var running = _lab.RunAsync("run", "hill-climb", "--set", "Pause=20");
        await LabJournals.UntilAsync(() => _lab.Runs().Any(run => run.Metrics.Count > 0));
        await using (var busy = new SqliteConnection($"Data Source={Path.Combine(_lab.LabFolder, "mlflow.db")}"))
        {
            await busy.OpenAsync(TestContext.Current.CancellationToken);
            await using var writing = busy.BeginTransaction();
            await LabJournals.UntilAsync(() => _lab.Runs().Any(run => run.Status == RunStatus.Finished));

            // Longer than another's server is waited for.
            await Task.Delay(TimeSpan.FromSeconds(7), TestContext.Current.CancellationToken);
            running.IsCompleted.Should().BeFalse();
        }

        (await running).Should().Match<Answer>(a => a.ExitCode == 0 && !a.Error.Contains("warning"));
        await using var server = await Servers.EmbeddedAsync(_lab.LabFolder);
        (await Servers.StateAsync(server, "hill-climb")).Should().Equal(Servers.StateOf(_lab.Runs()));
    }

    [Fact]
    public async Task Wrong_credentials_are_told_and_lose_nothing()
    {
        using var refusing = new HttpListener();
        var port = FreePort();
        refusing.Prefixes.Add($"http://127.0.0.1:{port}/");
        refusing.Start();
        var serving = RefuseEverybodyAsync(refusing);
        _lab.Environment["MLFLOW_TRACKING_URI"] = $"http://127.0.0.1:{port}";
        var answer = await _lab.RunAsync("run", "hill-climb");
        answer.ExitCode.Should().Be(0);
        answer.Error.Should().Contain("MLFLOW_TRACKING_USERNAME").And.Contain("Nothing is lost").And.NotContain("   at ");
        refusing.Stop();
        await serving;
        _lab.Runs().Single().Status.Should().Be(RunStatus.Finished);
    }

    [Fact]
    public async Task Settings_of_the_file_are_used_and_the_environment_goes_before_them()
    {
        using var folder = new Lab();
        await using var server = await Servers.EmbeddedAsync(folder.LabFolder);
        _lab.Write($"[tracking]\nuri = '{server.Address}'\nexperiment_prefix = 'ann/'");
        var answer = await _lab.RunAsync("run", "hill-climb");
        answer.ExitCode.Should().Be(0);
        var run = (await Servers.RunsAsync(server, "ann/hill-climb")).Should().ContainSingle().Subject;
        answer.Output.Should().Contain($"{server.Address}#/experiments/{run.Info.ExperimentId}/runs/{run.Info.RunId}");

        _lab.Environment["MLFLOW_TRACKING_URI"] = NobodyListens;
        (await _lab.RunAsync("run", "hill-climb")).Error.Should().Contain("Logging to " + NobodyListens);
    }

    [Theory]
    [InlineData("MLFLOW_TRACKING_URI", "mlflow", "MLFLOW_TRACKING_URI is 'mlflow'")]
    [InlineData("MLFLOW_TRACKING_INSECURE_TLS", "perhaps", "MLFLOW_TRACKING_INSECURE_TLS is 'perhaps'")]
    public async Task A_setting_that_makes_no_sense_is_wrong_usage(string name, string value, string message)
    {
        _lab.Environment["MLFLOW_TRACKING_URI"] = NobodyListens;
        _lab.Environment[name] = value;
        (await _lab.RunAsync("run", "hill-climb")).Should().Match<Answer>(a => a.ExitCode == 2 && a.Error.Contains(message));
        Directory.Exists(_lab.LabFolder).Should().BeFalse("nothing was begun");
    }

    [Fact]
    public async Task The_ui_serves_what_there_is_until_ctrl_c()
    {
        await _lab.RunAsync("run", "hill-climb");
        var running = _lab.RunAsync("ui", "--port", "0", "--json");
        await using (var other = await Servers.EmbeddedAsync(_lab.LabFolder))
        {
            await LabJournals.UntilAsync(() => Servers.RunsAsync(other, "hill-climb").GetAwaiter().GetResult().Count == 1);
        }

        await _lab.Stop.CancelAsync();
        var answer = await running;
        answer.ExitCode.Should().Be(130);
        answer.Json.GetProperty("address").GetString().Should().StartWith("http://127.0.0.1:");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("a-token-of-my-own-choice")]
    public async Task The_ui_lets_other_machines_in_with_a_token(string? token)
    {
        if (token is not null)
        {
            _lab.Environment["MLFLOW_TRACKING_TOKEN"] = token;
        }

        var port = FreePort();
        var running = _lab.RunAsync("ui", "--host", "0.0.0.0", "--port", $"{port}", "--json");
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        await LabJournals.UntilAsync(() => Answers(client));
        var withoutToken = await client.GetAsync("/", TestContext.Current.CancellationToken);
        await _lab.Stop.CancelAsync();

        withoutToken.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        var told = (await running).Json.GetProperty("token").GetString();
        told.Should().HaveLength(token?.Length ?? 32);
        told.Should().Be(token ?? told);
    }

    [Fact]
    public async Task The_ui_says_that_a_port_is_taken()
    {
        await using var server = await Servers.EmbeddedAsync(_lab.LabFolder);
        (await _lab.RunAsync("ui", "--port", $"{server.Address.Port}"))
            .Should().Match<Answer>(
                a => a.ExitCode == 1 && a.Error.Contains($"Port {server.Address.Port}") && a.Error.Contains("or 0 for a free one"));
    }

    [Fact]
    public async Task Doctor_looks_at_everything()
    {
        var checks = (await _lab.RunAsync("doctor", "--json")).Json.GetProperty("checks").EnumerateArray().ToList();
        checks.Select(c => c.GetProperty("name").GetString())
            .Should().Equal("SDK", "processor", "engines", "GPU", "ffmpeg", "Gymnasium", "settings", "tracking", "git", "disk");
        checks.Single(c => c.GetProperty("name").GetString() == "tracking").GetProperty("found").GetString()
            .Should().Contain("embedded");
        checks.Should().OnlyContain(c => c.GetProperty("state").GetString() != "broken");
        Directory.Exists(_lab.LabFolder).Should().BeFalse("looking leaves nothing behind");
    }

    [Fact]
    public async Task Doctor_says_that_a_file_is_where_the_folder_should_be()
    {
        var file = Path.Combine(_lab.Folder, "file");
        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);
        _lab.Environment["RLLAB_DIRECTORY"] = Path.Combine(file, "lab");
        var answer = await _lab.RunAsync("doctor");
        answer.ExitCode.Should().Be(1);
        answer.Output.Should().MatchRegex("broken +disk +.*file is a file").And.Contain("RLLAB_DIRECTORY");
    }

    [Fact]
    public async Task Doctor_says_what_is_broken_and_what_is_only_lacking()
    {
        _lab.Write("[trackin]");
        _lab.Environment["MLFLOW_TRACKING_URI"] = NobodyListens;
        _lab.Environment["PATH"] = "";
        _lab.Environment["RLLAB_PYTHON"] = "no-such-python";
        var answer = await _lab.RunAsync("doctor");
        answer.ExitCode.Should().Be(1);
        answer.Output
            .Should().MatchRegex("broken +settings +.*rllab.toml:1:2").And.MatchRegex("warn +tracking")
            .And.MatchRegex("warn +ffmpeg +.*animated PNG")
            .And.MatchRegex("warn +Gymnasium +no no-such-python");
    }

    private static async Task RefuseEverybodyAsync(HttpListener listener)
    {
        try
        {
            while (true)
            {
                var request = await listener.GetContextAsync();
                request.Response.StatusCode = 401;
                request.Response.Close(System.Text.Encoding.UTF8.GetBytes("You are not authenticated."), willBlock: false);
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // It was stopped.
        }
    }

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static bool Answers(HttpClient client)
    {
        try
        {
            return client.GetAsync("/health").GetAwaiter().GetResult().IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
