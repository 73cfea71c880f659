using System.Reflection;
using RlLab.Sweeps;

namespace RlLab.Cli;

/// <summary>Turns a plan into what the sweep's journal begins with and what its workers are sent.</summary>
internal static class SweepRequests
{
    /// <summary>RlLab's version.</summary>
    public static string Version { get; } = typeof(SweepRequests).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>A new identity for a run or a sweep.</summary>
    public static string NewId() => Guid.NewGuid().ToString("n");

    /// <summary>The first entry of the sweep's journal.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="id">The sweep's identity.</param>
    /// <param name="started">When it began.</param>
    public static SweepHeader Header(SweepPlan plan, string id, DateTimeOffset started) => new(
        id,
        plan.Experiment.Name,
        started,
        plan.Sampler,
        plan.SamplerSeed,
        [.. plan.Space.Parameters.Select(p => p.Name)],
        ParameterBinder.Texts(plan.Fixed),
        plan.Trials,
        plan.Seeds,
        plan.Objective,
        plan.Direction);

    /// <summary>The runs, in the order to train them in: all seeds of a setting before the next setting.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="sweep">The sweep's identity.</param>
    /// <param name="device">Where to train.</param>
    /// <param name="tags">What every run is tagged with.</param>
    public static IReadOnlyList<RunRequest> Runs(
        SweepPlan plan, string sweep, string device, IReadOnlyDictionary<string, string> tags) =>
    [
        .. from trial in plan.ListTrials()
           let parameters = ParameterBinder.Texts(trial.Parameters)
           from seed in plan.Seeds
           select new RunRequest(
               NewId(),
               $"trial-{trial.Number} seed-{seed}",
               sweep,
               plan.Experiment.Name,
               trial.Number,
               seed,
               device,
               plan.Objective,
               parameters,
               new Dictionary<string, string>(tags) { ["rllab.sweep"] = sweep, ["rllab.trial"] = $"{trial.Number}" }),
    ];
}
