namespace RlLab.Tracking;

/// <summary>A run's beginning on a server: it is found there, or created.</summary>
/// <param name="destination">The server.</param>
/// <param name="header">What the run is.</param>
/// <param name="parent">The server's id of a run by RlLab's own.</param>
internal sealed class RunArrival(ShippingDestination destination, RunHeader header, Func<string, Task<string?>> parent)
{
    private const int Tries = 3;

    /// <summary>The run as the server has it now.</summary>
    /// <param name="known">The server's id of it from an earlier time; null if it has none that is known of.</param>
    /// <param name="lost">Called when the server knows that id no more, before the run is begun again.</param>
    /// <param name="cancellation">Ends the waiting for the server.</param>
    public async Task<MlflowRun> FindOrCreateAsync(string? known, Action lost, CancellationToken cancellation)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                if (known is not null)
                {
                    if (await GetAsync(known, cancellation).ConfigureAwait(false) is { } kept)
                    {
                        return kept;
                    }

                    known = null;
                    lost();
                }

                var experiment = await destination.GetExperimentAsync(header, cancellation).ConfigureAwait(false);
                if (await destination.FindRunAsync(experiment, header.Id, cancellation).ConfigureAwait(false) is { } found)
                {
                    return found;
                }

                var parentRun = header.ParentId is { } parentId ? await parent(parentId).ConfigureAwait(false) : null;
                return await destination.CreateRunAsync(experiment, header, parentRun, cancellation).ConfigureAwait(false);
            }
            catch (MlflowException error) when (error is { IsTransient: true, RetryAfter: null } && tries < Tries)
            {
                // Looked for once more before it is created once more: the server may have it, and only its answer was lost.
            }
        }
    }

    private async Task<MlflowRun?> GetAsync(string id, CancellationToken cancellation)
    {
        try
        {
            return await destination.Client.GetRunAsync(id, cancellation).ConfigureAwait(false);
        }
        catch (MlflowException error) when (error.Failure == MlflowFailure.NotFound)
        {
            return null;
        }
    }
}
