namespace RlLab.Tracking.Tests.Mlflow.Subjects;

public sealed class RunTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    public static TheoryData<string> Servers => ServerUnderTest.All;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task A_run_is_created_filled_ended_deleted_and_restored(string kind)
    {
        await using var server = await ServerUnderTest.StartAsync(kind);
        var runs = server.Client.Runs;
        var id = (await runs.CreateAsync(await server.CreateExperimentAsync(), "first try", Noon, "ada", [new MlflowTag("colour", "blue")], Stop))
            .Info.RunId;

        await runs.LogParameterAsync(id, "learning rate", "0.1", Stop);
        await runs.LogMetricAsync(id, new MlflowMetric("loss", 0.5, Noon.AddMilliseconds(7), 3), Stop);
        await runs.LogMetricAsync(id, "loss", 0.25, step: 4, Stop);
        await runs.SetTagAsync(id, "colour", "red", Stop);
        await runs.SetTagAsync(id, "gone", "soon", Stop);
        await runs.DeleteTagAsync(id, "gone", Stop);
        await runs.DeleteTagAsync(id, "gone", Stop);
        await runs.UpdateAsync(id, MlflowRunStatus.Finished, Noon.AddHours(1), "better name", Stop);

        var run = await runs.GetAsync(id, Stop);
        run.Info.Should().Match<MlflowRunInfo>(info => info.RunName == "better name" && info.Status == MlflowRunStatus.Finished
            && info.StartTime == Noon && info.EndTime == Noon.AddHours(1) && info.UserId == "ada" && !info.IsDeleted);
        run.Data.Params.Should().Equal(new MlflowParameter("learning rate", "0.1"));
        run.Data.Tags.Should().Contain(new MlflowTag("colour", "red")).And.NotContain(tag => tag.Key == "gone");
        run.Data.Metrics.Should().ContainSingle().Which.Should().Match<MlflowMetric>(metric => metric.Key == "loss" && metric.Value == 0.25
            && metric.Step == 4 && (DateTimeOffset.UtcNow - metric.Timestamp).Duration() < TimeSpan.FromHours(1));

        await runs.DeleteAsync(id, Stop);
        (await runs.GetAsync(id, Stop)).Info.IsDeleted.Should().BeTrue();
        var log = () => runs.LogParameterAsync(id, "late", "1", Stop);
        (await log.Should().ThrowAsync<MlflowException>()).Which.Failure.Should().Be(MlflowFailure.Refused);
        await runs.RestoreAsync(id, Stop);
        (await runs.GetAsync(id, Stop)).Info.IsDeleted.Should().BeFalse();
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task A_tag_of_a_run_that_is_not_there_is_a_failure(string kind)
    {
        await using var server = await ServerUnderTest.StartAsync(kind);
        var delete = () => server.Client.Runs.DeleteTagAsync(new string('0', 32), "a", Stop);
        (await delete.Should().ThrowAsync<MlflowException>()).Which.Failure.Should().Be(MlflowFailure.NotFound);
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task A_batch_beyond_every_limit_arrives_whole(string kind)
    {
        await using var server = await ServerUnderTest.StartAsync(kind);
        var id = (await server.CreateRunAsync()).Info.RunId;
        var parameters = Enumerable.Range(0, 150).Select(i => new MlflowParameter($"p{i}", new string('€', 6000))).ToList();
        var tags = Enumerable.Range(0, 150).Select(i => new MlflowTag($"t{i}", $"{i}")).ToList();
        var metrics = Enumerable.Range(0, 2100).Select(i => new MlflowMetric("m", i, Noon.AddMilliseconds(i), i - 100)).ToList();

        await server.Client.Runs.LogBatchAsync(id, metrics, parameters, tags, Stop);

        var run = await server.Client.Runs.GetAsync(id, Stop);
        run.Data.Params.Should().BeEquivalentTo(parameters);
        run.Data.Tags.Should().Contain(tags);
        (await server.Client.Metrics.GetHistoryAsync(id, "m", pageSize: 900, Stop).OrderBy(point => point.Step).ToListAsync(Stop))
            .Should().Equal(metrics);
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task A_search_filters_orders_and_goes_through_all_pages(string kind)
    {
        await using var server = await ServerUnderTest.StartAsync(kind);
        var (runs, experiment) = (server.Client.Runs, await server.CreateExperimentAsync());
        for (var i = 0; i < 5; i++)
        {
            var id = (await runs.CreateAsync(experiment, $"run-{i}", Noon.AddMinutes(i), cancellation: Stop)).Info.RunId;
            await runs.LogBatchAsync(
                id, [new("eval/the loss", i, Noon, 0)], [new("learning rate", i < 4 ? "it's" : "not")], [], Stop);
        }

        var filter = $"params.{MlflowFilter.Name("learning rate")} = {MlflowFilter.Text("it's")} "
            + $"AND metrics.{MlflowFilter.Name("eval/the loss")} >= 1";
        var found = await runs.SearchAsync([experiment], filter, [$"metrics.{MlflowFilter.Name("eval/the loss")} DESC"], pageSize: 2,
            cancellation: Stop)
            .Select(run => run.Info.RunName).ToListAsync(Stop);

        found.Should().Equal("run-3", "run-2", "run-1");
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task The_longest_tag_is_kept_whole_or_refused_never_cut(string kind)
    {
        await using var server = await ServerUnderTest.StartAsync(kind);
        var id = (await server.CreateRunAsync()).Info.RunId;
        var (runs, longest) = (server.Client.Runs, new string('ü', 8000));
        if ((await server.Client.GetVersionAsync(Stop)).StartsWith('2'))
        {
            var set = () => runs.SetTagAsync(id, "long", longest, Stop);
            await set.Should().ThrowAsync<MlflowException>().WithMessage("*has 8,000 characters; MLflow keeps 5,000*");
            longest = longest[..5000];
        }

        await runs.SetTagAsync(id, "long", longest, Stop);

        (await runs.GetAsync(id, Stop)).Data.Tags.Should().Contain(new MlflowTag("long", longest));
    }
}
