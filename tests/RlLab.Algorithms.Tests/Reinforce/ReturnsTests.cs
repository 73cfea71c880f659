using RlLab.Algorithms.Reinforce;
using static TorchSharp.torch;

namespace RlLab.Algorithms.Tests.Reinforce;

public sealed class ReturnsTests
{
    [Fact]
    public void Each_return_is_its_reward_and_the_discounted_rest()
    {
        var returns = new float[7];
        Returns.Discounted([0, 0, 1, 0, 0, 1, 0], 0.9, returns);
        returns.Should().Equal([1.40049f, 1.5561f, 1.729f, 0.81f, 0.9f, 1.0f, 0.0f], (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void Normalised_returns_that_are_all_alike_are_all_zero()
    {
        Returns.Normalized(tensor(new float[] { 3, 3, 3 })).data<float>().ToArray().Should().Equal(0, 0, 0);
        Returns.Normalized(tensor(new float[] { 3 })).data<float>().ToArray().Should().Equal([3], "one alone has no deviation");
        Returns.Normalized(tensor(new float[] { 1, 3 })).data<float>().ToArray().Should().Equal(
            [-(float)Math.Sqrt(0.5), (float)Math.Sqrt(0.5)], (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void Rewards_and_returns_of_different_lengths_are_refused()
    {
        var compute = () => Returns.Discounted(new float[3], 0.9, new float[2]);
        compute.Should().Throw<ArgumentException>().WithMessage("*3 rewards*2 returns*");
    }
}
