using System.Net;
using RlLab.Tracking.Server.Tests.Support;

namespace RlLab.Tracking.Server.Tests.Api;

public sealed class ExperimentTests
{
    [Theory]
    [InlineData("name = 'first'", "first")]
    [InlineData("name ILIKE '%S%T%'", "first")]
    [InlineData("tags.team = 'rl'", "second")]
    [InlineData("tags.team IS NULL AND name != 'Default'", "first")]
    [InlineData("creation_time > 0 AND attribute.name LIKE 's%'", "second")]
    public async Task A_filter_finds(string filter, string expected)
    {
        await using var server = await TestServer.StartAsync();
        await server.CreateExperimentAsync("first");
        await server.PostAsync("experiments/create", new { name = "second", tags = new[] { new { key = "team", value = "rl" } } });

        var reply = await server.PostAsync("experiments/search", new { max_results = 10, filter });

        reply.Status.Should().Be(HttpStatusCode.OK, reply.Text);
        reply.Json["experiments"]!.AsArray().Select(experiment => experiment!["name"]!.GetValue<string>()).Should().Equal(expected);
    }

    [Theory]
    [InlineData("experiment_id DESC", "third", "second", "first", "Default")]
    [InlineData("experiment_id ASC", "Default", "first", "second", "third")]
    public async Task Experiments_are_ordered_by_their_id(string order, params string[] expected)
    {
        await using var server = await TestServer.StartAsync();
        foreach (var name in (string[])["first", "second", "third"])
        {
            await server.CreateExperimentAsync(name);
        }

        var reply = await server.PostAsync("experiments/search", new { max_results = 10, order_by = new[] { order } });

        reply.Json["experiments"]!.AsArray().Select(experiment => experiment!["name"]!.GetValue<string>()).Should().Equal(expected);
    }

    [Theory]
    [InlineData("metrics.loss > 1", "Invalid entity type 'metrics'")]
    [InlineData("dataset.name = 'x'", "Invalid dataset key")]
    public async Task What_experiments_do_not_have_cannot_be_searched_for(string filter, string expected)
    {
        await using var server = await TestServer.StartAsync();

        (await server.PostAsync("experiments/search", new { max_results = 10, filter })).ErrorMessage.Should().Contain(expected);
    }

