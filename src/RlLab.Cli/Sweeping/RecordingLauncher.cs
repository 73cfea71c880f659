using RlLab.Sweeps;

namespace RlLab.Cli;

/// <summary>A launcher that also gives a run its end where its process died before it could.</summary>
/// <param name="inner">Who trains.</param>
/// <param name="trainer">Who records.</param>
internal sealed class RecordingLauncher(ILauncher inner, RunTrainer trainer) : ILauncher
{
    /// <inheritdoc/>
    public int Slots => inner.Slots;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => inner.DisposeAsync();

    /// <inheritdoc/>
    public async Task<RunOutcome> RunAsync(RunRequest run, Action<RunProgress> progress, CancellationToken stopping)
    {
        var outcome = await inner.RunAsync(run, progress, stopping);
        if (outcome.State != RunState.Finished)
        {
            trainer.EndFor(run, outcome);
        }

        return outcome;
    }
}
