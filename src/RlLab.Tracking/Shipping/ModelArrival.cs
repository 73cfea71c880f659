namespace RlLab.Tracking;

/// <summary>A checkpoint's way to a server as a logged model (MLflow 3): the one of this content is found there, or created.</summary>
/// <param name="destination">The server.</param>
/// <param name="run">The run that made it, as the server has it.</param>
internal sealed class ModelArrival(ShippingDestination destination, MlflowRunInfo run)
{
    /// <summary>Where checkpoints lie among a run's artifacts.</summary>
    public const string Folder = "checkpoints/";

    private const string DigestTag = "rllab.sha256";

    /// <summary>Sends a checkpoint.</summary>
    /// <param name="checkpoint">The artifact.</param>
    /// <param name="file">Its file here.</param>
    /// <param name="step">The step that it is of.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="MlflowException">Something went wrong; an older server says <see cref="MlflowFailure.Unsupported"/>.</exception>
    public async Task SendAsync(ArtifactKept checkpoint, string file, long step, CancellationToken cancellation)
    {
        var models = destination.Client.LoggedModels;
        var (model, _) = await destination.Persistence.CreateAsync(
            () => FindAsync(checkpoint, cancellation), () => CreateAsync(checkpoint, cancellation), mayBeThere: true, cancellation)
                .ConfigureAwait(false);
        if (model.Info.Status != MlflowLoggedModelStatus.Ready)
        {
            await destination.Client.Artifacts.Of(model).UploadAsync(Path.GetFileName(checkpoint.Path), file, cancellation).ConfigureAwait(false);
            await models.FinishAsync(model.Info.ModelId, cancellation: cancellation).ConfigureAwait(false);
        }

        try
        {
            await destination.Client.Runs.LogOutputsAsync(run.RunId, [new MlflowModelOutput(model.Info.ModelId, step)], cancellation)
                .ConfigureAwait(false);
        }
        catch (MlflowException error) when (error.Failure is MlflowFailure.Refused or MlflowFailure.AlreadyExists)
        {
            // The server has that already, and takes it only once.
        }
    }

    private async Task<MlflowLoggedModel?> FindAsync(ArtifactKept checkpoint, CancellationToken cancellation)
    {
        var known = destination.Client.LoggedModels.SearchAsync([run.ExperimentId], $"source_run_id = '{run.RunId}'", cancellation: cancellation);
        await foreach (var model in known.ConfigureAwait(false))
        {
            if (model.Info.Name == NameOf(checkpoint.Path) && model.Info.Tags.Contains(new MlflowTag(DigestTag, checkpoint.Digest)))
            {
                return model;
            }
        }

        return null;
    }

    private Task<MlflowLoggedModel> CreateAsync(ArtifactKept checkpoint, CancellationToken cancellation) =>
        destination.Client.LoggedModels.CreateAsync(
            run.ExperimentId, NameOf(checkpoint.Path), run.RunId, "rllab.checkpoint", tags: [new MlflowTag(DigestTag, checkpoint.Digest)],
            cancellation: cancellation);

    /// <summary>A model's name, in which MLflow takes no slash, colon, dot, percent sign or quotation mark.</summary>
    private static string NameOf(string path) => Path.ChangeExtension(path[Folder.Length..], null).Replace('/', '-').Replace('.', '-');
}
