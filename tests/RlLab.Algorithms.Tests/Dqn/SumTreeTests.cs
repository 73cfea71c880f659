using RlLab.Algorithms.Dqn;

namespace RlLab.Algorithms.Tests.Dqn;

public sealed class SumTreeTests
{
    [Fact]
    public void A_point_falls_on_the_weight_whose_share_it_lies_in()
    {
        var tree = new SumTree(5);
        double[] weights = [1, 0, 3, 0.5, 0];
        for (var i = 0; i < weights.Length; i++)
        {
            tree[i] = weights[i];
        }

        tree.Total.Should().Be(4.5);
        ((double[])[0, 0.99, 1, 3.99, 4, 4.49]).Select(tree.Find).Should().Equal(0, 0, 2, 2, 3, 3);
    }

    [Fact]
    public void Draws_follow_the_weights_also_after_a_change()
    {
        var tree = new SumTree(3);
        (tree[0], tree[1], tree[2]) = (5, 1, 1);
        tree[0] = 2;
        var random = new RandomGenerator(1);
        var counts = new int[3];
        for (var i = 0; i < 40_000; i++)
        {
            counts[tree.Find(random.NextDouble() * tree.Total)]++;
        }

        // 40,000 draws: the standard error of a share is at most 0.0025.
        counts.Select(count => count / 40_000.0).Should().Equal([0.5, 0.25, 0.25], (share, expected) => Math.Abs(share - expected) < 0.012);
    }
}
