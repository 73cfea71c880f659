using RlLab.Algorithms.StraightThrough;
using RlLab.Tests;
using TorchSharp;
using static TorchSharp.torch;

namespace RlLab.Algorithms.Tests.StraightThrough;

public sealed class RegressionTrainerTests
{
    [Fact]
    public async Task An_estimator_teaches_the_first_network_and_a_plain_comparison_does_not()
    {
        (await ErrorAsync(Estimator.StraightThrough)).Should().BeLessThan(0.8 * await ErrorAsync(Estimator.None));
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_losses_to_the_last_bit()
    {
        var (first, second) = (new RecordingRun(), new RecordingRun());
        (await ErrorAsync(Estimator.Stochastic, first)).Should().Be(await ErrorAsync(Estimator.Stochastic, second));
        first.Values("train/loss").Should().Equal(second.Values("train/loss"));
    }

    [Fact]
    public void A_taught_target_is_a_function_of_the_input_and_an_unrelated_one_is_not()
    {
        using var once = RegressionData.Taught(50, 10, 8, new RandomGenerator(1), new RandomGenerator(2));
        using var again = RegressionData.Taught(50, 10, 8, new RandomGenerator(1), new RandomGenerator(2));
        using var other = RegressionData.Unrelated(50, 10, new RandomGenerator(2));
        once.Targets.data<float>().ToArray().Should().Equal(again.Targets.data<float>().ToArray());
        once.Inputs.data<float>().ToArray().Should().Equal(other.Inputs.data<float>().ToArray());
        once.Targets.data<float>().Distinct().Count().Should().BeLessThanOrEqualTo(256, "8 bits make 256 codes");
        once.TargetVariance.Should().BeGreaterThan(0);
    }

    [Fact]
    public async Task A_run_says_which_samples_it_learned_and_which_it_was_measured_on()
    {
        var (run, same) = (new RecordingRun(), new RecordingRun());
        await ErrorAsync(Estimator.None, run);
        await ErrorAsync(Estimator.None, same);
        run.Inputs.Select(input => (input.Name, input.Context)).Should().Equal(("taught", "training"), ("taught", "test"));
        run.Inputs.Should().OnlyHaveUniqueItems(input => input.Version).And.Equal(same.Inputs, "the same seeds drew the same samples");
    }

    [Theory]
    [InlineData(4, 1, 1, true, "all is the same")]
    [InlineData(4, 1, 2, false, "a target differs")]
    [InlineData(2, 2, 1, false, "the same numbers stand in other samples")]
    public async Task Samples_are_told_apart_by_their_numbers(int samples, int inputs, float lastTarget, bool isSame, string why)
    {
        float[] targets = [.. Enumerable.Repeat(1f, samples - 1), lastTarget];
        (await VersionAsync([1, 1, 1, 1], 4)).Equals(await VersionAsync(targets, samples, inputs)).Should().Be(isSame, why);

        static async Task<string> VersionAsync(float[] targets, long samples, int inputs = 1)
        {
            using var data = new RegressionData(tensor([1f, 2f, 3f, 4f], samples, inputs), tensor(targets, samples, 1)) { Name = "numbers" };
            using var network = nn.Linear(inputs, 1);
            using var optimizer = optim.SGD(network.parameters(), 0.01);
            var run = new RecordingRun();
            await new RegressionTrainer(network, optimizer, epochs: 1).Train(data, data, run);
            run.Inputs.Should().OnlyContain(input => input.Name == "numbers");
            return run.Inputs[0].Version;
        }
    }

    [Fact]
    public async Task Test_samples_leave_nothing_in_the_network()
    {
        using var training = RegressionData.Unrelated(64, 4, new RandomGenerator(1));
        using var alike = RegressionData.Unrelated(64, 4, new RandomGenerator(2));
        using var other = new RegressionData(100 + alike.Inputs, alike.Targets);

        (await MeansAsync(alike)).Should().Equal(await MeansAsync(other), "running means are of what is learned");

        async Task<float[]> MeansAsync(RegressionData test)
        {
            manual_seed(3);
            using var norm = nn.BatchNorm1d(4);
            using var network = nn.Sequential(norm, nn.Linear(4, 1));
            using var optimizer = optim.SGD(network.parameters(), 0.01);
            await new RegressionTrainer(network, optimizer, epochs: 2).Train(training, test, new RecordingRun());
            network.training.Should().BeFalse("it is used from here on");
            var means = norm.running_mean!.data<float>().ToArray();
            means.Should().Contain(mean => mean != 0, "it has learned");
            return means;
        }
    }

    private static async Task<double> ErrorAsync(Estimator estimator, RecordingRun? run = null)
    {
        manual_seed(5);
        using var training = RegressionData.Taught(256, 10, 8, new RandomGenerator(1), new RandomGenerator(2));
        using var test = RegressionData.Taught(256, 10, 8, new RandomGenerator(1), new RandomGenerator(3));
        using var network = new BinaryBottleneck(10, 8, 1, estimator);
        using var optimizer = optim.Adam(network.parameters(), 0.01);
        return await new RegressionTrainer(network, optimizer, epochs: 60).Train(training, test, run ?? new RecordingRun());
    }
}
