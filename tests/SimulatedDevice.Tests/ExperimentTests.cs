using RlLab.Algorithms.StraightThrough;
using RlLab.Experiments;
using RlLab.Experiments.Tests;
using RlLab.Generated;
using RlLab.Tests;

namespace SimulatedDevice.Tests;

/// <summary>
/// Every experiment trains on the device: nothing is forgotten on the CPU, nothing is read without <c>cpu()</c>, and each number is the one that
/// training on the CPU logs.
/// </summary>
public sealed class ExperimentTests
{
    public static TheoryData<string, string[]> Settings
    {
        get
        {
            var settings = new TheoryData<string, string[]>();
            foreach (var experiment in ExperimentCatalogue.All)
            {
                settings.Add(experiment.Name, []);
            }

            foreach (var added in Enum.GetNames<CartPoleDqnVariants.Option>().Skip(1))
            {
                settings.Add("cartpole-dqn-variants", [$"Added={added}"]);
            }

            foreach (var changed in Enum.GetNames<CartPolePpoVariants.Detail>().Skip(1))
            {
                settings.Add("cartpole-ppo-variants", [$"Changed={changed}"]);
            }

            foreach (var estimator in Enum.GetNames<Estimator>().Skip(1))
            {
                settings.Add("binary-bottleneck-ste", [$"Estimator={estimator}"]);
            }

            settings.Add("binary-bottleneck-ste", ["Targets=Random"]);
            settings.Add("cartpole-reinforce", ["Baseline=LearnedValue", "NormalizeReturns=true", "EpisodesPerUpdate=4"]);
            settings.Add("cartpole-reinforce", ["Baseline=RunningMean"]);
            foreach (var explorer in Enum.GetNames<DeepSeaExploration.Algorithm>().Skip(1))
            {
                settings.Add("deepsea", [$"Explorer={explorer}"]);
            }

            settings.Add("prompter-ppo", ["Algorithm=Reinforce"]);
            settings.Add("prompter-ppo", ["Channel=Zero"]);
            settings.Add("prompter-ste", ["Channel=Random"]);
            settings.Add("prompter-ste", ["Estimator=Clipped"]);
            return settings;
        }
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public async Task It_trains_on_the_device_as_on_the_CPU(string name, string[] set)
    {
        Assert.SkipWhen(name == "mspacman-dqn", "It needs Python with gymnasium[atari]; maze-chase-dqn trains the same network in the same way.");
        var expected = await ShortRun.OfAsync(name, seed: 1, "cpu", set);
        using var counts = new DeviceCounts();
        var run = await ShortRun.OfAsync(name, seed: 1, "cuda:0", set);
        counts.Launches.Should().BePositive();
        Kept(run).Should().HaveCount(Kept(expected).Count());
        if (set is ["Estimator=Stochastic"])
        {
            // Its bits are drawn where they are, and each device has a generator of its own.
            return;
        }

        Kept(run).Should().Equal(Kept(expected));
        run.Checkpoints.Keys.Should().Equal(expected.Checkpoints.Keys);
        foreach (var (checkpoint, (_, content)) in run.Checkpoints)
        {
            content.Should().Equal(expected.Checkpoints[checkpoint].Content);
        }

        static IEnumerable<(string, double, long)> Kept(RecordingRun run) =>
            run.Metrics.Where(metric => !metric.Name.EndsWith("_per_second", StringComparison.Ordinal));
    }
}
