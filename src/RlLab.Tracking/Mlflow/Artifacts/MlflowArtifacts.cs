namespace RlLab.Tracking;

/// <summary>The files of runs, logged models and model versions.</summary>
public sealed class MlflowArtifacts
{
    private readonly MlflowConnection _connection;
    private readonly MlflowConnection _registry;

    internal MlflowArtifacts(MlflowConnection connection, MlflowConnection registry) => (_connection, _registry) = (connection, registry);

    /// <summary>The files of a run.</summary>
    /// <param name="run">The run, as <see cref="MlflowRun.Info"/>.</param>
    public MlflowArtifactFolder Of(MlflowRunInfo run) =>
        Open(run.ArtifactUri, () => new ForeignArtifacts(
            _connection, run.ArtifactUri, $"run {run.RunId}",
            (folder, token) => MlflowPath.Of(MlflowPath.Api + "artifacts/list", ("run_id", run.RunId), ("path", folder), ("page_token", token)),
            path => MlflowPath.Of("get-artifact", ("run_uuid", run.RunId), ("path", path))));

    /// <summary>The files of a logged model.</summary>
    /// <param name="model">The model.</param>
    public MlflowArtifactFolder Of(MlflowLoggedModel model)
    {
        var (id, location) = (MlflowPath.Escape(model.Info.ModelId), model.Info.ArtifactUri);
        return Open(location, () => new ForeignArtifacts(
            _connection, location, $"logged model {model.Info.ModelId}",
            (folder, token) => MlflowPath.Of(
                $"{MlflowPath.Api}logged-models/{id}/artifacts/directories", ("artifact_directory_path", folder), ("page_token", token)),
            path => MlflowPath.Of($"{MlflowPath.Ajax}logged-models/{id}/artifacts/files", ("artifact_file_path", path))));
    }

    /// <summary>The files of a version of a registered model, wherever it took them from.</summary>
    /// <param name="version">The version.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public async Task<MlflowArtifactFolder> OfAsync(MlflowModelVersion version, CancellationToken cancellation = default)
    {
        var location = await new MlflowModelVersions(_registry).GetDownloadUriAsync(version.Name, version.Version, cancellation)
            .ConfigureAwait(false);

        // Servers before 3.3 give the logged model and not where its files lie.
        if (location.StartsWith("models:/m-", StringComparison.Ordinal))
        {
            var model = await new MlflowLoggedModels(_connection).GetAsync(location["models:/".Length..], cancellation).ConfigureAwait(false);
            return Of(model);
        }

        return Open(location, () => new ForeignArtifacts(
            _registry, location, $"version {version.Version} of {version.Name}", list: null,
            path => MlflowPath.Of("model-versions/get-artifact", ("name", version.Name), ("version", version.Version), ("path", path))));
    }

    private MlflowArtifactFolder Open(string location, Func<IArtifactStore> otherwise)
    {
        var store = !Uri.TryCreate(location, UriKind.Absolute, out var uri) ? otherwise()
            : IsHandedOn(uri) ? new ProxiedArtifacts(_connection, Uri.UnescapeDataString(uri.AbsolutePath).Trim('/'))
            : uri.IsFile && !uri.IsUnc && _connection.Base.IsLoopback ? new LocalArtifacts(uri.LocalPath)
            : otherwise();
        return new MlflowArtifactFolder(_connection, location, store);
    }

    // It may name the server that hands on, mlflow-artifacts://host:port/path: another's is not asked, nor given this one's password.
    private bool IsHandedOn(Uri uri) => uri.Scheme == "mlflow-artifacts"
        && (uri.Authority.Length == 0 || uri.Authority == _connection.Base.Authority);
}
