using System.Net;
using System.Text.Json.Nodes;
using RlLab.Tracking.Server.Tests.Support;

namespace RlLab.Tracking.Server.Tests.Api;

/// <summary>What the recordings do not show of the registry and of logged models.</summary>
public sealed class ModelRegistryTests
{
    [Fact]
    public async Task A_transition_may_archive_the_versions_that_were_there()
    {
        await using var server = await TestServer.StartAsync();
        await CreateAsync(server, "policy", versions: 2);

        await server.PostAsync("model-versions/transition-stage", new { name = "policy", version = "1", stage = "production" });
        await server.PostAsync(
            "model-versions/transition-stage", new { name = "policy", version = "2", stage = "Production", archive_existing_versions = true });

        var stages = (await server.GetAsync("model-versions/search?filter=name%3D'policy'&order_by=version_number"))
            .Json["model_versions"]!.AsArray();
        stages.Select(version => version!["current_stage"]!.GetValue<string>()).Should().Equal("Archived", "Production");
        (await server.PostAsync("model-versions/transition-stage", new { name = "policy", version = "1", stage = "Best" })).Status
            .Should().Be(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_renamed_model_takes_its_versions_along_and_a_deleted_one_too()
    {
        await using var server = await TestServer.StartAsync();
        await CreateAsync(server, "before", versions: 1);
        await CreateAsync(server, "other", versions: 0);

        (await server.PostAsync("registered-models/rename", new { name = "before", new_name = "other" })).ErrorCode
            .Should().Be("RESOURCE_ALREADY_EXISTS");
        await server.PostAsync("registered-models/rename", new { name = "before", new_name = "after" });
        (await server.GetAsync("model-versions/get?name=after&version=1")).Status.Should().Be(HttpStatusCode.OK);

        await server.SendAsync(HttpMethod.Delete, "registered-models/delete", Json(new JsonObject { ["name"] = "after" }));
        (await server.GetAsync("model-versions/get?name=after&version=1")).Status.Should().Be(HttpStatusCode.NotFound);
        (await server.GetAsync("model-versions/get?name=other&version=x")).ErrorMessage.Should().Contain("must be an integer");
    }

    [Fact]
    public async Task A_deleted_version_takes_its_alias_along()
    {
        await using var server = await TestServer.StartAsync();
        await CreateAsync(server, "policy", versions: 2);
        await server.PostAsync("registered-models/alias", new { name = "policy", alias = "best", version = "2" });

        await server.SendAsync(HttpMethod.Delete, "model-versions/delete", Json(new JsonObject { ["name"] = "policy", ["version"] = "2" }));

        (await server.GetAsync("registered-models/alias?name=policy&alias=best")).ErrorMessage.Should().Contain("best not found");
    }

    // MLflow's Python client adds the condition with != to every search for registered models.
    [Theory]
    [InlineData("", "policy")]
    [InlineData("tag.`mlflow.prompt.is_prompt` != 'true'", "policy")]
    [InlineData("name LIKE 'p%' AND tag.`mlflow.prompt.is_prompt` != 'true'", "policy")]
    [InlineData("tag.`mlflow.prompt.is_prompt` = 'false'", "policy")]
    [InlineData("tag.`mlflow.prompt.is_prompt` = 'true'", "prompt")]
    public async Task Prompts_are_found_among_the_models_only_where_they_are_asked_for(string filter, string expected)
    {
        await using var server = await TestServer.StartAsync();
        await CreateAsync(server, "policy", versions: 1);
        var tags = new[] { new { key = "mlflow.prompt.is_prompt", value = "true" } };
        await server.PostAsync("registered-models/create", new { name = "prompt", tags });
        await server.PostAsync("model-versions/create", new { name = "prompt", source = "text", tags });

        var models = await server.GetAsync($"registered-models/search?filter={Uri.EscapeDataString(filter)}");
        var versions = await server.GetAsync($"model-versions/search?filter={Uri.EscapeDataString(filter)}");

        models.Json["registered_models"]!.AsArray().Select(model => model!["name"]!.GetValue<string>()).Should().Equal(expected);
        versions.Json["model_versions"]!.AsArray().Select(version => version!["name"]!.GetValue<string>()).Should().Equal(expected);
    }

    [Fact]
    public async Task A_logged_model_is_searched_by_its_parameters_and_tags()
    {
        await using var server = await TestServer.StartAsync();
        foreach (var hidden in (string[])["32", "64"])
        {
            await server.PostAsync(
                "logged-models", new { experiment_id = "0", name = $"agent-{hidden}", @params = new[] { new { key = "hidden", value = hidden } } });
        }

        var found = await server.PostAsync("logged-models/search", new { experiment_ids = new[] { "0" }, filter = "params.hidden = '64'" });
        var id = found.Json["models"]!.AsArray().Single()!["info"]!["model_id"]!.GetValue<string>();
        await server.SendAsync(HttpMethod.Patch, $"logged-models/{id}/tags", Json(JsonNode.Parse("""{"tags":[{"key":"a","value":"b"}]}""")!));
        var sorted = await server.PostAsync(
            "logged-models/search", new { experiment_ids = new[] { "0" }, order_by = new[] { new { field_name = "name", ascending = true } } });

        (await server.GetAsync($"logged-models/{id}")).Json["model"]!["info"]!["tags"]![0]!["value"]!.GetValue<string>().Should().Be("b");
        sorted.Json["models"]!.AsArray().Select(model => model!["info"]!["name"]!.GetValue<string>()).Should().Equal("agent-32", "agent-64");
        (await server.SendAsync(HttpMethod.Delete, $"logged-models/{id}/tags/a")).Status.Should().Be(HttpStatusCode.OK);
        (await server.SendAsync(HttpMethod.Delete, $"logged-models/{id}")).Status.Should().Be(HttpStatusCode.OK);
        (await server.GetAsync($"logged-models/{id}")).Status.Should().Be(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task What_went_into_a_run_and_came_out_of_it_is_told_with_it()
    {
        await using var server = await TestServer.StartAsync();
        var run = await server.CreateRunAsync("0");

        await server.PostAsync("runs/log-inputs", new { run_id = run, models = new[] { new { model_id = "m-in" } } });
        await server.PostAsync("runs/outputs", new { run_id = run, models = new[] { new { model_id = "m-out", step = 7 } } });
        await server.PostAsync("runs/outputs", new { run_id = run, models = new[] { new { model_id = "m-out", step = 7 } } });

        var told = (await server.GetAsync($"runs/get?run_id={run}")).Json["run"]!;
        told["inputs"]!["model_inputs"]!.ToJsonString().Should().Be("""[{"model_id":"m-in"}]""");
        told["outputs"]!["model_outputs"]!.ToJsonString().Should().Be("""[{"model_id":"m-out","step":7}]""");
    }

    private static async Task CreateAsync(TestServer server, string name, int versions)
    {
        await server.PostAsync("registered-models/create", new { name });
        for (var version = 0; version < versions; version++)
        {
            await server.PostAsync("model-versions/create", new { name, source = "mlflow-artifacts:/0/model" });
        }
    }

    private static StringContent Json(JsonNode body) => new(body.ToJsonString(), System.Text.Encoding.UTF8, "application/json");
}
