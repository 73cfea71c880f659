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
