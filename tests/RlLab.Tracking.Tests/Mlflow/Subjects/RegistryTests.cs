using System.Text;

namespace RlLab.Tracking.Tests.Mlflow.Subjects;

public sealed class RegistryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Servers => ServerUnderTest.All;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task A_model_is_created_described_tagged_renamed_and_deleted(string kind)
    {
        await using var server = await ServerUnderTest.StartAsync(kind);
        var (models, name) = (server.Client.RegisteredModels, ServerUnderTest.Fresh("policy"));

        await models.CreateAsync(name, "first", [new MlflowTag("a", "1")], Stop);
        await models.DescribeAsync(name, "second", Stop);
        await models.SetTagAsync(name, "b", "2", Stop);
        await models.DeleteTagAsync(name, "a", Stop);
        var model = await models.RenameAsync(name, name + "-2", Stop);

        (model.Name, (await models.GetAsync(name + "-2", Stop)).Description).Should().Be((name + "-2", "second"));
        (await models.GetAsync(name + "-2", Stop)).Tags.Should().Equal(new MlflowTag("b", "2"));
        (await models.SearchAsync($"name = {MlflowFilter.Text(name + "-2")}", cancellation: Stop).SingleAsync(Stop)).Name.Should().Be(name + "-2");
        await models.DeleteAsync(name + "-2", Stop);
        var get = () => models.GetAsync(name + "-2", Stop);
        (await get.Should().ThrowAsync<MlflowException>()).Which.Failure.Should().Be(MlflowFailure.NotFound);
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task A_version_has_stages_aliases_tags_and_files(string kind)
    {
        await using var server = await ServerUnderTest.StartAsync(kind);
        var (client, name) = (server.Client, ServerUnderTest.Fresh("policy"));
        var versions = client.ModelVersions;
        var run = (await server.CreateRunAsync()).Info;
        await client.Artifacts.Of(run).UploadAsync("model/weights.bin", new MemoryStream("abc"u8.ToArray()), Stop);
        await client.RegisteredModels.CreateAsync(name, cancellation: Stop);

        var first = await versions.CreateAsync(name, run.ArtifactUri + "/model", run.RunId, description: "one", cancellation: Stop);
        var second = await versions.CreateAsync(name, run.ArtifactUri + "/model", run.RunId, tags: [new MlflowTag("a", "1")], cancellation: Stop);
        (first.Version, second.Version, second.Status).Should().Be((1, 2, MlflowModelVersionStatus.Ready));
        await versions.DescribeAsync(name, 2, "two", Stop);
        await versions.SetTagAsync(name, 2, "b", "2", Stop);
        await versions.DeleteTagAsync(name, 2, "a", Stop);
        await versions.SetStageAsync(name, 1, MlflowStage.Production, cancellation: Stop);
        await versions.SetStageAsync(name, 2, MlflowStage.Production, archiveExisting: true, Stop);
        await client.RegisteredModels.SetAliasAsync(name, "champion", 2, Stop);

        var champion = await versions.GetByAliasAsync(name, "champion", Stop);
        champion.Should().Match<MlflowModelVersion>(version => version.Version == 2 && version.Description == "two" && version.RunId == run.RunId
            && version.CurrentStage == MlflowStage.Production);
        champion.Tags.Should().Equal(new MlflowTag("b", "2"));
        (await versions.GetAsync(name, 1, Stop)).CurrentStage.Should().Be(MlflowStage.Archived);
        (await versions.GetLatestAsync(name, [MlflowStage.Production], Stop)).Should().ContainSingle().Which.Version.Should().Be(2);
        (await client.RegisteredModels.GetAsync(name, Stop)).Aliases.Should().Equal(new MlflowModelAlias("champion", 2));
        (await versions.SearchAsync($"name = '{name}'", ["version_number ASC"], pageSize: 1, Stop).Select(version => version.Version)
            .ToListAsync(Stop))
            .Should().Equal(1, 2);

        await (await client.Artifacts.OfAsync(champion, Stop)).DownloadFolderAsync(null, _folder.File("down"), Stop);
        File.ReadAllText(_folder.File("down/weights.bin")).Should().Be("abc");

        await client.RegisteredModels.DeleteAliasAsync(name, "champion", Stop);
        await versions.DeleteAsync(name, 2, Stop);
        (await client.RegisteredModels.GetAsync(name, Stop)).Aliases.Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task A_version_of_a_logged_model_has_its_files(string kind)
    {
        await using var server = await ServerUnderTest.StartAsync(kind);
        await server.NeedsLoggedModelsAsync();
        var (client, name) = (server.Client, ServerUnderTest.Fresh("policy"));
        var run = (await server.CreateRunAsync()).Info;
        var model = await client.LoggedModels.CreateAsync(run.ExperimentId, "agent", run.RunId, cancellation: Stop);
        await client.Artifacts.Of(model).UploadAsync("weights.bin", new MemoryStream("abc"u8.ToArray()), Stop);
        await client.LoggedModels.FinishAsync(model.Info.ModelId, cancellation: Stop);
        await client.RegisteredModels.CreateAsync(name, cancellation: Stop);

        var version = await client.ModelVersions.CreateAsync(
            name, $"models:/{model.Info.ModelId}", run.RunId, model.Info.ModelId, cancellation: Stop);

        using var reader = new StreamReader(await (await client.Artifacts.OfAsync(version, Stop)).OpenAsync("weights.bin", Stop), Encoding.UTF8);
        (await reader.ReadToEndAsync(Stop)).Should().Be("abc");
    }
}
