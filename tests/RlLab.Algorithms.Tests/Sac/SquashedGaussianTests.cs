using static TorchSharp.torch;

namespace RlLab.Algorithms.Tests.Sac;

public sealed class SquashedGaussianTests
{
    [Theory]
    [InlineData(0, -1)]
    [InlineData(0.7, 0)]
    [InlineData(-2, -0.5)]
    [InlineData(0.3, 0.3)]
    public void The_density_of_all_actions_together_is_one(double mean, double logDeviation)
    {
        using var scope = NewDisposeScope();
        const int Cells = 20_000;
        var (noise, outputs) = (new double[Cells], new double[2 * Cells]);
        for (var i = 0; i < Cells; i++)
        {
            // The middles of even cells of (-1, 1), as the noise that leads there.
            var action = -1 + (i + 0.5) * 2 / Cells;
            noise[i] = (Math.Atanh(action) - mean) / Math.Exp(logDeviation);
            (outputs[2 * i], outputs[2 * i + 1]) = (mean, logDeviation);
        }

        var (actions, logProbabilities) = SquashedGaussian.Draw(tensor(outputs, Cells, 2), tensor(noise, Cells, 1));
        actions[0].item<double>().Should().BeApproximately(-1 + 1.0 / Cells, 1e-9);
        (logProbabilities.exp().sum().item<double>() * 2 / Cells).Should().BeApproximately(1, 2e-3);
    }

    [Fact]
    public void A_density_is_the_normal_one_divided_by_the_slope_of_tanh_element_by_element()
    {
        using var scope = NewDisposeScope();
        var (means, logDeviations, noise) = (tensor([0.5, -1]), tensor([-0.7, 0.2]), tensor([1.3, -0.4]));
        var numbers = means + logDeviations.exp() * noise;
        var normal = distributions.Normal(means, logDeviations.exp()).log_prob(numbers);
        var expected = (normal - (1 - numbers.tanh().square()).log()).sum().item<double>();
        var (actions, logProbabilities) = SquashedGaussian.Draw(cat([means, logDeviations]).view(1, 4), noise.view(1, 2));
        logProbabilities.item<double>().Should().BeApproximately(expected, 1e-12);
        actions.data<double>().ToArray().Should().Equal(numbers.tanh().data<double>().ToArray());
    }

    [Theory]
    [InlineData(30)]
    [InlineData(-30)]
    [InlineData(1e4)]
    public void Where_tanh_rounds_to_one_density_and_gradient_stay_exact(double mean)
    {
        using var scope = NewDisposeScope();
        var outputs = tensor([(float)mean, 0], 1, 2, requires_grad: true);
        var (actions, logProbabilities) = SquashedGaussian.Draw(outputs, zeros(1, 1));
        Math.Abs(actions.item<float>()).Should().Be(1);

        // 1 - tanh(u)^2 is 4 exp(-2|u|) there, whose logarithm has a slope of -2 with u.
        logProbabilities.item<float>().Should().BeApproximately(
            (float)(-0.5 * Math.Log(2 * Math.PI) - Math.Log(4) + 2 * Math.Abs(mean)), (float)(1e-6 * Math.Abs(mean)));
        logProbabilities.sum().backward();
        outputs.grad!.data<float>().ToArray().Should().Equal([2 * Math.Sign(mean), -1], (a, b) => Math.Abs(a - b) < 1e-5);
    }

    [Fact]
    public void A_log_deviation_beyond_its_limits_has_no_gradient_and_counts_as_the_limit()
    {
        using var scope = NewDisposeScope();
        var beyond = tensor([0f, 0f, 5f, -50f], 1, 4, requires_grad: true);
        var (_, logProbabilities) = SquashedGaussian.Draw(beyond, tensor([0.1f, 0.1f], 1, 2));
        var (_, limited) = SquashedGaussian.Draw(tensor([0f, 0f, 2f, -20f], 1, 4), tensor([0.1f, 0.1f], 1, 2));
        logProbabilities.item<float>().Should().Be(limited.item<float>());
        logProbabilities.sum().backward();
        beyond.grad![0, 2].item<float>().Should().Be(0);
        beyond.grad![0, 3].item<float>().Should().Be(0);
    }
}
