using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace RlLab.Tracking.Tests.Servers;

/// <summary>
/// As much of an MLflow 2 server as runs need to arrive, in memory: strict where the real one is, and failing when a test says so.
/// </summary>
public sealed partial class FakeMlflow : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (string Id, bool IsDeleted)> _experiments = [];
    private readonly Dictionary<(string Experiment, string Key), string> _experimentTags = [];
    private readonly Dictionary<string, FakeRun> _runs = [];
    private LocalServer? _server;
    private int _ids;

    /// <summary>What happens to a request instead of success: asked with the number of the request, from 1.</summary>
    public Func<int, HttpContext, Fault> Faults { get; set; } = (_, _) => Fault.None;

    /// <summary>How long each answer takes.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>Refuses a parameter, tag or metric of this name, and the request that it is in.</summary>
    public string? RefusedName { get; set; }

    /// <summary>Method and last part of the path of every request that was served.</summary>
    public List<string> Requests { get; } = [];

    public Uri Address => _server!.Address;

    public MlflowSettings Settings => new(Address) { Retry = new MlflowRetry { Timeout = TimeSpan.FromSeconds(20) } };

    public IReadOnlyCollection<FakeRun> Runs
    {
        get
        {
            lock (_gate)
            {
                return [.. _runs.Values];
            }
        }
    }

    public static async Task<FakeMlflow> StartAsync(int port = 0)
    {
        var fake = new FakeMlflow();
        await fake.ListenAsync(port);
        return fake;
    }

    public async Task ListenAsync(int port) => _server = await LocalServer.StartAsync(AnswerAsync, port);

    /// <summary>Goes away, and keeps what it has.</summary>
    public async Task HangUpAsync()
    {
        await _server!.DisposeAsync();
    }

    public void Delete(FakeRun run)
    {
        lock (_gate)
        {
            run.IsDeleted = true;
        }
    }

    public void AddExperiment(string name, bool isDeleted)
    {
        lock (_gate)
        {
            _experiments.Add(name, ($"{++_ids}", isDeleted));
        }
    }

    public void Wipe()
    {
        lock (_gate)
        {
            _runs.Clear();
            _experiments.Clear();
        }
    }

    /// <summary>All that the server has, in words that do not depend on its own ids or the order of arrival.</summary>
    public string Snapshot()
    {
        lock (_gate)
        {
            var names = _runs.Values.ToDictionary(run => run.Id, run => run.Tags["rllab.run"]);
            return string.Join("\n", _runs.Values.Select(run => run.Describe(names)).Order(StringComparer.Ordinal));
        }
    }

    public async ValueTask DisposeAsync() => await _server!.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var body = await LocalServer.BodyAsync(context);
        if (context.Request.Headers.TransferEncoding.Count > 0)
        {
            body = [];
        }

        int number;
        lock (_gate)
        {
            Requests.Add($"{context.Request.Method} {LocalServer.RawPath(context).Split('/')[^1]}");
            number = Requests.Count;
        }

        await Task.Delay(Delay);
        var fault = Faults(number, context);
        switch (fault)
        {
            case Fault.Busy:
                await LocalServer.AnswerAsync(context, 503, "text/html", "<h1>Service Unavailable</h1>");
                return;
            case Fault.Hang:
                await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
                return;
            case Fault.LoseRequest:
                context.Abort();
                return;
        }

        if (LocalServer.RawPath(context) == "/version")
        {
            await LocalServer.AnswerAsync(context, 200, "text/plain", "2.22.0");
            return;
        }

        var (status, json) = Serve(context, body);
        if (fault == Fault.LoseAnswer)
        {
            context.Abort();
            return;
        }

        await LocalServer.AnswerAsync(context, status, "application/json", json.ToJsonString());
    }

    private (int Status, JsonNode Answer) Serve(HttpContext context, byte[] body)
    {
        lock (_gate)
        {
            var path = LocalServer.RawPath(context);
            if (context.Request.Method == "PUT")
            {
                return PutArtifact(path, body);
            }

            var json = body.Length > 0 ? JsonNode.Parse(body)!.AsObject() : [];
            return path["/api/2.0/mlflow/".Length..] switch
            {
                "experiments/get" => GetExperiment(_experiments
                    .FirstOrDefault(known => known.Value.Id == context.Request.Query["experiment_id"]).Key ?? "none"),
                "experiments/get-by-name" => GetExperiment(context.Request.Query["experiment_name"]!),
                "experiments/create" => CreateExperiment(json),
                "experiments/set-experiment-tag" => TagExperiment((string)json["experiment_id"]!, [json]),
                "runs/set-tag" => WithActiveRun((string)json["run_id"]!, run => SetTag(run, json)),
                "runs/delete-tag" => WithActiveRun((string)json["run_id"]!, run => run.Tags.Remove((string)json["key"]!)
                    ? (200, new JsonObject()) : (404, Error("RESOURCE_DOES_NOT_EXIST", "No tag with name"))),
                "runs/search" => Search(json),
                "runs/create" => CreateRun(json),
                "runs/get" => WithRun(context.Request.Query["run_id"]!, run => (200, new JsonObject { ["run"] = run.ToJson() })),
                "metrics/get-history" => WithRun(context.Request.Query["run_id"]!,
                    run => GetHistory(run, context.Request.Query["metric_key"]!)),
                "runs/log-batch" => WithActiveRun((string)json["run_id"]!, run => LogBatch(run, json)),
                "runs/log-inputs" => WithActiveRun((string)json["run_id"]!, run => LogInputs(run, json)),
                "runs/update" => WithActiveRun((string)json["run_id"]!, run => Update(run, json)),
                _ => (404, Error("ENDPOINT_NOT_FOUND", path)),
            };
        }
    }

    private (int, JsonNode) GetExperiment(string name) => _experiments.TryGetValue(name, out var experiment)
        ? (200, new JsonObject
        {
            ["experiment"] = new JsonObject
            {
                ["experiment_id"] = experiment.Id,
                ["name"] = name,
                ["artifact_location"] = $"mlflow-artifacts:/{experiment.Id}",
                ["lifecycle_stage"] = experiment.IsDeleted ? "deleted" : "active",
                ["tags"] = new JsonArray([.. _experimentTags.Where(tag => tag.Key.Experiment == experiment.Id)
                    .Select(tag => new JsonObject { ["key"] = tag.Key.Key, ["value"] = tag.Value })]),
            },
        })
        : (404, Error("RESOURCE_DOES_NOT_EXIST", $"Could not find experiment with name '{name}'"));

    private (int, JsonNode) CreateExperiment(JsonObject json)
    {
        var name = (string)json["name"]!;
        if (!_experiments.TryAdd(name, ($"{++_ids}", false)))
        {
            return (400, Error("RESOURCE_ALREADY_EXISTS", $"Experiment(name={name}) already exists."));
        }

        TagExperiment(_experiments[name].Id, Items(json, "tags"));
        return (200, new JsonObject { ["experiment_id"] = _experiments[name].Id });
    }

    private (int, JsonNode) TagExperiment(string experiment, IEnumerable<JsonObject> tags)
    {
        foreach (var tag in tags)
        {
            _experimentTags[(experiment, (string)tag["key"]!)] = (string)tag["value"]!;
        }

        return (200, new JsonObject());
    }

    private static (int, JsonNode) SetTag(FakeRun run, JsonObject json)
    {
        run.Tags[(string)json["key"]!] = (string)json["value"]!;
        return (200, new JsonObject());
    }

    private (int, JsonNode) CreateRun(JsonObject json)
    {
        var experiment = (string)json["experiment_id"]!;
        if (_experiments.Values.All(known => known.Id != experiment))
        {
            return (404, Error("RESOURCE_DOES_NOT_EXIST", $"No Experiment with id={experiment} exists"));
        }

        var run = new FakeRun($"{++_ids:x32}", experiment, (string)json["run_name"]!, (long)json["start_time"]!);
        foreach (var tag in json["tags"]!.AsArray())
        {
            run.Tags[(string)tag!["key"]!] = (string)tag["value"]!;
        }

        _runs.Add(run.Id, run);
        return (200, new JsonObject { ["run"] = run.ToJson() });
    }

    private (int, JsonNode) Search(JsonObject json)
    {
        var id = TagFilter().Match((string)json["filter"]!).Groups[1].Value;
        id.Should().NotBeEmpty("the fake understands only a search by RlLab's own tag");
        var found = _runs.Values
            .Where(run => run.Tags["rllab.run"] == id
                && json["experiment_ids"]!.AsArray().Any(experiment => (string)experiment! == run.Experiment));
        return (200, new JsonObject { ["runs"] = new JsonArray([.. found.Select(run => run.ToJson())]) });
    }

    private (int, JsonNode) LogBatch(FakeRun run, JsonObject json)
    {
        var (metrics, parameters, tags) = (Items(json, "metrics"), Items(json, "params"), Items(json, "tags"));
        if (metrics.Count > 1000 || parameters.Count > 100 || tags.Count > 100
            || metrics.Count + parameters.Count + tags.Count > 1000)
        {
            return (400, Error("INVALID_PARAMETER_VALUE", "A batch logging request can contain at most so many."));
        }

        if (metrics.Concat(parameters).Concat(tags).Any(item => (string)item["key"]! == RefusedName))
        {
            return (400, Error("INVALID_PARAMETER_VALUE", $"'{RefusedName}' is not wanted here"));
        }

        foreach (var item in parameters)
        {
            var (key, value) = ((string)item["key"]!, (string)item["value"]!);
            if (run.Parameters.TryGetValue(key, out var old) && old != value)
            {
                return (400, Error("INVALID_PARAMETER_VALUE", $"Changing param values is not allowed. Param with key='{key}' "
                    + "was already logged"));
            }
        }

        // Real servers (MLflow 2.21 and 3.6) do not recognise a NaN that they have, and their database refuses it.
        var points = metrics.Select(item => string.Create(
            CultureInfo.InvariantCulture, $"{(string)item["key"]!} {(long)item["step"]!} {(long)item["timestamp"]!} "
                + $"{item["value"]!.ToJsonString()}")).ToList();
        var notNumbers = points.Where(point => point.EndsWith(" \"NaN\"", StringComparison.Ordinal)).ToList();
        if (notNumbers.Distinct().Count() < notNumbers.Count || notNumbers.Any(run.Points.Contains))
        {
            return (400, Error("BAD_REQUEST", "UNIQUE constraint failed"));
        }

        parameters.ForEach(item => run.Parameters[(string)item["key"]!] = (string)item["value"]!);
        tags.ForEach(item => run.Tags[(string)item["key"]!] = (string)item["value"]!);
        run.Points.UnionWith(points);
        return (200, new JsonObject());
    }

    private static (int, JsonNode) LogInputs(FakeRun run, JsonObject json)
    {
        foreach (var dataset in Items(json, "datasets").Select(input => input["dataset"]!))
        {
            run.Inputs.Add($"{(string)dataset["name"]!} {(string)dataset["digest"]!} {(string)dataset["source_type"]!}");
        }

        return (200, new JsonObject());
    }

    private static (int, JsonNode) GetHistory(FakeRun run, string key) => (200, new JsonObject
    {
        ["metrics"] = new JsonArray([.. run.Points
            .Where(point => point.StartsWith(key + " ", StringComparison.Ordinal))
            .Select(point => point[(key.Length + 1)..].Split(' '))
            .Select(point => new JsonObject
            {
                ["key"] = key,
                ["step"] = long.Parse(point[0], CultureInfo.InvariantCulture),
                ["timestamp"] = long.Parse(point[1], CultureInfo.InvariantCulture),
                ["value"] = JsonNode.Parse(point[2]),
            })]),
    });

    private static (int, JsonNode) Update(FakeRun run, JsonObject json)
    {
        run.Status = (string?)json["status"] ?? run.Status;
        run.EndTime = (long?)json["end_time"] ?? run.EndTime;
        return (200, new JsonObject { ["run_info"] = run.ToJson()["info"]!.DeepClone() });
    }

    private (int, JsonNode) PutArtifact(string path, byte[] body)
    {
        var parts = Uri.UnescapeDataString(path).Split('/', 8);
        _runs[parts[6]].Artifacts[parts[7]["artifacts/".Length..]] = Encoding.UTF8.GetString(body);
        return (200, new JsonObject());
    }

    private (int, JsonNode) WithActiveRun(string id, Func<FakeRun, (int, JsonNode)> serve) => WithRun(id, run => run.IsDeleted
        ? (400, Error("INVALID_PARAMETER_VALUE", $"The run {id} must be in the 'active' state. Current state is deleted."))
        : serve(run));

    private (int, JsonNode) WithRun(string id, Func<FakeRun, (int, JsonNode)> serve) => _runs.TryGetValue(id, out var run)
        ? serve(run)
        : (404, Error("RESOURCE_DOES_NOT_EXIST", $"Run with id={id} not found"));

    private static List<JsonObject> Items(JsonObject json, string name) =>
        [.. json[name]?.AsArray().Select(item => item!.AsObject()) ?? []];

    private static JsonObject Error(string code, string message) => new() { ["error_code"] = code, ["message"] = message };

    [GeneratedRegex(@"^tags\.rllab\.run = '([0-9a-f]{32})'$")]
    private static partial Regex TagFilter();
}

/// <summary>What happens to a request.</summary>
public enum Fault
{
    None,

    /// <summary>503, nothing stored.</summary>
    Busy,

    /// <summary>The connection breaks before anything is stored.</summary>
    LoseRequest,

    /// <summary>Everything is stored and the connection breaks before the answer.</summary>
    LoseAnswer,

    /// <summary>No answer comes.</summary>
    Hang,
}
