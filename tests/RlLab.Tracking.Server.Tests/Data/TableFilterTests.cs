using System.Net;
using RlLab.Tracking.Server.Tests.Support;

namespace RlLab.Tracking.Server.Tests.Data;

public sealed class TableFilterTests
{
    [Theory]
    [InlineData("", "trial-1", "trial-2", "trial-10")]
    [InlineData("trial-1", "trial-1", "trial-10")]
    [InlineData("TRIAL-2", "trial-2")]
    [InlineData("'trial-1'", "trial-1", "trial-10")]
    [InlineData("trial 2", "trial-2")]
    [InlineData("trial_1")]
    [InlineData("100%")]
    [InlineData("trial%")]
    [InlineData("LearningRate > 0.001", "trial-2", "trial-10")]
    [InlineData("LearningRate>0.001", "trial-2", "trial-10")]
    [InlineData("learningrate > 0.001", "trial-2", "trial-10")]
    [InlineData("LearningRate = 0.010", "trial-2")]
    [InlineData("LearningRate == 1e-2", "trial-2")]
    [InlineData("LearningRate <> 0.01", "trial-1", "trial-10")]
    [InlineData("optimizer = adam", "trial-1", "trial-10")]
    [InlineData("optimizer != 'adam'", "trial-2")]
    [InlineData("optimizer ILIKE 'AD%'", "trial-1", "trial-10")]
    [InlineData("optimizer IS NULL")]
    [InlineData("Exploration.End < 0.1", "trial-1")]
    [InlineData("eval/return >= 10", "trial-2", "trial-10")]
    [InlineData("team = blue", "trial-2")]
    [InlineData("run.status = 'RUNNING' trial-2", "trial-2")]
    [InlineData("run.1")]
    [InlineData("status = 'RUNNING'", "trial-1", "trial-2", "trial-10")]
    [InlineData("trial-1 LearningRate > 0.001", "trial-10")]
    [InlineData("trial-1 AND LearningRate > 0.001 and metrics.`eval/return` > 20", "trial-10")]
    [InlineData("params.optimizer = 'adam' trial-1 AND LearningRate < 0.01", "trial-1")]
    [InlineData("metrics.`eval/return` < 100 AND params.optimizer LIKE 'a%'", "trial-1", "trial-10")]
    public async Task A_filter_finds(string filter, params string[] expected)
    {
        await using var server = await StartAsync();

        var reply = await AskAsync(server, filter);

        reply.Status.Should().Be(HttpStatusCode.OK, reply.Text);
        reply.Json["rows"]!.AsArray().Select(row => row!["cells"]!["attributes.run_name"]!.GetValue<string>()).Should().BeEquivalentTo(expected);
    }

    [Theory]
    [InlineData("LearnRate > 1", "'LearnRate'", 1)]
    [InlineData("Learning > 1", "there is LearningRate", 1)]
    [InlineData("trial-1 AND LearningRate >", "is missing after >", 13)]
    [InlineData("LearningRate > fast", "fast is none", 1)]
    [InlineData("eval/return = high", "is a metric", 1)]
    [InlineData("trial-1 OR trial-2", "OR is not known", 9)]
    [InlineData("trial-1 AND", "is expected", 9)]
    [InlineData("AND trial-1", "AND cannot stand here", 1)]
    [InlineData("trial-1 & trial-2", "is expected", 9)]
    [InlineData("trial-1 AND metrics.loss > abc", "Expected numeric value", 13)]
    [InlineData("params.optimizer IS adam", "Invalid comparator 'IS ADAM'", 1)]
    [InlineData("metrics.loss", "Invalid comparator ''", 1)]
    [InlineData("trial-1 AND 'open", "without a closing one", 13)]
    [InlineData("> 5", "is expected", 1)]
    public async Task A_filter_that_cannot_be_read_is_refused_and_told_where(string filter, string expected, int character)
    {
        await using var server = await StartAsync();

        var reply = await AskAsync(server, filter);

        reply.Status.Should().Be(HttpStatusCode.BadRequest);
        reply.ErrorMessage.Should().Contain(expected).And.Contain($"at character {character} of");
    }

    private static Task<Reply> AskAsync(TestServer server, string filter) =>
        server.PostAsync("/api/rllab/runs", new { experiment_ids = new[] { "0" }, filter, columns = new[] { "attributes.run_name" } });

    private static async Task<TestServer> StartAsync()
    {
        var server = await TestServer.StartAsync();
        (string Name, string Rate, string Optimizer, string End, double Return)[] runs =
            [("trial-1", "0.001", "adam", "0.05", 5), ("trial-2", "0.01", "sgd", "0.1", 10), ("trial-10", "0.1", "adam", "0.2", 30)];
        foreach (var (name, rate, optimizer, end, value) in runs)
        {
            var run = await server.CreateRunAsync("0", name, name == "trial-2" ? [("team", "blue")] : []);
            await server.PostAsync("runs/log-batch", new
            {
                run_id = run,
                metrics = new[] { new { key = "eval/return", value, timestamp = 1, step = 1 } },
                @params = new[]
                {
                    new { key = "LearningRate", value = rate }, new { key = "optimizer", value = optimizer },
                    new { key = "Exploration.End", value = end },
                },
            });
        }

        return server;
    }
}