    [Theory]
    [InlineData("s3://bucket/a#b", "can't include fragments")]
    [InlineData("s3://bucket/a;b", "can't include fragments or params")]
    [InlineData("s3://bucket/a?x=/../..", "..")]
    [InlineData("mlflow-artifacts:/a/../..", "..")]
    [InlineData("mlflow-artifacts:/a/%252e%252e/x", "..")]
    [InlineData("runs:/0123/artifacts", "runs:/")]
    public async Task A_location_that_would_lead_elsewhere_is_refused(string location, string expected)
    {
        await using var server = await TestServer.StartAsync();

        var reply = await server.PostAsync("experiments/create", new { name = "placed", artifact_location = location });

        reply.Status.Should().Be(HttpStatusCode.BadRequest);
        reply.ErrorMessage.Should().Contain(expected);
        (await server.GetAsync("experiments/get-by-name?experiment_name=placed")).Status.Should().Be(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_location_that_is_a_path_is_kept_whole()
    {
        await using var server = await TestServer.StartAsync();
        var created = await server.PostAsync("experiments/create", new { name = "placed", artifact_location = "some/where" });

        var experiment = (await server.GetAsync($"experiments/get?experiment_id={created.Json["experiment_id"]}")).Json["experiment"]!;

        experiment["artifact_location"]!.GetValue<string>().Should().Be(Path.GetFullPath("some/where"));
    }

    [Theory]
    [InlineData("s3://bucket/a/", "s3://bucket/a/RUN/artifacts")]
    [InlineData("mysql://user@host:80/db?driver=x", "mysql://user@host:80/db/RUN/artifacts?driver=x")]
    public async Task The_artifacts_of_a_run_are_below_its_experiments_whatever_follows_their_address(string location, string expected)
    {
        await using var server = await TestServer.StartAsync();
        var created = await server.PostAsync("experiments/create", new { name = "placed", artifact_location = location });
        var run = await server.CreateRunAsync(created.Json["experiment_id"]!.GetValue<string>());

        var uri = (await server.GetAsync($"runs/get?run_id={run}")).Json["run"]!["info"]!["artifact_uri"]!;

        uri.GetValue<string>().Should().Be(expected.Replace("RUN", run));
    }

    [Fact]
    public async Task An_experiment_that_cannot_be_is_not_found()
    {
        await using var server = await TestServer.StartAsync();

        (await server.GetAsync("experiments/get?experiment_id=-1337")).ErrorMessage.Should().Be("No Experiment with id=-1337 exists");
    }

    [Fact]
    public async Task The_datasets_of_experiments_are_listed_once_for_each_use()
    {
        await using var server = await TestServer.StartAsync();
        var (first, second) = (await server.CreateRunAsync("0"), await server.CreateRunAsync("0"));
        await LogAsync(first, "train", "training");
        await LogAsync(second, "train", "training");
        await LogAsync(second, "test", null);

        var reply = await server.PostAsync("/ajax-api/2.0/mlflow/experiments/search-datasets", new { experiment_ids = new[] { "0" } });

        reply.Json["dataset_summaries"]!.ToJsonString().Should().Be(
            """[{"experiment_id":"0","name":"train","digest":"1","context":"training"},{"experiment_id":"0","name":"test","digest":"1"}]""");
        (await server.PostAsync("experiments/search-datasets", "{}")).ErrorMessage.Should().Contain("at least one experiment_id");
        (await server.PostAsync("experiments/search-datasets", new { experiment_ids = Enumerable.Repeat("0", 21) })).ErrorMessage
            .Should().Contain("cannot specify more than 20");

        Task<Reply> LogAsync(string run, string name, string? context) => server.PostAsync("runs/log-inputs", new
        {
            run_id = run,
            datasets = new[]
            {
                new
                {
                    tags = context is null ? [] : new[] { new { key = "mlflow.data.context", value = context } },
                    dataset = new { name, digest = "1", source_type = "local", source = "{}" },
                },
            },
        });
    }

    [Fact]
    public async Task Deleting_and_restoring_takes_the_runs_along()
    {
        await using var server = await TestServer.StartAsync();
        var experiment = await server.CreateExperimentAsync("moved");
        var run = await server.CreateRunAsync(experiment);

        await server.PostAsync("experiments/delete", new { experiment_id = experiment });
        (await StageAsync()).Should().Be("deleted");
        await server.PostAsync("experiments/restore", new { experiment_id = experiment });
        (await StageAsync()).Should().Be("active");

        async Task<string> StageAsync() =>
            (await server.GetAsync($"runs/get?run_id={run}")).Json["run"]!["info"]!["lifecycle_stage"]!.GetValue<string>();
    }

    [Fact]
    public async Task A_name_that_another_has_cannot_be_taken()
    {
        await using var server = await TestServer.StartAsync();
        await server.CreateExperimentAsync("taken");
        var other = await server.CreateExperimentAsync("other");

        (await server.PostAsync("experiments/update", new { experiment_id = other, new_name = "taken" })).ErrorCode
            .Should().Be("RESOURCE_ALREADY_EXISTS");
        (await server.PostAsync("experiments/update", new { experiment_id = other, new_name = "other" })).Status.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_experiment_whose_tag_is_bad_is_not_created()
    {
        await using var server = await TestServer.StartAsync();

        await server.PostAsync("experiments/create", new { name = "half", tags = new[] { new { key = "bad#key", value = "1" } } });

        (await server.GetAsync("experiments/get-by-name?experiment_name=half")).Status.Should().Be(HttpStatusCode.NotFound);
    }
}
