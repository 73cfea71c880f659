using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using RlLab.Tracking.Server.Tests.Support;

namespace RlLab.Tracking.Server.Tests.Api;

/// <summary>Versions of registered models: their numbers, and what they may be made of.</summary>
public sealed class ModelVersionTests : IAsyncLifetime
{
    private TestServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync();
        await _server.PostAsync("registered-models/create", new { name = "policy" });
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_number_is_never_used_again()
    {
        await CreateAsync("mlflow-artifacts:/a");
        await CreateAsync("mlflow-artifacts:/b");

        await DeleteAsync("2");
        (await VersionAsync("mlflow-artifacts:/c")).Should().Be("3", "somebody may still know 2 as what it was");
        await DeleteAsync("3");
        await DeleteAsync("1");
        (await VersionAsync("mlflow-artifacts:/d")).Should().Be("4");
    }

    [Fact]
    public async Task A_source_that_names_a_model_leads_to_where_its_files_are()
    {
        var run = await _server.CreateRunAsync("0");
        var model = await CreateModelAsync(run);
        var files = $"mlflow-artifacts:/0/models/{model}/artifacts";

        await CreateAsync($"models:/{model}");
        await CreateAsync("models:/policy/1");
        await _server.PostAsync("registered-models/alias", new { name = "policy", alias = "best", version = "2" });
        await CreateAsync("models:/policy@best");

        foreach (var version in (string[])["1", "2", "3"])
        {
            var address = (await _server.GetAsync($"model-versions/get-download-uri?name=policy&version={version}")).Json["artifact_uri"]!;
            address.GetValue<string>().Should().Be(files, $"version {version} is that model");
        }

        var first = (await _server.GetAsync("model-versions/get?name=policy&version=1")).Json["model_version"]!;
        first["source"]!.GetValue<string>().Should().Be($"models:/{model}");
        first["run_id"]!.GetValue<string>().Should().Be(run, "the model came from that run");
    }

    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("relative/path")]
    [InlineData("file:///etc/passwd")]
    [InlineData("file://elsewhere.example/share")]
    [InlineData("mlflow-artifacts:/models/../../..")]
    [InlineData("mlflow-artifacts:/models/..%2f..%2fartifacts")]
    [InlineData("mlflow-artifacts:/models/%2e%2e/x")]
    [InlineData("mlflow-artifacts:/models/%252e%252e/x")]
    [InlineData("mlflow-artifacts:/models/artifact%00")]
    [InlineData("mlflow-artifacts:/models/./x")]
    [InlineData("mlflow-artifacts:relative")]
    [InlineData("https://host/artifacts/../../../")]
    [InlineData("s3://bucket/a/../b")]
    [InlineData("dbfs:/x/a%3f/../../..")]
    public async Task A_source_that_could_lead_to_other_files_is_refused(string source)
    {
        var reply = await CreateAsync(source);

        reply.Status.Should().Be(HttpStatusCode.BadRequest, reply.Text);
        reply.ErrorCode.Should().Be("INVALID_PARAMETER_VALUE");
        (await _server.GetAsync("model-versions/search")).Json["model_versions"].Should().BeNull();
    }

    [Theory]
    [InlineData("models:/m-00000000000000000000000000000000")]
    [InlineData("models:/nothing/1")]
    [InlineData("models:/policy/7")]
    [InlineData("models:/policy@nothing")]
    [InlineData("models:/")]
    public async Task A_source_that_names_a_model_that_is_not_there_is_refused(string source)
    {
        var reply = await CreateAsync(source);

        ((int)reply.Status).Should().BeInRange(400, 404, reply.Text);
        reply.ErrorMessage.Should().Contain("Unable to fetch model");
    }

    [Theory]
    [InlineData("mlflow-artifacts:/models///")]
    [InlineData("mlflow-artifacts:/models/foo///bar")]
    [InlineData("mlflow-artifacts://host:9000/models/artifact/..../")]
    [InlineData("runs:/0123456789abcdef/model")]
    [InlineData("s3://bucket/a%20b")]
    public async Task Any_other_address_is_a_source(string source) =>
        (await CreateAsync(source)).Json["model_version"]!["source"]!.GetValue<string>().Should().Be(source);

    [Fact]
    public async Task A_path_of_this_machine_is_a_source_only_among_the_artifacts_of_its_run()
    {
        var created = await _server.PostAsync("experiments/create", new { name = "local", artifact_location = "/data/local" });
        var run = await _server.CreateRunAsync(created.Json["experiment_id"]!.GetValue<string>());

        (await CreateAsync($"/data/local/{run}/artifacts/model", run)).Status.Should().Be(HttpStatusCode.OK);
        (await CreateAsync($"file:///data/local/{run}/artifacts", run)).Status.Should().Be(HttpStatusCode.OK);
        (await CreateAsync($"/data/local/{run}/artifacts-of-another", run)).Status.Should().Be(HttpStatusCode.BadRequest);
        (await CreateAsync($"/data/local/{run}/artifacts/../../other", run)).Status.Should().Be(HttpStatusCode.BadRequest);
        (await CreateAsync($"/data/local/{run}/artifacts/model")).ErrorMessage.Should().Contain("the run_id request parameter");
    }

    [Fact]
    public async Task A_version_of_a_logged_model_tags_that_model()
    {
        var model = await CreateModelAsync(await _server.CreateRunAsync("0"));
        var source = $"mlflow-artifacts:/0/models/{model}/artifacts";

        await _server.PostAsync("model-versions/create", new { name = "policy", source, model_id = model });
        await _server.PostAsync("model-versions/create", new { name = "policy", source, model_id = model });

        var tag = (await _server.GetAsync($"logged-models/{model}")).Json["model"]!["info"]!["tags"]!.AsArray().Single()!;
        tag["key"]!.GetValue<string>().Should().Be("mlflow.modelVersions");
        tag["value"]!.GetValue<string>()
            .Should().Be("""[{"name": "policy", "version": 1}, {"name": "policy", "version": 2}]""");
    }

    [Fact]
    public async Task A_prompt_keeps_its_text_whole_whatever_its_source()
    {
        var text = new string('x', 50_000);
        var tags = new[] { new { key = "mlflow.prompt.is_prompt", value = "true" }, new { key = "mlflow.prompt.text", value = text } };

        var created = await _server.PostAsync("model-versions/create", new { name = "policy", source = "dummy-source", tags });

        created.Json["model_version"]!["tags"]!.AsArray().Select(tag => tag!["value"]!.GetValue<string>()).Should().Contain(text);
    }

    [Theory]
    [InlineData("latest")]
    [InlineData("Latest")]
    [InlineData("v2")]
    [InlineData("the best")]
    [InlineData("best!")]
    public async Task An_alias_that_means_something_else_is_refused(string alias)
    {
        await CreateAsync("mlflow-artifacts:/a");

        var reply = await _server.PostAsync("registered-models/alias", new { name = "policy", alias, version = "1" });

        reply.Status.Should().Be(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task What_is_equal_by_the_order_asked_for_comes_by_name_and_then_the_latest_version_first()
    {
        await _server.PostAsync("registered-models/create", new { name = "another" });
        foreach (var name in (string[])["policy", "another", "policy"])
        {
            await _server.PostAsync("model-versions/create", new { name, source = "mlflow-artifacts:/x", run_id = "one" });
        }

        var versions = (await _server.GetAsync("model-versions/search?order_by=run_id")).Json["model_versions"]!.AsArray();

        versions.Select(version => $"{version!["name"]}/{version["version"]}").Should().Equal("another/1", "policy/2", "policy/1");
    }

    [Theory]
    [InlineData("model-versions/search?max_results=0")]
    [InlineData("model-versions/search?max_results=200001")]
    [InlineData("registered-models/search?max_results=1001")]
    public async Task A_page_longer_than_the_longest_is_refused(string path) =>
        (await _server.GetAsync(path)).ErrorMessage.Should().Contain("max_results");

    [Fact]
    public async Task A_file_of_a_version_is_sent_to_a_page()
    {
        await _server.SendAsync(HttpMethod.Put, "/api/2.0/mlflow-artifacts/artifacts/kept/MLmodel", new StringContent("flavors: {}"));
        await CreateAsync("mlflow-artifacts:/kept");
        const string File = "/model-versions/get-artifact?name=policy&version=1&path=";

        (await _server.GetAsync(File + "MLmodel")).Text.Should().Be("flavors: {}");
        (await _server.GetAsync(File + "../kept/MLmodel")).ErrorMessage.Should().Be("Invalid path");
        (await _server.GetAsync("/model-versions/get-artifact?name=nothing&version=1&path=MLmodel")).Status.Should().Be(HttpStatusCode.NotFound);
    }

    private Task<Reply> CreateAsync(string source, string? run = null) =>
        _server.PostAsync("model-versions/create", new { name = "policy", source, run_id = run });

    private async Task<string> VersionAsync(string source) => (await CreateAsync(source)).Json["model_version"]!["version"]!.GetValue<string>();

    private Task<Reply> DeleteAsync(string version) => _server.SendAsync(
        HttpMethod.Delete,
        "model-versions/delete",
        new StringContent(new JsonObject { ["name"] = "policy", ["version"] = version }.ToJsonString(), Encoding.UTF8, "application/json"));

    private async Task<string> CreateModelAsync(string run)
    {
        var created = await _server.PostAsync("logged-models", new { experiment_id = "0", source_run_id = run });
        return created.Json["model"]!["info"]!["model_id"]!.GetValue<string>();
    }
}
