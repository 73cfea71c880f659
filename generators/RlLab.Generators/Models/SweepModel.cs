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
    /// <summary>Whether every combination is tried.</summary>
    public bool IsGrid => Sampler.EndsWith(".Grid", StringComparison.Ordinal);
}
