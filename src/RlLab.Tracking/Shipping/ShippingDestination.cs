namespace RlLab.Tracking;

/// <summary>One server as the place where runs arrive: knows its experiments, finds runs before it creates them.</summary>
/// <param name="client">Talks to it; repeats as <paramref name="persistence"/> says.</param>
/// <param name="name">What it is called in the notes of what was sent.</param>
/// <param name="persistence">How often and how patiently what creates something is repeated.</param>
internal sealed class ShippingDestination(MlflowClient client, string name, Persistence persistence)
{
    /// <summary>The tag by which a run is found again.</summary>
    public const string RunTag = "rllab.run";

    /// <summary>The tag by which a server nests a run under another: its own id of that.</summary>
    public const string ParentTag = "mlflow.parentRunId";

    private const string DescriptionTag = "mlflow.note.content";

    /// <summary>What MLflow keeps of a tag.</summary>
    private const int LongestTag = 5_000;

    private readonly Dictionary<string, (string Id, bool IsDescribed)> _experiments = [];

    public MlflowClient Client => client;

    public string Name => name;

    public Persistence Persistence => persistence;

    /// <summary>How often the server took something.</summary>
    public long Acknowledged { get; private set; }

    /// <summary>Notes that the server took something.</summary>
    public void Acknowledge() => Acknowledged++;

    /// <summary>Forgets what it knows about the server, as when that has been emptied.</summary>
    public void Forget() => _experiments.Clear();

    /// <summary>The server's id of the experiment that a run goes to, which is created and described if need be.</summary>
    public async Task<string> GetExperimentAsync(RunHeader header, CancellationToken cancellation)
    {
        var experiment = client.Settings.ExperimentId ?? client.Settings.ExperimentName ?? header.Experiment;

        // An experiment that was named by hand takes runs of whichever class, so no class describes it.
        var description = experiment == header.Experiment ? Shortened(header.ExperimentSummary) : null;
        if (!_experiments.TryGetValue(experiment, out var known) || (description is not null && !known.IsDescribed))
        {
            var found = client.Settings.ExperimentId is null
                ? await FindOrCreateExperimentAsync(experiment, description, cancellation).ConfigureAwait(false)
                : await FindExperimentAsync(experiment, cancellation).ConfigureAwait(false);
            _experiments[experiment] = known = (found, description is not null);
        }

        return known.Id;
    }

    /// <summary>Finds a run by RlLab's own id, also a deleted one; null if the server has none.</summary>
    public async Task<MlflowRun?> FindRunAsync(string experimentId, string id, CancellationToken cancellation)
    {
        var runs = client.Runs.SearchAsync(
            [experimentId], $"tags.{RunTag} = {MlflowFilter.Text(id)}", view: MlflowView.All, pageSize: 10, cancellation: cancellation);
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
        Add(ParentTag, parent);
        return client.Runs.CreateAsync(
            experimentId, header.Name, header.StartTime, header.Tags.GetValueOrDefault("mlflow.user"),
            [.. tags.Where(tag => tag.Key != "mlflow.runName").Select(tag => new MlflowTag(tag.Key, tag.Value))], cancellation);

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                tags[name] = value;
            }
        }
    }

    private async Task<string> FindOrCreateExperimentAsync(string name, string? description, CancellationToken cancellation)
    {
        MlflowTag[]? tags = description is null ? null : [new MlflowTag(DescriptionTag, description)];
        var (experiment, isNew) = await persistence.CreateAsync(
            () => client.Experiments.FindAsync(name, cancellation),
            async () => new MlflowExperiment(
                await client.Experiments.CreateAsync(name, tags, cancellation: cancellation).ConfigureAwait(false), name, "", "active"),
            mayBeThere: true,
            cancellation).ConfigureAwait(false);
        var id = Active(experiment);
        if (!isNew && description is not null && experiment.Tags.All(tag => tag.Key != DescriptionTag))
        {
            await DescribeAsync(id, description, cancellation).ConfigureAwait(false);
        }

        return id;
    }

    private async Task DescribeAsync(string experimentId, string description, CancellationToken cancellation)
    {
        try
        {
            await client.Experiments.SetTagAsync(experimentId, DescriptionTag, description, cancellation).ConfigureAwait(false);
        }
        catch (MlflowException error) when (!error.IsTransient)
        {
            // Whoever may log runs may not be allowed to change the experiment; the runs matter more than a sentence about them.
        }
    }

    private static string? Shortened(string? summary) =>
        string.IsNullOrWhiteSpace(summary) ? null : summary.Length <= LongestTag ? summary : summary[..LongestTag];

    private async Task<string> FindExperimentAsync(string id, CancellationToken cancellation)
    {
        try
        {
            return Active(await client.Experiments.GetAsync(id, cancellation).ConfigureAwait(false));
        }
        catch (MlflowException error) when (error.IsAboutTheRequest)
        {
            throw new ShipmentRefusedException($"MLFLOW_EXPERIMENT_ID is '{id}', and {client.Settings.Address} has no such "
                + "experiment. Name one that it has, or unset it, and sync.");
        }
    }

    private string Active(MlflowExperiment experiment) => experiment.IsDeleted
        ? throw new ShipmentRefusedException($"The experiment '{experiment.Name}' is deleted on {client.Settings.Address}. "
            + "Restore it there, or name another with MLFLOW_EXPERIMENT_NAME, and sync.")
        : experiment.ExperimentId;
}
