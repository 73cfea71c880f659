using System.Text;

namespace RlLab.Tracking.Tests.Mlflow.Subjects;

public sealed class LoggedModelTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    public static TheoryData<string> Servers => ServerUnderTest.All;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task A_model_is_made_by_a_run_with_its_files_and_found_again(string kind)
    {
        await using var server = await ServerUnderTest.StartAsync(kind);
        await server.NeedsLoggedModelsAsync();
        var (models, run) = (server.Client.LoggedModels, (await server.CreateRunAsync()).Info);

        var model = await models.CreateAsync(
            run.ExperimentId, "agent", run.RunId, "policy", [new MlflowParameter("hidden", "32")], [new MlflowTag("a", "1"), new MlflowTag("b", "2")],
                Stop);
        var id = model.Info.ModelId;
        model.Info.Status.Should().Be(MlflowLoggedModelStatus.Pending);
        await server.Client.Artifacts.Of(model).UploadAsync("weights/layer.bin", new MemoryStream("abc"u8.ToArray()), Stop);
        await models.LogParametersAsync(id, [new MlflowParameter("depth", "2")], Stop);
        await models.SetTagsAsync(id, [new MlflowTag("a", "3")], Stop);
        await models.DeleteTagAsync(id, "b", Stop);
        await models.DeleteTagAsync(id, "b", Stop);
        await models.FinishAsync(id, cancellation: Stop);
        await server.Client.Runs.LogOutputsAsync(run.RunId, [new MlflowModelOutput(id, 7)], Stop);

        var read = await models.GetAsync(id, Stop);
        read.Info.Should().Match<MlflowLoggedModelInfo>(info => info.Name == "agent" && info.Status == MlflowLoggedModelStatus.Ready
            && info.SourceRunId == run.RunId && info.ModelType == "policy" && info.CreationTime > DateTimeOffset.UtcNow.AddHours(-1));
        read.Info.Tags.Should().Equal(new MlflowTag("a", "3"));
        read.Data.Params.Should().BeEquivalentTo([new MlflowParameter("hidden", "32"), new MlflowParameter("depth", "2")]);
        (await server.Client.Runs.GetAsync(run.RunId, Stop)).Outputs.ModelOutputs.Should().Equal(new MlflowModelOutput(id, 7));
        using var reader = new StreamReader(await server.Client.Artifacts.Of(read).OpenAsync("weights/layer.bin", Stop), Encoding.UTF8);
        (await reader.ReadToEndAsync(Stop)).Should().Be("abc");
        (await server.Client.Artifacts.Of(read).ListAsync("weights", cancellation: Stop).SingleAsync(Stop)).FileSize.Should().Be(3);

        await models.DeleteAsync(id, Stop);
        (await models.SearchAsync([run.ExperimentId], cancellation: Stop).ToListAsync(Stop)).Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Models_are_searched_by_name_over_all_pages_in_order(string kind)
    {
        await using var server = await ServerUnderTest.StartAsync(kind);
        await server.NeedsLoggedModelsAsync();
        var experiment = await server.CreateExperimentAsync();
        foreach (var name in "cabde")
        {
            await server.Client.LoggedModels.CreateAsync(experiment, $"agent-{name}", cancellation: Stop);
        }

        var found = await server.Client.LoggedModels.SearchAsync(
            [experiment], $"name != {MlflowFilter.Text("agent-e")}", [new MlflowLoggedModelOrder("name", Ascending: false)], pageSize: 2,
                cancellation: Stop)
            .Select(model => model.Info.Name[^1]).ToListAsync(Stop);

        string.Concat(found).Should().Be("dcba");
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task A_point_with_a_model_is_a_metric_of_that_model(string kind)
    {
        await using var server = await ServerUnderTest.StartAsync(kind);
        await server.NeedsLoggedModelsAsync();
        var run = (await server.CreateRunAsync()).Info;
        var model = (await server.Client.LoggedModels.CreateAsync(run.ExperimentId, "agent", run.RunId, cancellation: Stop)).Info.ModelId;

        await server.Client.Runs.LogMetricAsync(run.RunId, new MlflowMetric("loss", 0.5, Noon, 3) { ModelId = model }, Stop);

        var metrics = (await server.Client.LoggedModels.GetAsync(model, Stop)).Data.Metrics;
        Assert.SkipWhen(metrics.Count == 0 && kind == "embedded", "This server does not keep the metrics of models yet.");
        metrics.Should().ContainSingle().Which.Should().Match<MlflowMetric>(metric => metric.Key == "loss" && metric.Value == 0.5 && metric.Step == 3
            && metric.ModelId == model && metric.RunId == run.RunId);
    }
}
