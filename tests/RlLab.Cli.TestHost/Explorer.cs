namespace RlLab.Cli.TestHost;

/// <summary>Has alternatives among its parameters, and does nothing with them.</summary>
internal sealed class Explorer : IExperiment
{
    public Task Train(IRun run)
    {
        run.LogMetric("eval/return", run.Seed, 1);
        return Task.CompletedTask;
    }
}
