using RlLab.Generated;
using TorchSharp;

namespace RlLab.Experiments.Tests;

/// <summary>Runs of experiments that take a moment.</summary>
internal static class ShortRun
{
    /// <summary>What makes each experiment short; a new experiment needs its line here.</summary>
    private static readonly Dictionary<string, string[]> Short = new()
    {
        ["acrobot-dqn"] = ["Steps=1200"],
        ["acrobot-ppo"] = ["Steps=9000"],
        ["bandit-policy-gradient"] = ["Pulls=300"],
        ["binary-bottleneck-ste"] = ["Epochs=2"],
        ["breakout-dqn"] = ["Steps=600"],
        ["breakout-ppo"] = ["Steps=8192"],
        ["breakout-rainbow"] = ["Steps=600"],
        ["cartpole-dqn"] = ["Steps=1500"],
        ["cartpole-dqn-cleanrl"] = ["Steps=1500"],
        ["cartpole-dqn-variants"] = ["Steps=1500"],
        ["cartpole-ppo"] = ["Steps=1600"],
        ["cartpole-ppo-cleanrl"] = ["Steps=1600"],
        ["cartpole-ppo-variants"] = ["Steps=1600"],
        ["cartpole-reinforce"] = ["Iterations=2"],
        ["deepsea"] = ["Episodes=100", "Depth=4"],
        ["maze-chase-dqn"] = ["Steps=1100"],
        ["mountaincar-dqn"] = ["Steps=1200"],
        ["mountaincar-ppo"] = ["Steps=4096"],
        ["mountaincarcontinuous-sac"] = ["Actions=300", "LearningStarts=200"],
        ["mspacman-dqn"] = ["Steps=1100"],
        ["pendulum-ppo"] = ["Steps=4096"],
        ["pendulum-sac"] = ["Steps=240"],
        ["prompter-ppo"] = ["Steps=2048"],
        ["prompter-ste"] = ["Episodes=64"],
    };

    /// <summary>Trains an experiment as an operator would with <c>--seed</c>, <c>--device</c> and <c>--set</c>.</summary>
    public static async Task<RecordingRun> OfAsync(string name, long seed, string device = "cpu", params string[] set)
    {
        var experiment = ExperimentCatalogue.All.Single(e => e.Name == name);
        var parameters = new ParameterSet(Short[name].Concat(set).Select(assignment => assignment.Split('=')).Select(parts =>
        {
            var kind = experiment.Parameters.Single(parameter => parameter.Name == parts[0]).Kind;
            ParameterValue.TryParse(kind, parts[1], out var value).Should().BeTrue();
            return KeyValuePair.Create(parts[0], value);
        }));
        torch.manual_seed(seed);
        var run = new RecordingRun(seed, device);
        await experiment.RunAsync(experiment.Complete(parameters), run);
        return run;
    }
}
