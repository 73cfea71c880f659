using System.Net.Http.Headers;
using System.Text;
using Dapper;
using Microsoft.AspNetCore.Routing;
using Microsoft.Data.Sqlite;
using RlLab.Tracking.Server.Tests.Support;

namespace RlLab.Tracking.Server.Tests.Fuzz;

/// <summary>
/// Sends random and spoilt requests to every address of the server. <c>RLLAB_FUZZ=100000</c> sends that many; a small number is sent by default.
/// </summary>
public sealed class FuzzTests(ITestOutputHelper output) : IDisposable
{
    private const int Usual = 1500, Seed = 20261130;

    private const string Secret = "the content of a file outside";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task No_request_breaks_the_server_stores_a_part_of_itself_or_comes_out_of_the_folder()
    {
        var count = int.TryParse(Environment.GetEnvironmentVariable("RLLAB_FUZZ"), out var asked) ? asked : Usual;
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "secret.txt"), Secret, TestContext.Current.CancellationToken);
        var results = Path.Combine(_folder.Path, "results");
        await using var server = await TestServer.StartAsync(results);
        var routes = server.Server.Routes.OrderBy(route => route.RoutePattern.RawText, StringComparer.Ordinal)
            .ThenBy(route => route.DisplayName, StringComparer.Ordinal).ToList();
        var known = await FillAsync(server);
        var requests = new FuzzRequests(new Random(Seed), routes, known);
        using var observer = new SqliteConnection($"Data Source={Path.Combine(results, "mlflow.db")}");
        observer.Open();
        var statuses = new SortedDictionary<int, int>();
        var faults = new List<string>();

        for (var sent = 0; sent < count && faults.Count < 20; sent++)
        {
            if (sent % 50 == 0)
            {
                await RestoreAsync(server, known);
            }

            var request = requests.Next();
            var version = Version(observer);
            var files = Files(results);

            using var content = request.Body.Length > 0 ? new ByteArrayContent(request.Body) : null;
            if (content is not null)
            {
                content.Headers.ContentType = MediaTypeHeaderValue.Parse(request.ContentType);
            }

            var reply = await server.SendAsync(new HttpMethod(request.Method), request.Address, content);
            var status = (int)reply.Status;
            statuses[status] = statuses.GetValueOrDefault(status) + 1;
            var fault = status >= 500 && status != 501 ? "failed"
                : reply.Text.Contains(Secret) || reply.Text.Contains("SQLite format 3") || reply.Text.Contains("root:x:0") ? "gave away a file"
                : reply.Text.Contains("   at RlLab") ? "showed a stack trace"
                : status >= 400 && Version(observer) != version ? "was refused and changed the database"
                : status >= 400 && Files(results) != files ? "was refused and changed the artifacts"
                : null;
            if (fault is not null)
            {
                faults.Add($"{fault}, {status}: {request}\n    {reply.Text[..Math.Min(300, reply.Text.Length)]}");
            }
        }

        output.WriteLine($"{count} requests to {routes.Count} addresses: {string.Join(", ", statuses.Select(pair => $"{pair.Value} x {pair.Key}"))}");
        faults.Should().BeEmpty();
        Directory.GetFileSystemEntries(_folder.Path).Select(Path.GetFileName).Should().BeEquivalentTo("secret.txt", "results");
        observer.ExecuteScalar<string>("PRAGMA integrity_check").Should().Be("ok");
        observer.Query("PRAGMA foreign_key_check").Should().BeEmpty();
        await ReadEverythingAsync(server, observer);
    }

    /// <summary>Whatever was taken in can be read and shown.</summary>
    private static async Task ReadEverythingAsync(TestServer server, SqliteConnection database)
    {
        string[] pages =
        [
            "/",
            .. database.Query<string>("SELECT '/experiments/' || id FROM experiments"),
            .. database.Query<string>("SELECT '/runs/' || run_id FROM runs"),
            .. database.Query<string>("SELECT '/api/2.0/mlflow/experiments/get?experiment_id=' || id FROM experiments"),
            .. database.Query<string>("SELECT '/api/2.0/mlflow/runs/get?run_id=' || run_id FROM runs"),
            .. database.Query<string>("SELECT '/api/2.0/mlflow/logged-models/' || model_id FROM logged_models"),
            .. database.Query<string>("SELECT '/api/3.0/mlflow/traces/' || trace_id FROM traces"),
            "/api/2.0/mlflow/model-versions/search",
            "/api/2.0/mlflow/registered-models/search",
            "/api/2.0/mlflow/experiments/search?max_results=5000",
        ];
        foreach (var page in pages)
        {
            var reply = await server.GetAsync(page);
            ((int)reply.Status).Should().Be(200, $"{page} was stored: {reply.Text}");
        }
    }

    /// <summary>Brings back what requests have deleted, so that those after them find something.</summary>
    private static async Task RestoreAsync(TestServer server, IReadOnlyDictionary<string, string[]> known)
    {
        foreach (var experiment in known["EXPERIMENT"])
        {
            await server.PostAsync("experiments/restore", new { experiment_id = experiment });
        }

        foreach (var run in known["RUN"])
        {
            await server.PostAsync("runs/restore", new { run_id = run });
        }

        await server.PostAsync("registered-models/create", new { name = "policy" });
    }

    private static long Version(SqliteConnection observer) => observer.ExecuteScalar<long>("PRAGMA data_version");

    private static string Files(string results) => string.Join('\n', Directory
        .EnumerateFiles(results, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
        .Where(file => file.Contains("mlartifacts")).Order(StringComparer.Ordinal));

    /// <summary>Fills the server with one of everything, so that requests find something.</summary>
    private static async Task<IReadOnlyDictionary<string, string[]>> FillAsync(TestServer server)
    {
        var experiment = await server.CreateExperimentAsync("fuzz");
        var runs = new List<string>();
        for (var number = 0; number < 3; number++)
        {
            var run = await server.CreateRunAsync(experiment);
            await server.PostAsync("runs/log-batch", new
            {
                run_id = run,
                metrics = Enumerable.Range(0, 20).Select(step => new { key = "m", value = step, timestamp = step, step }),
                @params = new[] { new { key = "p", value = "x" } },
            });
            await server.SendAsync(
                HttpMethod.Put, $"/api/2.0/mlflow-artifacts/artifacts/{experiment}/{run}/artifacts/a.txt", new StringContent("text"));
            runs.Add(run);
        }

        var model = (await server.PostAsync("logged-models", new { experiment_id = experiment })).Json["model"]!["info"]!["model_id"]!;
        await server.PostAsync("registered-models/create", new { name = "policy" });
        await server.PostAsync("model-versions/create", new { name = "policy", source = $"mlflow-artifacts:/{experiment}/{runs[0]}/artifacts" });
        var trace = (await server.PostAsync("traces", new { experiment_id = experiment, timestamp_ms = 1 })).Json["trace_info"]!["request_id"]!;
        return new Dictionary<string, string[]>
        {
            ["EXPERIMENT"] = [experiment, experiment, "0"],
            ["RUN"] = [.. runs],
            ["MODEL"] = [model.GetValue<string>()],
            ["TRACE"] = [trace.GetValue<string>()],
        };
    }
}
