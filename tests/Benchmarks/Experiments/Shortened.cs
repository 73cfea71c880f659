using System.Globalization;
using RlLab;
using RlLab.Generated;
using TorchSharp;

namespace Benchmarks.Experiments;

/// <summary>An experiment with settings that end it after some 1,000 updates; breakout-ppo and prompter-ste have fewer.</summary>
/// <param name="Name">The experiment.</param>
/// <param name="Setting">The parameter that ends it.</param>
/// <param name="Value">Its value.</param>
/// <param name="Updates">How many updates that makes.</param>
internal sealed record Shortened(string Name, string Setting, int Value, int Updates)
{
    /// <summary>Every experiment but mspacman-dqn, which needs Python and learns as maze-chase-dqn does.</summary>
    public static IReadOnlyList<Shortened> All { get; } =
    [
        new("acrobot-dqn", "Steps", 2_000, 1_000),
        new("acrobot-ppo", "Steps", 16_384, 1_024),
        new("bandit-policy-gradient", "Pulls", 1_000, 1_000),
        new("binary-bottleneck-ste", "Epochs", 32, 1_024),
        new("breakout-dqn", "Steps", 5_000, 1_000),
        new("breakout-ppo", "Steps", 262_144, 512),
        new("breakout-rainbow", "Steps", 5_000, 1_000),
        new("cartpole-dqn", "Steps", 3_072, 1_024),
        new("cartpole-dqn-cleanrl", "Steps", 12_500, 1_000),
        new("cartpole-dqn-variants", "Steps", 12_500, 1_000),
        new("cartpole-ppo", "Steps", 12_800, 1_000),
        new("cartpole-ppo-cleanrl", "Steps", 32_768, 1_024),
        new("cartpole-ppo-variants", "Steps", 32_768, 1_024),
        new("cartpole-reinforce", "Iterations", 10, 1_000),
        new("deepsea", "Episodes", 262, 998),
        new("maze-chase-dqn", "Steps", 5_000, 1_000),
        new("mountaincar-dqn", "Steps", 3_000, 1_000),
        new("mountaincar-ppo", "Steps", 6_144, 960),
        new("mountaincarcontinuous-sac", "Actions", 750, 1_004),
        new("pendulum-ppo", "Steps", 6_144, 960),
        new("pendulum-sac", "Steps", 1_100, 1_001),
        new("prompter-ppo", "Steps", 65_536, 1_024),
        new("prompter-ste", "Episodes", 20_000, 625),
    ];

    /// <summary>Those of the names; all where there is none.</summary>
    /// <param name="names">Names of experiments.</param>
    public static IReadOnlyList<Shortened> Named(IReadOnlyCollection<string> names)
    {
        var known = All.Select(experiment => experiment.Name).ToList();
        return names.Except(known).FirstOrDefault() is { } unknown
            ? throw new ArgumentException($"There is no experiment '{unknown}' here. There are {string.Join(", ", known)}.")
            : [.. All.Where(experiment => names.Count == 0 || names.Contains(experiment.Name))];
    }

    /// <summary>What the experiment's sweep compares.</summary>
    public string Objective => Experiment.Sweep!.Objective;

    private ExperimentDescriptor Experiment => ExperimentCatalogue.All.Single(experiment => experiment.Name == Name);

    /// <summary>Trains on CPU in this process.</summary>
    /// <param name="run">Receives what is logged.</param>
    /// <param name="whole">Whether to train as long as the experiment's own settings say.</param>
    public async Task RunAsync(IRun run, bool whole = false)
    {
        var kind = Experiment.Parameters.Single(parameter => parameter.Name == Setting).Kind;
        if (!ParameterValue.TryParse(kind, Value.ToString(CultureInfo.InvariantCulture), out var value))
            throw new InvalidOperationException($"{Name} has no whole number {Setting}.");
        var set = new ParameterSet(whole ? [] : [KeyValuePair.Create(Setting, value)]);
        torch.manual_seed(run.Seed);
        await Experiment.RunAsync(Experiment.Complete(set), run);
    }
}
