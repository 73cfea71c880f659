using RlLab.Tracking.Tests.Servers;

namespace RlLab.Tracking.Tests.Mlflow;

/// <summary>What a server would cut, swallow or store otherwise is refused, and nothing of the request is sent.</summary>
public sealed class MlflowRulesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    public static TheoryData<string, string> BadKeys => new()
    {
        { "", "1 to 250 characters" }, { new string('k', 251), "1 to 250 characters, not 251" }, { "a//b", "plain path" }, { "/a", "plain path" },
        { "a/", "plain path" }, { "a/./b", "plain path" }, { "a/../b", "plain path" }, { "..a", "plain path" }, { "a#b", "not '#'" },
        { "a\nb", "not '\n'" },
        { "a\"b", "not '\"'" },
    };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(BadKeys))]
    public async Task A_key_that_is_none(string key, string why)
    {
        await Refused(client => client.Runs.LogMetricAsync("r", key, 1, cancellation: Stop), why);
        await Refused(client => client.Runs.LogParameterAsync("r", key, "1", Stop), why);
        await Refused(client => client.Runs.SetTagAsync("r", key, "1", Stop), why);
        await Refused(client => client.Runs.CreateAsync("1", tags: [new(key, "1")], cancellation: Stop), why);
        await Refused(client => client.Runs.LogBatchAsync("r", [new("good", 1, Noon, 0)], [], [new(key, "1")], Stop), why);
        await Refused(client => client.Runs.LogBatchAsync("r", [new("good", 1, Noon, 0), new(key, 1, Noon, 0)], [], [], Stop), why);
        await Refused(client => client.Runs.LogBatchAsync("r", [new("good", 1, Noon, 0)], [new(key, "1")], [], Stop), why);
        await Refused(client => client.Experiments.SetTagAsync("1", key, "1", Stop), why);
        await Refused(client => client.Experiments.CreateAsync("e", [new(key, "1")], cancellation: Stop), why);
        await Refused(client => client.LoggedModels.CreateAsync("1", parameters: [new(key, "1")], cancellation: Stop), why);
        await Refused(client => client.LoggedModels.SetTagsAsync("m", [new(key, "1")], Stop), why);
        await Refused(client => client.LoggedModels.LogParametersAsync("m", [new(key, "1")], Stop), why);
        await Refused(client => client.RegisteredModels.SetTagAsync("m", key, "1", Stop), why);
        await Refused(client => client.ModelVersions.SetTagAsync("m", 1, key, "1", Stop), why);
    }

    [Fact]
    public async Task A_value_that_would_be_cut()
    {
        var parameter = new string('v', 6001);
        var tag = new string('v', 8001);
        await Refused(client => client.Runs.LogParameterAsync("r", "p", parameter, Stop), "6,001 characters; MLflow keeps 6,000");
        await Refused(client => client.Runs.LogBatchAsync("r", [], [new("p", parameter)], [], Stop), "6,001 characters");
        await Refused(client => client.LoggedModels.LogParametersAsync("m", [new("p", parameter)], Stop), "6,001 characters");
        await Refused(client => client.Runs.SetTagAsync("r", "t", tag, Stop), "8,001 characters; MLflow keeps 8,000");
        await Refused(client => client.Experiments.SetTagAsync("1", "t", tag, Stop), "MLflow keeps 5,000");
        await Refused(client => client.RegisteredModels.DescribeAsync("m", tag, Stop), "MLflow keeps 5,000");
        await Refused(client => client.Runs.LogInputsAsync("r", [new(new MlflowDataset("d", new string('x', 37), "code", "{}"))], cancellation: Stop),
            "36");
    }

    [Fact]
    public async Task A_character_counts_once_however_NET_keeps_it()
    {
        var emoji = string.Concat(Enumerable.Repeat("🙂", 6000));
        var sent = 0;
        await using var server = await LocalServer.StartAsync(context =>
        {
            sent++;
            return LocalServer.AnswerAsync(context, 200, "application/json", "{}");
        });
        using var client = Clients.Client(server.Address);

        await client.Runs.LogParameterAsync("r", "p", emoji, Stop);

        sent.Should().Be(1);
    }

    [Fact]
    public async Task A_time_before_1970()
    {
        var early = DateTimeOffset.UnixEpoch.AddMilliseconds(-1);
        await Refused(client => client.Runs.LogMetricAsync("r", new MlflowMetric("m", 1, early, 0), Stop), "none before 1970");
        await Refused(client => client.Runs.LogBatchAsync("r", [new("m", 1, early, 0)], [], [], Stop), "none before 1970");
        await Refused(client => client.Runs.CreateAsync("1", startTime: default(DateTimeOffset), cancellation: Stop), "none before 1970");
        await Refused(client => client.Runs.UpdateAsync("r", MlflowRunStatus.Finished, early, cancellation: Stop), "none before 1970");
    }

    [Theory]
    [InlineData("latest")]
    [InlineData("LATEST")]
    [InlineData("v12")]
    [InlineData("a b")]
    [InlineData("")]
    public async Task An_alias_that_is_none(string alias) =>
        await Refused(client => client.RegisteredModels.SetAliasAsync("m", alias, 1, Stop), "alias");

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("a/b")]
    [InlineData("a:b")]
    public async Task A_name_of_a_registered_model_that_is_none(string name) =>
        await Refused(client => client.RegisteredModels.CreateAsync(name, cancellation: Stop), "registered model");

    [Theory]
    [InlineData("it's", "\"it's\"")]
    [InlineData("say \"hi\"", "'say \"hi\"'")]
    [InlineData("a\\", "'a\\'")]
    public void A_text_in_a_filter_has_the_quotes_that_it_has_not(string text, string quoted) => MlflowFilter.Text(text).Should().Be(quoted);

    [Fact]
    public void What_no_filter_can_say_is_told()
    {
        FluentActions.Invoking(() => MlflowFilter.Text("it's \"so\"")).Should().Throw<MlflowException>().WithMessage("*both kinds of quotes*");
        FluentActions.Invoking(() => MlflowFilter.Name("a`b")).Should().Throw<MlflowException>().WithMessage("*backtick*");
    }

    private static async Task Refused(Func<MlflowClient, Task> call, string why)
    {
        var sent = 0;
        await using var server = await LocalServer.StartAsync(context =>
        {
            sent++;
            return LocalServer.AnswerAsync(context, 200, "application/json", "{}");
        });
        using var client = Clients.Client(server.Address);

        var error = (await FluentActions.Awaiting(() => call(client)).Should().ThrowAsync<MlflowException>()).Which;

        error.Failure.Should().Be(MlflowFailure.Refused);
        error.Message.Should().Contain(why);
        sent.Should().Be(0);
    }
}
