namespace RlLab.Tracking;

/// <summary>One server as the place where runs arrive: knows its experiments, finds runs before it creates them.</summary>
internal sealed class ShippingDestination(MlflowClient client, string name)
{
    /// <summary>The tag by which a run is found again.</summary>
    public const string RunTag = "rllab.run";

    private readonly Dictionary<string, string> _experiments = [];

    public MlflowClient Client => client;

    public string Name => name;

    /// <summary>Called when something got through, or when something begins that may take this much longer.</summary>
    public Action<TimeSpan> Progressed { get; set; } = _ => { };

    /// <summary>Forgets what it knows about the server, as when that has been emptied.</summary>
    public void Forget() => _experiments.Clear();

    /// <summary>The server's id of an experiment, which is created if need be.</summary>
    public async Task<string> GetExperimentAsync(string experiment, CancellationToken cancellation)
    {
        experiment = client.Settings.ExperimentName ?? experiment;
        if (_experiments.TryGetValue(experiment, out var id))
        {
            return id;
        }

        var found = await client.FindExperimentAsync(experiment, cancellation).ConfigureAwait(false);
        if (found is null)
        {
            try
            {
                id = await client.CreateExperimentAsync(experiment, cancellation).ConfigureAwait(false);
            }
            catch (MlflowException error) when (error.Failure == MlflowFailure.AlreadyExists)
            {
                // Another process was faster.
                found = await client.FindExperimentAsync(experiment, cancellation).ConfigureAwait(false);
            }
        }

        if (found is { IsDeleted: true })
        {
            throw new ShipmentRefusedException($"The experiment '{experiment}' is deleted on {client.Settings.Address}. Restore it there, or name another with MLFLOW_EXPERIMENT_NAME, and sync.");
        }

        return _experiments[experiment] = id ?? found!.ExperimentId;
    }

    /// <summary>Finds a run by RlLab's own id, also a deleted one; null if the server has none.</summary>
    public async Task<MlflowRun?> FindRunAsync(string experimentId, string id, CancellationToken cancellation)
    {
        var runs = client.SearchRunsAsync([experimentId], $"tags.{RunTag} = '{id}'", viewType: "ALL", pageSize: 10, cancellation: cancellation);
        MlflowRun? found = null;
        await foreach (var run in runs.ConfigureAwait(false))
        {
            if (found is null || found.Info.IsDeleted)
            {
                found = run;
            }
        }

        return found;
    }

    /// <summary>Creates a run, nested under another of the server's runs if one is given.</summary>
    public Task<MlflowRun> CreateRunAsync(string experimentId, RunHeader header, string? parent, CancellationToken cancellation)
    {
        var tags = new Dictionary<string, string>(header.Tags) { [RunTag] = header.Id };
        Add("rllab.seed", header.Seed?.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Add("rllab.parent", header.ParentId);
        Add("mlflow.parentRunId", parent);
        return client.CreateRunAsync(
            experimentId, header.StartTime.ToUnixTimeMilliseconds(), header.Name, header.Tags.GetValueOrDefault("mlflow.user"),
            [.. tags.Where(tag => tag.Key != "mlflow.runName").Select(tag => new MlflowTag(tag.Key, tag.Value))], cancellation);

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                tags[name] = value;
            }
        }
    }
}
