using System.Reflection;
using RlLab.Engines;
using RlLab.Sweeps;

namespace RlLab.Cli;

/// <summary>Turns a plan into what the sweep's store begins with, and a run of the store into what is trained.</summary>
internal static class SweepRequests
{
    /// <summary>RlLab's version.</summary>
    public static string Version { get; } = typeof(SweepRequests).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>A new identity for a run or a sweep.</summary>
    public static string NewId() => Guid.NewGuid().ToString("n");

    /// <summary>The first entry of the sweep's store.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="id">The sweep's identity.</param>
    /// <param name="started">When it began.</param>
    /// <param name="parallel">How many workers there are going to be.</param>
    /// <param name="settings">What its runs are given.</param>
    /// <param name="limits">What they may take.</param>
    public static SweepHeader Header(
        SweepPlan plan, string id, DateTimeOffset started, int parallel, RunSettings settings, SweepLimits limits)
    {
        var lag = SweepSchedule.Lag(parallel * (settings.Lanes?.Width ?? 1), plan.Seeds.Count);
        return new SweepHeader(
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
            plan.Direction)
        {
            Name = plan.Name,
            Version = SweepHeader.NewestVersion,
            Lag = lag,
            Identity = plan.Identity(lag, settings.Tags),
            Spaces = plan.Spaces,
            Confirmation = plan.Confirmation,
            Pruner = plan.Pruner,
            Settings = settings,
            Limits = limits,
        };
    }

    /// <summary>What every run is given.</summary>
    /// <param name="placement">Where to train.</param>
    /// <param name="experimentPrefix">What stands before an experiment's name in MLflow.</param>
    /// <param name="tags">What every run is tagged with.</param>
    public static RunSettings Settings(Placement placement, string experimentPrefix, IReadOnlyDictionary<string, string> tags) =>
        new(TorchEngines.Name(placement.Engine.Engine), placement.Device, experimentPrefix, tags);

    /// <summary>What is trained of a run.</summary>
    /// <param name="sweep">The sweep, of a store from version 2 on.</param>
    /// <param name="run">The run.</param>
    public static RunRequest Of(SweepHeader sweep, RunPlanned run) => new(
        run.Run,
        Name(run.Trial, run.Seed, run.Phase),
        sweep.Id,
        sweep.Experiment,
        run.Trial,
        run.Seed,
        sweep.Settings!.Device,
        sweep.Objective,
        run.Parameters,
        new Dictionary<string, string>(sweep.Settings.Tags)
        {
            ["rllab.sweep"] = sweep.Id,
            ["rllab.trial"] = $"{run.Trial}",
            ["rllab.phase"] = run.Phase.ToString().ToLowerInvariant(),
        })
    {
        Phase = run.Phase,
    };

    /// <summary>What people call a run: <c>trial-3 seed-0</c>, or <c>trial-3 test-seed-1000000</c>.</summary>
    public static string Name(int trial, long seed, RunPhase phase) => $"trial-{trial} {(phase == RunPhase.Test ? "test-" : "")}seed-{seed}";
}
