using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using RlLab.Tracking.Tests.Servers;

namespace RlLab.Tracking.Tests.Faults;

/// <summary>All that a server has of an experiment, in words that do not depend on its own ids or the order of arrival.</summary>
public static class ServerState
{
    public static async Task<string> ReadAsync(Uri server, string experiment, CancellationToken stop)
    {
        using var client = Clients.Client(server);
        var found = await client.Experiments.FindAsync(experiment, stop);
        if (found is null)
        {
            return "no experiment";
        }

        var runs = new List<MlflowRun>();
        await foreach (var run in client.Runs.SearchAsync([found.ExperimentId], view: MlflowView.All, cancellation: stop))
        {
            runs.Add(run);
        }

        var names = runs.ToDictionary(run => run.Info.RunId, run => Tag(run, "rllab.run"));
        var texts = new List<string>();
        foreach (var run in runs)
        {
            texts.Add(await DescribeAsync(client, run, names, stop));
        }

        var tags = found.Tags.Select(tag => $"{tag.Key} = {tag.Value}").Order(StringComparer.Ordinal);
        return $"{string.Join('\n', tags)}\n{string.Join('\n', texts.Order(StringComparer.Ordinal))}";
    }

    private static async Task<string> DescribeAsync(
        MlflowClient client, MlflowRun run, Dictionary<string, string> names, CancellationToken stop)
    {
        var text = new StringBuilder();
        var info = run.Info;
        text.Append(CultureInfo.InvariantCulture,
            $"{names[info.RunId]} {info.RunName} {info.StartTime:O} {info.Status} {info.EndTime:O} {info.LifecycleStage} {info.UserId}\n");
        foreach (var tag in run.Data.Tags.OrderBy(tag => tag.Key, StringComparer.Ordinal))
        {
            text.Append($"  tag {tag.Key} = {(tag.Key == "mlflow.parentRunId" ? names.GetValueOrDefault(tag.Value, "unknown") : tag.Value)}\n");
        }

        foreach (var parameter in run.Data.Params.OrderBy(parameter => parameter.Key, StringComparer.Ordinal))
        {
            text.Append($"  parameter {parameter.Key} = {parameter.Value}\n");
        }

        foreach (var metric in run.Data.Metrics.Select(metric => metric.Key).Order(StringComparer.Ordinal))
        {
            var points = new List<string>();
            await foreach (var point in client.Metrics.GetHistoryAsync(info.RunId, metric, cancellation: stop))
            {
                points.Add(string.Create(CultureInfo.InvariantCulture, $"{point.Step} {point.Timestamp.ToUnixTimeMilliseconds()} {point.Value:R}"));
            }

            text.Append($"  metric {metric}: {string.Join(", ", points.Order(StringComparer.Ordinal))}\n");
        }

        var files = new List<string>();
        var folder = client.Artifacts.Of(info);
        await foreach (var file in folder.ListAsync(recursive: true, cancellation: stop))
        {
            await using var content = await folder.OpenAsync(file.Path, stop);
            files.Add($"  artifact {file.Path} = {Convert.ToHexString(await SHA256.HashDataAsync(content, stop))}\n");
        }

        text.AppendJoin("", files.Order(StringComparer.Ordinal));
        foreach (var input in run.Inputs.DatasetInputs.OrderBy(input => input.Dataset.Name, StringComparer.Ordinal))
        {
            var (dataset, purpose) = (input.Dataset, string.Join(' ', input.Tags.Select(tag => tag.Value)));
            text.Append($"  input {dataset.Name} {dataset.Digest} {dataset.SourceType} {dataset.Source} {purpose}\n");
        }

        await DescribeModelsAsync(client, run, text, stop);
        return text.ToString();
    }

    private static async Task DescribeModelsAsync(MlflowClient client, MlflowRun run, StringBuilder text, CancellationToken stop)
    {
        var models = new List<string>();
        var made = client.LoggedModels.SearchAsync([run.Info.ExperimentId], $"source_run_id = '{run.Info.RunId}'", cancellation: stop);
        await foreach (var model in made)
        {
            var steps = run.Outputs.ModelOutputs.Where(output => output.ModelId == model.Info.ModelId).Select(output => output.Step);
            var files = new List<string>();
            await foreach (var file in client.Artifacts.Of(model).ListAsync(recursive: true, cancellation: stop))
            {
                files.Add($"{file.Path} {file.FileSize}");
            }

            models.Add($"  model {model.Info.Name} {model.Info.Status} at {string.Join(' ', steps)}: {string.Join(", ", files)}\n");
        }

        text.AppendJoin("", models.Order(StringComparer.Ordinal));
    }

    private static string Tag(MlflowRun run, string name) => run.Data.Tags.Single(tag => tag.Key == name).Value;
}
