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
