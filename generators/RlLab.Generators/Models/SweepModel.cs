namespace RlLab.Generators.Models;

/// <summary>A <c>[Sweep]</c>.</summary>
/// <param name="Name">What a command calls it after the experiment's name; empty for the one that needs no name.</param>
/// <param name="Sampler">The member of <c>RlLab.Sampler</c>, fully qualified.</param>
/// <param name="Trials">Settings to try.</param>
/// <param name="Seeds">Runs of each setting.</param>
/// <param name="Objective">The metric that settings are compared by.</param>
/// <param name="Direction">The member of <c>RlLab.Direction</c>, fully qualified.</param>
internal sealed record SweepModel(string Name, string Sampler, int Trials, int Seeds, string Objective, string Direction)
{
    /// <summary>Settings to run again on test seeds; 0 for none.</summary>
    public int Confirm { get; init; }

    /// <summary>Test seeds of each of those; 0 for as many as <see cref="Seeds"/>.</summary>
    public int TestSeeds { get; init; }

    /// <summary>The member of <c>RlLab.Pruner</c>, fully qualified.</summary>
    public string Pruner { get; init; } = "";

    /// <summary>A number of steps that the pruner waits for.</summary>
    public long PruneAfter { get; init; }

    /// <summary>Runs that a worker trains at once as one program; 0 for as many as pay.</summary>
    public int Lanes { get; init; }

    /// <summary>How many test runs there are of so many settings.</summary>
    public double TestRuns(double settings) =>
        Confirm >= 2 && settings >= 2 ? Math.Min(Confirm, settings) * (TestSeeds > 0 ? TestSeeds : Seeds) : 0;

    /// <summary>Whether every combination is tried.</summary>
    public bool IsGrid => Sampler.EndsWith(".Grid", StringComparison.Ordinal);
}
