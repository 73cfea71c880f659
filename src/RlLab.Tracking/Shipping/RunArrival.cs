namespace RlLab.Tracking;

/// <summary>A run's beginning on a server: it is found there, or created.</summary>
/// <param name="destination">The server.</param>
/// <param name="header">What the run is.</param>
/// <param name="parent">A run's arrival by RlLab's own id of it.</param>
internal sealed class RunArrival(ShippingDestination destination, RunHeader header, Func<string, Task<ArrivedParent>> parent)
{
    /// <summary>The run as the server has it now.</summary>
    /// <param name="known">The server's id of it from an earlier time; null if it has none that is known of.</param>
    /// <param name="isUnsent">Whether nothing of it was ever sent there, as far as its folder tells.</param>
    /// <param name="lost">Called when the server knows that id no more, before the run is begun again.</param>
    /// <param name="cancellation">Ends the waiting for the server.</param>
    public async Task<(MlflowRun Run, bool IsNew)> FindOrCreateAsync(
        string? known, bool isUnsent, Action lost, CancellationToken cancellation)
    {
        if (known is not null)
        {
            if (await GetAsync(known, cancellation).ConfigureAwait(false) is { } kept)
            {
                await NestAsync(kept, cancellation).ConfigureAwait(false);
                return (kept, false);
            }

            lost();
        }

        var experiment = await destination.GetExperimentAsync(header, cancellation).ConfigureAwait(false);
        var parentRun = header.ParentId is { } parentId ? await parent(parentId).ConfigureAwait(false) : default;

        // No run can have been there before its parent, which was created just now: a sweep's runs need not be looked for.
        var (run, isNew) = await destination.Persistence.CreateAsync(
            () => destination.FindRunAsync(experiment, header.Id, cancellation),
            () => destination.CreateRunAsync(experiment, header, parentRun.RunId, cancellation),
            mayBeThere: known is not null || !parentRun.IsNew || !isUnsent,
            cancellation).ConfigureAwait(false);
        if (!isNew)
        {
            await NestAsync(run, cancellation).ConfigureAwait(false);
        }

        return (run, isNew);
    }

    // A server that was emptied while the two arrived may have the run under an id that its parent no longer has.
    private async Task NestAsync(MlflowRun run, CancellationToken cancellation)
    {
        if (header.ParentId is { } parentId && !run.Info.IsDeleted
            && (await parent(parentId).ConfigureAwait(false)).RunId is { } parentRun
            && run.Data.Tags.All(tag => tag.Key != ShippingDestination.ParentTag || tag.Value != parentRun))
        {
            await destination.Client.Runs.SetTagAsync(run.Info.RunId, ShippingDestination.ParentTag, parentRun, cancellation).ConfigureAwait(false);
        }
    }

    private async Task<MlflowRun?> GetAsync(string id, CancellationToken cancellation)
    {
        try
        {
            return await destination.Client.Runs.GetAsync(id, cancellation).ConfigureAwait(false);
        }
        catch (MlflowException error) when (error.Failure == MlflowFailure.NotFound)
        {
            return null;
        }
    }
}

/// <summary>A parent as the server has it.</summary>
/// <param name="RunId">The server's id of it; null where the server has none.</param>
/// <param name="IsNew">Whether this process created it there.</param>
internal readonly record struct ArrivedParent(string? RunId, bool IsNew);
