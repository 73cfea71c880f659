using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using RlLab.Tracking.Tests.Servers;

namespace RlLab.Tracking.Tests.Mlflow;

public sealed class MlflowClientTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Pages_are_followed_with_the_servers_token()
    {
        RecordedExchange[] pages = [RecordedExchange.All["metric history: page 1"],
            RecordedExchange.All["metric history: page 2"]];
        var asked = new List<string>();
        await using var server = await LocalServer.StartAsync(async context =>
        {
            asked.Add(context.Request.Query["page_token"].ToString());
            await LocalServer.AnswerAsync(context, 200, "application/json", pages[asked.Count - 1].Text);
        });
        using var client = Clients.Client(server.Address);

        var points = await client.Metrics.GetHistoryAsync(pages[0].Query["run_id"], "loss", 12, Stop).Take(24).ToListAsync(Stop);

        asked.Should().Equal("", pages[1].Query["page_token"]);
        points.Select(point => point.Step).Should().Equal(Enumerable.Range(0, 24).Select(i => (long)i));
    }

    [Fact]
    public async Task A_token_that_does_not_move_on_ends_the_search()
    {
        await using var server = await LocalServer.StartAsync(context => LocalServer.AnswerAsync(context, 200, "application/json",
            """{"next_page_token": "x"}"""));
        using var client = Clients.Client(server.Address);

        (await client.Metrics.GetHistoryAsync("r", "m", cancellation: Stop).ToListAsync(Stop)).Should().BeEmpty();
    }

    [Fact]
    public async Task More_than_a_request_may_hold_goes_in_several()
    {
        var requests = await Bodies(client => client.Runs.LogBatchAsync(
            "r",
            [.. Enumerable.Range(0, 2500).Select(i => new MlflowMetric("m", i, Noon, i))],
            [.. Enumerable.Range(0, 250).Select(i => new MlflowParameter($"p{i}", "1"))],
            [.. Enumerable.Range(0, 130).Select(i => new MlflowTag($"t{i}", "1"))],
            Stop));

        var sizes = requests.Select(request => (
            Metrics: request["metrics"]?.AsArray().Count ?? 0, Params: request["params"]?.AsArray().Count ?? 0,
            Tags: request["tags"]?.AsArray().Count ?? 0)).ToList();
        sizes.Should().OnlyContain(size => size.Metrics <= 1000 && size.Params <= 100 && size.Tags <= 100
            && size.Metrics + size.Params + size.Tags <= 1000);
        requests.SelectMany(request => request["metrics"]?.AsArray() ?? []).Select(metric => (int)metric!["step"]!)
            .Should().Equal(Enumerable.Range(0, 2500));
        sizes.Sum(size => size.Params).Should().Be(250);
        sizes.Sum(size => size.Tags).Should().Be(130);
    }

    [Fact]
    public async Task A_request_stays_below_a_million_bytes_however_long_its_values()
    {
        var value = new string('é', 6000);
        var requests = await Bodies(client => client.Runs.LogBatchAsync(
            "r", [], [.. Enumerable.Range(0, 100).Select(i => new MlflowParameter($"p{i}", value))], [], Stop));

        requests.Should().HaveCountGreaterThan(1).And.OnlyContain(request => request.ToJsonString(null).Length < 1_000_000);
        requests.SelectMany(request => request["params"]!.AsArray())
            .Should().HaveCount(100).And.OnlyContain(pair => (string?)pair!["value"] == value);
    }

    [Fact]
    public async Task A_request_of_points_with_models_and_datasets_stays_below_a_million_bytes()
    {
        var dataset = new string('é', 500);
        var requests = await Bodies(client => client.Runs.LogBatchAsync(
            "r", [.. Enumerable.Range(0, 1000).Select(i => new MlflowMetric("m", i, Noon, i) { ModelId = "m-1", DatasetName = dataset })], [], [],
                Stop));

        requests.Should().HaveCountGreaterThan(1).And.OnlyContain(request => request.ToJsonString(null).Length < 1_000_000);
        requests.Sum(request => request["metrics"]!.AsArray().Count).Should().Be(1000);
    }

    [Fact]
    public async Task What_JSON_has_no_number_for_goes_as_text()
    {
        var request = (await Bodies(client => client.Runs.LogBatchAsync(
            "r", [new("a", double.NaN, Noon, 0), new("b", double.PositiveInfinity, Noon, 0), new("c", double.NegativeInfinity, Noon, 0),
                new("d", 0.1 + 0.2, Noon, 0)], [], [], Stop))).Single();

        request["metrics"]!.AsArray().Select(metric => metric!["value"]!.ToJsonString())
            .Should().Equal("\"NaN\"", "\"Infinity\"", "\"-Infinity\"", "0.30000000000000004");
    }

    [Fact]
    public async Task Nothing_to_log_asks_nothing() =>
        (await Bodies(client => client.Runs.LogBatchAsync("r", [], [], [], Stop))).Should().BeEmpty();

    [Theory]
    [InlineData("ada", "s€cret:x", "t0ken", "Basic YWRhOnPigqxjcmV0Ong=")]
    [InlineData(null, null, "t0ken", "Bearer t0ken")]
    [InlineData("ada", null, null, "")]
    public async Task Credentials_go_with_every_request(string? user, string? password, string? token, string expected)
    {
        var headers = new List<string>();
        await using var server = await LocalServer.StartAsync(context =>
        {
            headers.Add(context.Request.Headers.Authorization.ToString());
            return LocalServer.AnswerAsync(context, 200, "application/json", "{}");
        });
        var settings = new MlflowSettings(server.Address) { Username = user, Password = password, Token = token };
        using var client = Clients.Client(settings);

        await client.Runs.SetTagAsync("r", "a", "b", Stop);

        headers.Should().Equal(expected);
    }

    [Fact]
    public async Task A_registry_of_its_own_is_asked_there_in_the_same_workspace()
    {
        var asked = new List<string>();
        Task AnswerAsync(string server, HttpContext context)
        {
            var headers = context.Request.Headers;
            asked.Add($"{server} {LocalServer.RawPath(context)} {headers["X-MLFLOW-WORKSPACE"]} {headers.Authorization}");
            return LocalServer.AnswerAsync(context, 200, "application/json",
                """{"registered_model": {"name": "m"}, "model_version": {"name": "m", "version": "3"}}""");
        }

        await using var tracking = await LocalServer.StartAsync(context => AnswerAsync("tracking", context));
        await using var registry = await LocalServer.StartAsync(context => AnswerAsync("registry", context));
        using var client = Clients.Client(
            new MlflowSettings(tracking.Address) { RegistryAddress = registry.Address, Workspace = "team-a", Token = "t" });

        await client.Runs.SetTagAsync("r", "a", "b", Stop);
        await client.RegisteredModels.GetAsync("m", Stop);
        (await client.ModelVersions.GetAsync("m", 3, Stop)).Version.Should().Be(3);

        asked.Should().Equal(
            "tracking /api/2.0/mlflow/runs/set-tag team-a Bearer t", "registry /api/2.0/mlflow/registered-models/get team-a Bearer t",
            "registry /api/2.0/mlflow/model-versions/get team-a Bearer t");
    }

    [Fact]
    public async Task A_run_that_MLflow_1_has_left_is_read()
    {
        await using var server = await LocalServer.StartAsync(context => LocalServer.AnswerAsync(context, 200, "application/json",
            """{"runs": [{"info": {"run_id": "a", "experiment_id": "1"}}, """
            + """{"info": {"run_id": "b", "experiment_id": "1", "status": "KILLED"}, "data": {}}]}"""));
        using var client = Clients.Client(server.Address);

        var runs = await client.Runs.SearchAsync(["1"], cancellation: Stop).ToListAsync(Stop);

        runs.Select(run => (run.Info.RunId, run.Info.RunName, run.Info.Status, run.Data.Tags.Count, run.Info.StartTime)).Should().Equal(
            ("a", "", MlflowRunStatus.Running, 0, null), ("b", "", MlflowRunStatus.Killed, 0, null));
    }

    [Fact]
    public async Task A_time_beyond_the_calendar_does_not_make_the_rest_unreadable()
    {
        await using var server = await LocalServer.StartAsync(context => LocalServer.AnswerAsync(context, 200, "application/json",
            """{"metrics": [{"key": "m", "value": 1, "timestamp": 1767225600000000, "step": 1}, """
            + """{"key": "m", "value": 2, "timestamp": "1767268800000", "step": "2"}]}"""));
        using var client = Clients.Client(server.Address);

        var points = await client.Metrics.GetHistoryAsync("r", "m", cancellation: Stop).ToListAsync(Stop);

        points.Select(point => point.Value).Should().Equal(1, 2);
        (points[1].Timestamp, points[1].Step).Should().Be((Noon, 2));
    }

    [Fact]
    public async Task What_a_lost_answer_has_deleted_is_deleted()
    {
        var tries = 0;
        await using var server = await LocalServer.StartAsync(context =>
        {
            if (++tries % 2 == 1)
            {
                context.Abort();
                return Task.CompletedTask;
            }

            return LocalServer.AnswerAsync(context, 404, "application/json", """{"error_code": "RESOURCE_DOES_NOT_EXIST", "message": "not found"}""");
        });
        using var client = Clients.Client(server.Address);

        await client.RegisteredModels.DeleteAsync("m", Stop);
        await client.ModelVersions.DeleteAsync("m", 1, Stop);
        tries++;
        var delete = () => client.RegisteredModels.DeleteAsync("m", Stop);

        (await delete.Should().ThrowAsync<MlflowException>()).Which.Failure.Should().Be(MlflowFailure.NotFound, "this one was never there");
    }

    [Fact]
    public async Task A_server_behind_a_path_is_asked_there()
    {
        var paths = new List<string>();
        await using var server = await LocalServer.StartAsync(context =>
        {
            paths.Add(LocalServer.RawPath(context));
            return LocalServer.AnswerAsync(context, 200, "application/json", "{}");
        });
        using var client = Clients.Client(new Uri(server.Address, "/tools/mlflow"));

        await client.Runs.SetTagAsync("r", "a", "b", Stop);

        paths.Should().Equal("/tools/mlflow/api/2.0/mlflow/runs/set-tag");
    }

    [Fact]
    public async Task Names_and_contents_of_artifacts_arrive_as_they_are()
    {
        const string path = "plots/a b+c=ü&d,~(1).svg";
        var (arrived, content) = ("", Array.Empty<byte>());
        await using var server = await LocalServer.StartAsync(async context =>
        {
            (arrived, content) = (Uri.UnescapeDataString(LocalServer.RawPath(context)), await LocalServer.BodyAsync(context));
            context.Request.ContentLength.Should().Be(content.Length);
            await LocalServer.AnswerAsync(context, 200, "application/json", "{}");
        });
        using var client = Clients.Client(server.Address);
        var expected = new byte[300_000];
        new Random(1).NextBytes(expected);
        File.WriteAllBytes(_folder.File("content"), expected);

        await client.Artifacts.Of(Run("mlflow-artifacts:/7/abc/artifacts")).UploadAsync(path, _folder.File("content"), Stop);

        arrived.Should().Be($"/api/2.0/mlflow-artifacts/artifacts/7/abc/artifacts/{path}");
        content.Should().Equal(expected);
    }

    [Fact]
    public async Task A_certificate_is_trusted_only_where_the_settings_say_so()
    {
        using var certificate = Certificate();
        File.WriteAllText(_folder.File("authority.pem"), certificate.ExportCertificatePem());
        await using var server = await LocalServer.StartAsync(context => context.Response.WriteAsync("3.11.2"),
            certificate: certificate);
        var plain = new MlflowSettings(server.Address) { Retry = MlflowRetry.None };

        var error = (await FluentActions.Awaiting(() => Version(plain)).Should().ThrowAsync<MlflowException>()).Which;
        error.Failure.Should().Be(MlflowFailure.Untrusted);
        error.Message.Should().Contain("MLFLOW_TRACKING_SERVER_CERT_PATH").And.Contain("MLFLOW_TRACKING_INSECURE_TLS");
        (await Version(plain with { InsecureTls = true })).Should().Be("3.11.2");
        (await Version(plain with { ServerCertificates = _folder.File("authority.pem") })).Should().Be("3.11.2");
        Directory.CreateDirectory(_folder.File("authorities"));
        File.Copy(_folder.File("authority.pem"), _folder.File("authorities/own.pem"));
        (await Version(plain with { ServerCertificates = _folder.File("authorities") })).Should().Be("3.11.2");

        static async Task<string> Version(MlflowSettings settings)
        {
            using var client = Clients.Client(settings);
            return await client.GetVersionAsync(Stop);
        }
    }

    [Fact]
    public async Task An_own_certificate_is_shown_to_a_server_that_asks_for_it()
    {
        using var certificate = Certificate();
        File.WriteAllText(_folder.File("own.pem"),
            certificate.ExportCertificatePem() + "\n" + certificate.GetRSAPrivateKey()!.ExportPkcs8PrivateKeyPem());
        string? shown = null;
        await using var server = await LocalServer.StartAsync(context =>
        {
            shown = context.Connection.ClientCertificate?.Thumbprint;
            return context.Response.WriteAsync("3.11.2");
        }, certificate: certificate);
        var settings = new MlflowSettings(server.Address) { Retry = MlflowRetry.None, InsecureTls = true };
        using var plain = Clients.Client(settings);
        using var client = Clients.Client(settings with { ClientCertificate = _folder.File("own.pem") });

        await plain.GetVersionAsync(Stop);
        shown.Should().BeNull();
        await client.GetVersionAsync(Stop);
        shown.Should().Be(certificate.Thumbprint);
    }

    [Fact]
    public void A_file_that_is_no_certificate_is_told_at_once()
    {
        File.WriteAllText(_folder.File("wrong.pem"), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        var settings = new MlflowSettings(new Uri("https://x")) { ServerCertificates = _folder.File("wrong.pem") };
        FluentActions.Invoking(() => Clients.Client(settings))
            .Should().Throw<MlflowSettingsException>().WithMessage("*wrong.pem is not a file of certificates in PEM*");
    }

    private static X509Certificate2 Certificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(System.Net.IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var own = request.CreateSelfSigned(DateTimeOffset.UnixEpoch.AddYears(50), DateTimeOffset.UnixEpoch.AddYears(150));
        return X509CertificateLoader.LoadPkcs12(own.Export(X509ContentType.Pkcs12), null, X509KeyStorageFlags.Exportable);
    }

    private static MlflowRunInfo Run(string artifacts) => new("abc", "7") { ArtifactUri = artifacts };

    private static async Task<List<JsonObject>> Bodies(Func<MlflowClient, Task> call)
    {
        var bodies = new List<JsonObject>();
        await using var server = await LocalServer.StartAsync(async context =>
        {
            bodies.Add(JsonNode.Parse(Encoding.UTF8.GetString(await LocalServer.BodyAsync(context)))!.AsObject());
            await LocalServer.AnswerAsync(context, 200, "application/json", "{}");
        });
        using var client = Clients.Client(server.Address);
        await call(client);
        return bodies;
    }
}
