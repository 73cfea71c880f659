namespace RlLab.Tracking.Samples;

/// <summary>What src/RlLab.Tracking/Mlflow/README.md shows, line by line; compiled and run as it stands there.</summary>
public static class Samples
{
    public static MlflowClient Connect(string home)
    {
        var settings = MlflowSettings.Read(Environment.GetEnvironmentVariable, home)
            ?? new MlflowSettings(new Uri("http://localhost:5000")) { Token = "..." };
        var client = new MlflowClient(settings);
        return client;
    }

    /// <summary>Runs all of them on one server.</summary>
    public static async Task RunAsync(MlflowClient client, string name, string folder)
    {
        var experiment = await ExperimentsAsync(client, name);
        var run = await RunsAsync(client, experiment);
        await LogAsync(client, run.Info.RunId);
        await MetricsAsync(client, run.Info.RunId);
        await SearchAsync(client, experiment);
        await ArtifactsAsync(client, run, folder);
        await InputsAsync(client, run.Info.RunId);
        await LoggedModelsAsync(client, run, folder);
        await RegistryAsync(client, run, name, folder);
        await FailuresAsync(client, name);
    }

    private static async Task<string> ExperimentsAsync(MlflowClient client, string name)
    {
        var experiment = await client.Experiments.CreateAsync(name, [new MlflowTag("team", "rl")]);
        await client.Experiments.SetTagAsync(experiment, "mlflow.note.content", "How fast does it learn?");
        await foreach (var found in client.Experiments.SearchAsync("name LIKE 'cartpole%'", ["name ASC"]))
        {
            Console.WriteLine($"{found.ExperimentId} {found.Name}, created {found.CreationTime:d}");
        }

        return experiment;
    }

    private static async Task<MlflowRun> RunsAsync(MlflowClient client, string experiment)
    {
        var run = await client.Runs.CreateAsync(experiment, "first try", tags: [new MlflowTag("mlflow.source.name", "train.cs")]);
        var seed = await client.Runs.CreateAsync(experiment, "seed 0", tags: [new MlflowTag("mlflow.parentRunId", run.Info.RunId)]);
        await client.Runs.UpdateAsync(seed.Info.RunId, MlflowRunStatus.Finished, DateTimeOffset.UtcNow);
        await client.Runs.DeleteAsync(seed.Info.RunId);
        await client.Runs.RestoreAsync(seed.Info.RunId);
        return run;
    }

    private static async Task LogAsync(MlflowClient client, string runId)
    {
        await client.Runs.LogParameterAsync(runId, "learning rate", "0.001");
        await client.Runs.LogMetricAsync(runId, "train/return", 21.5, step: 100);
        var points = Enumerable.Range(0, 5000).Select(step => new MlflowMetric("train/loss", 1.0 / (step + 1), DateTimeOffset.UtcNow, step));
        await client.Runs.LogBatchAsync(runId, [.. points], [new MlflowParameter("hidden", "32")], [new MlflowTag("colour", "blue")]);
        await client.Runs.DeleteTagAsync(runId, "colour");
    }

    private static async Task MetricsAsync(MlflowClient client, string runId)
    {
        var best = await client.Metrics.GetHistoryAsync(runId, "train/loss").MinByAsync(point => point.Value);
        var whole = await client.Metrics.GetHistoriesAsync([runId], "train/loss").CountAsync();
        var sample = await client.Metrics.SampleAsync([runId], "train/loss", points: 200, startStep: 0, endStep: 1000);
        Console.WriteLine($"the best of {whole} is at step {best.Step}; {sample.Count} points to draw");
    }

    private static async Task SearchAsync(MlflowClient client, string experiment)
    {
        var filter = $"params.{MlflowFilter.Name("learning rate")} = {MlflowFilter.Text("0.001")} "
            + $"AND metrics.{MlflowFilter.Name("train/return")} > 20";
        await foreach (var run in client.Runs.SearchAsync([experiment], filter, ["attributes.start_time DESC"], MlflowView.All))
        {
            Console.WriteLine($"{run.Info.RunName}: {run.Info.Status}, {run.Data.Metrics.Count} metrics, {run.Data.Params.Count} parameters");
        }
    }

    private static async Task ArtifactsAsync(MlflowClient client, MlflowRun run, string folder)
    {
        var files = client.Artifacts.Of(run.Info);
        await files.UploadFolderAsync("checkpoints", Path.Combine(folder, "checkpoints"));
        await using var content = await files.OpenAsync("checkpoints/last.bin");
        var kept = await files.ListAsync(recursive: true).Select(file => file.FileSize).SumAsync();
        await files.DownloadFolderAsync("checkpoints", Path.Combine(folder, "down"));
        Console.WriteLine($"{kept} bytes in {files.Location}");
    }

    private static async Task InputsAsync(MlflowClient client, string runId)
    {
        var world = new MlflowDataset("CartPole", Digest: "v1", SourceType: "code", Source: """{"class": "RlLab.Environments.CartPole"}""");
        var input = new MlflowDatasetInput(world) { Tags = [new MlflowTag("mlflow.data.context", "train")] };
        await client.Runs.LogInputsAsync(runId, [input]);
        var run = await client.Runs.GetAsync(runId);
        Console.WriteLine(run.Inputs.DatasetInputs[0].Dataset.Name);
    }

    private static async Task LoggedModelsAsync(MlflowClient client, MlflowRun run, string folder)
    {
        var model = await client.LoggedModels.CreateAsync(run.Info.ExperimentId, "policy", run.Info.RunId, "actor-critic");
        await client.Artifacts.Of(model).UploadFolderAsync(null, Path.Combine(folder, "checkpoints"));
        await client.LoggedModels.FinishAsync(model.Info.ModelId);
        await client.Runs.LogOutputsAsync(run.Info.RunId, [new MlflowModelOutput(model.Info.ModelId, 100)]);
        await client.Runs.LogMetricAsync(run.Info.RunId, new("eval/return", 487, DateTimeOffset.UtcNow, 100) { ModelId = model.Info.ModelId });
    }

    private static async Task RegistryAsync(MlflowClient client, MlflowRun run, string name, string folder)
    {
        await client.RegisteredModels.CreateAsync(name, "Balances the pole.");
        var version = await client.ModelVersions.CreateAsync(name, $"{run.Info.ArtifactUri}/checkpoints", run.Info.RunId);
        await client.RegisteredModels.SetAliasAsync(name, "champion", version.Version);
        var champion = await client.ModelVersions.GetByAliasAsync(name, "champion");
        await (await client.Artifacts.OfAsync(champion)).DownloadFolderAsync(null, Path.Combine(folder, "champion"));
    }

    private static async Task FailuresAsync(MlflowClient client, string name)
    {
        try
        {
            await client.Experiments.CreateAsync(name);
        }
        catch (MlflowException error) when (error.Failure == MlflowFailure.AlreadyExists)
        {
            Console.WriteLine($"{error.Message} (HTTP {error.Status}, {error.ErrorCode}; worth another try: {error.IsTransient})");
        }
    }
}
