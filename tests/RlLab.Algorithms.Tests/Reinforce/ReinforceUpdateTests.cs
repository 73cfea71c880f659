using RlLab.Algorithms.Reinforce;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Algorithms.Tests.Reinforce;

public sealed class ReinforceUpdateTests
{
    /// <summary>With one input of 1 and no bias, the weights are the logits, and the gradient has a closed form.</summary>
    [Theory]
    [InlineData(0.0)]
    [InlineData(0.3)]
    public async Task One_step_of_descent_is_the_closed_form(double entropyWeight)
    {
        using var linear = Linear(1, 2, hasBias: false);
        using (no_grad())
        {
            linear.weight!.copy_(tensor(new[] { 0.2f, -0.5f }, 2, 1));
        }

        using var policy = Sequential(linear, LogSoftmax(1));
        using var optimizer = optim.SGD(linear.parameters(), 0.1);
        var batch = new EpisodeBatch(1);
        batch.Add([1], action: 0, reward: 1);
        batch.Add([1], action: 1, reward: 3);
        batch.EndEpisode(discount: 0.5);

        var summary = await new ReinforceUpdate(policy, null, optimizer, new ReinforceOptions { EntropyWeight = entropyWeight }, CPU).Apply(batch);

        // Returns: 2.5 for action 0, 3 for action 1. d(-G log p_a)/dz_j = -G (1[a=j] - p_j); dH/dz_j = -p_j (log p_j + H).
        var p = new[] { 1 / (1 + Math.Exp(-0.7)), 1 / (1 + Math.Exp(0.7)) };
        var entropy = -p.Sum(q => q * Math.Log(q));
        var gradient = new[]
        {
            (-2.5 * (1 - p[0]) + 3 * p[0]) / 2 + entropyWeight * p[0] * (Math.Log(p[0]) + entropy),
            (2.5 * p[1] - 3 * (1 - p[1])) / 2 + entropyWeight * p[1] * (Math.Log(p[1]) + entropy),
        };
        var weights = linear.weight!.data<float>().ToArray();
        weights[0].Should().BeApproximately((float)(0.2 - 0.1 * gradient[0]), 1e-6f);
        weights[1].Should().BeApproximately((float)(-0.5 - 0.1 * gradient[1]), 1e-6f);
        summary.Entropy.Should().BeApproximately(entropy, 1e-6);
        summary.Loss.Should().BeApproximately((-2.5 * Math.Log(p[0]) - 3 * Math.Log(p[1])) / 2 - entropyWeight * entropy, 1e-5);
        summary.GradientNorm.Should().BeApproximately(Math.Sqrt(gradient[0] * gradient[0] + gradient[1] * gradient[1]), 1e-6);
    }
}
