using Dapper;
using Microsoft.Data.Sqlite;
using RlLab.Tracking.Server.Store;
using RlLab.Tracking.Server.Tests.Support;

namespace RlLab.Tracking.Server.Tests.Durability;

public sealed class MigrationTests
{
    private const string Run = "0123456789abcdef0123456789abcdef";

    public static TheoryData<int> EarlierVersions => [.. Enumerable.Range(1, Schema.Newest - 1)];

    [Theory]
    [MemberData(nameof(EarlierVersions))]
    public async Task A_database_of_an_earlier_version_is_read_and_written_on(int version)
    {
        using var folder = new TemporaryFolder();
        Create(folder, version);

        await using var server = await TestServer.StartAsync(folder.Path);

        var run = (await server.GetAsync($"runs/get?run_id={Run}")).Json["run"]!;
        run["data"]!["params"]!.ToJsonString().Should().Be("""[{"key":"LearningRate","value":"0.001"}]""");
        run["inputs"]!["dataset_inputs"]![0]!["dataset"]!["name"]!.GetValue<string>().Should().Be("cartpole");
        var history = (await server.GetAsync($"metrics/get-history?run_id={Run}&metric_key=eval/return")).Json["metrics"]!.AsArray();
        history.Should().HaveCount(3_000);
        (await server.GetAsync("registered-models/alias?name=policy&alias=best")).Json["model_version"]!["version"]!.ToString().Should().Be("1");
        (await server.GetAsync("logged-models/m-1")).Json["model"]!["info"]!["name"]!.GetValue<string>().Should().Be("policy");
        await CheckTableAsync(server);
        await CheckCurveAsync(server);
    }

    [Theory]
    [MemberData(nameof(EarlierVersions))]
    public async Task What_was_before_a_migration_is_kept_beside_it(int version)
    {
        using var folder = new TemporaryFolder();
        Create(folder, version);
        var copy = Path.Combine(folder.Path, $"mlflow.db.before-{Schema.Newest}");

        await (await TestServer.StartAsync(folder.Path)).DisposeAsync();

        using (var connection = Open(copy))
        {
            connection.ExecuteScalar<int>("SELECT max(version) FROM migrations").Should().Be(version);
            connection.ExecuteScalar<int>("SELECT count(*) FROM points").Should().Be(3_001);
        }

        File.Delete(copy);
        await (await TestServer.StartAsync(folder.Path)).DisposeAsync();
        Directory.GetFiles(folder.Path, "*.before-*").Should().BeEmpty("tables that are as they should be are not copied");
    }

    [Fact]
    public async Task A_database_that_cannot_be_copied_is_left_as_it_was()
    {
        using var folder = new TemporaryFolder();
        Create(folder, 1);
        Directory.CreateDirectory(Path.Combine(folder.Path, $"mlflow.db.before-{Schema.Newest}.part", "in the way"));

        var start = () => TestServer.StartAsync(folder.Path);

        (await start.Should().ThrowAsync<TrackingServerException>()).WithMessage("*is of an older RlLab*cannot be written*Nothing was changed*");
        using var connection = Open(Path.Combine(folder.Path, "mlflow.db"));
        connection.ExecuteScalar<int>("SELECT max(version) FROM migrations").Should().Be(1);
    }

    [Fact]
    public async Task Servers_that_start_together_on_an_old_database_agree()
    {
        using var folder = new TemporaryFolder();
        Create(folder, 1);

        var servers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => TestServer.StartAsync(folder.Path))));

        foreach (var server in servers)
        {
            await CheckTableAsync(server);
            await server.DisposeAsync();
        }

        using var connection = Open(Path.Combine(folder.Path, $"mlflow.db.before-{Schema.Newest}"));
        connection.ExecuteScalar<int>("SELECT max(version) FROM migrations").Should().Be(1, "the copy is of what was before the first of them");
    }

    private static async Task CheckTableAsync(TestServer server)
    {
        var table = (await server.PostAsync("/api/rllab/runs", new
        {
            experiment_ids = new[] { "1" }, filter = "LearningRate < 0.01", columns = new[] { "metrics.eval/return", "metrics.loss", "tags.team" },
            since = 0,
        })).Json;
        table["rows"]!.AsArray().Should().ContainSingle().Which!["cells"]!.ToJsonString()
            .Should().Be("""{"tags.team":"blue","metrics.eval/return":2,"metrics.loss":"NaN"}""");
    }

    private static async Task CheckCurveAsync(TestServer server)
    {
        await server.LogAsync(Run, "eval/return", (3_000, 5, 1_700_000_030_000), (50, 7, 1_700_000_000_501));
        var reply = (await server.PostAsync("/api/rllab/curves", new { run_ids = new[] { Run }, metric = "eval/return", buckets = 10 })).Json;
        var curve = reply["curves"]!.AsArray().Should().ContainSingle().Which!;
        curve["count"]!.GetValue<int>().Should().Be(3_002);
        curve["high"]!.AsArray().Select(high => high!.GetValue<double>()).Should().Equal(7, 2, 2, 2, 1_000, 2, 2, 2, 2, 5);
        curve["non_finite"]!.ToJsonString().Should().Be("""[[100,"NaN"],[200,"Infinity"]]""");
    }

    private static void Create(TemporaryFolder folder, int version)
    {
        var file = Path.Combine(folder.Path, "mlflow.db");
        using var connection = Open(file);
        connection.Execute(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Durability", "Schemas", "version-1.sql")));
        Schema.Migrate(connection, file, version);
        foreach (var copy in Directory.GetFiles(folder.Path, "*.before-*"))
        {
            File.Delete(copy);
        }
    }

    private static SqliteConnection Open(string file)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }
}
