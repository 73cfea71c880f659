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
        var creation = destination.Persistence.BeginStep();
        var mayBeThere = false;
        while (true)
        {
            try
            {
                if (known is not null)
                {
                    if (await GetAsync(known, cancellation).ConfigureAwait(false) is { } kept)
                    {
                        return (kept, false);
                    }

                    known = null;
                    lost();
                }

                var experiment = await destination.GetExperimentAsync(header, cancellation).ConfigureAwait(false);
                var parentRun = header.ParentId is { } parentId ? await parent(parentId).ConfigureAwait(false) : default;

                // No run can have been there before its parent, which was created just now: a sweep's runs need not be looked for.
                mayBeThere |= creation.Tries == 0 && (!parentRun.IsNew || !isUnsent);
                if (mayBeThere && await destination.FindRunAsync(experiment, header.Id, cancellation).ConfigureAwait(false) is { } found)
                {
                    return (found, false);
                }

                mayBeThere = false;
                return (await destination.CreateRunAsync(experiment, header, parentRun.RunId, cancellation).ConfigureAwait(false), true);
            }
            catch (MlflowException error) when (error.IsTransient)
            {
                // Looked for once more before it is created once more, if the server may have it, and only its answer was lost.
                mayBeThere = !error.IsSurelyUndone;
                if (!await destination.Persistence.MayRepeatAsync(creation, error, cancellation).ConfigureAwait(false))
                {
                    throw;
                }
            }
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
