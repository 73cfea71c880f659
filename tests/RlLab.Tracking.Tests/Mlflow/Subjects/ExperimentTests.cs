namespace RlLab.Tracking.Tests.Mlflow.Subjects;

public sealed class ExperimentTests
{
    public static TheoryData<string> Servers => ServerUnderTest.All;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task An_experiment_is_created_found_renamed_deleted_and_restored(string kind)
    {
        await using var server = await ServerUnderTest.StartAsync(kind);
        var (experiments, name) = (server.Client.Experiments, ServerUnderTest.Fresh("it's \"ü\""));

        var id = await experiments.CreateAsync(name, [new MlflowTag("team", "rl")], cancellation: Stop);
        await experiments.SetTagAsync(id, "mlflow.note.content", "**What?**", Stop);
        var found = (await experiments.FindAsync(name, Stop))!;
        found.Should().Match<MlflowExperiment>(experiment => experiment.ExperimentId == id && !experiment.IsDeleted);
        found.Tags.Should().BeEquivalentTo([new MlflowTag("team", "rl"), new MlflowTag("mlflow.note.content", "**What?**")]);
        (DateTimeOffset.UtcNow - found.CreationTime!.Value).Duration().Should().BeLessThan(TimeSpan.FromHours(1), "its unit is the millisecond");

        await experiments.RenameAsync(id, name + "2", Stop);
        (await experiments.FindAsync(name, Stop)).Should().BeNull();
        await experiments.DeleteAsync(id, Stop);
        (await experiments.GetAsync(id, Stop)).IsDeleted.Should().BeTrue();
        var again = () => experiments.CreateAsync(name + "2", cancellation: Stop);
        (await again.Should().ThrowAsync<MlflowException>()).Which.Failure.Should().Be(MlflowFailure.AlreadyExists);
        await experiments.RestoreAsync(id, Stop);
        (await experiments.GetAsync(id, Stop)).IsDeleted.Should().BeFalse();
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task A_search_goes_through_all_pages_in_order(string kind)
    {
        await using var server = await ServerUnderTest.StartAsync(kind);
        var (experiments, name) = (server.Client.Experiments, ServerUnderTest.Fresh("paged"));
        foreach (var letter in "cabed")
        {
            var id = await experiments.CreateAsync($"{name}-{letter}", cancellation: Stop);
            if (letter == 'e')
            {
                await experiments.DeleteAsync(id, Stop);
            }
        }

        var filter = $"name LIKE {MlflowFilter.Text(name + "%")}";
        async Task<string> SearchAsync(MlflowView view) => string.Concat(
            await experiments.SearchAsync(filter, ["name DESC"], view, pageSize: 2, Stop).Select(experiment => experiment.Name[^1])
                .ToListAsync(Stop));
        (await SearchAsync(MlflowView.Active)).Should().Be("dcba");
        (await SearchAsync(MlflowView.Deleted)).Should().Be("e");
        (await SearchAsync(MlflowView.All)).Should().Be("edcba");
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task A_tag_is_deleted_and_one_that_is_not_there_is_let_pass(string kind)
    {
        await using var server = await ServerUnderTest.StartAsync(kind);
        var experiments = server.Client.Experiments;
        var id = await experiments.CreateAsync(ServerUnderTest.Fresh("tagged"), [new MlflowTag("a", "1"), new MlflowTag("b", "2")],
            cancellation: Stop);

        await server.NeedsAsync("deleting a tag of an experiment", () => experiments.DeleteTagAsync(id, "a", Stop));
        await experiments.DeleteTagAsync(id, "a", Stop);

        (await experiments.GetAsync(id, Stop)).Tags.Should().Equal(new MlflowTag("b", "2"));
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Datasets_of_runs_are_those_of_the_experiment(string kind)
    {
        await using var server = await ServerUnderTest.StartAsync(kind);
        var run = await server.CreateRunAsync();

        // MLflow keeps a name and digest once, for whichever experiment was first.
        var digest = Guid.NewGuid().ToString("n");
        var dataset = new MlflowDataset("cartpole", digest, "code", """{"class": "CartPole"}""", """{"columns": 4}""");
        await server.Client.Runs.LogInputsAsync(
            run.Info.RunId, [new MlflowDatasetInput(dataset) { Tags = [new MlflowTag("mlflow.data.context", "train")] }], cancellation: Stop);

        var read = (await server.Client.Runs.GetAsync(run.Info.RunId, Stop)).Inputs.DatasetInputs.Should().ContainSingle().Which;
        read.Dataset.Should().BeEquivalentTo(dataset, options => options.Excluding(of => of.Profile));
        read.Tags.Should().Contain(new MlflowTag("mlflow.data.context", "train"));

        IReadOnlyList<MlflowDatasetSummary> found = [];
        await server.NeedsAsync("a search for datasets", async () =>
            found = await server.Client.Experiments.GetDatasetsAsync([run.Info.ExperimentId], Stop));
        found.Should().Equal(new MlflowDatasetSummary(run.Info.ExperimentId, "cartpole", digest, "train"));
    }
}
