namespace RlLab.Environments.Tests;

public sealed class DeepSeaTests : EnvironmentContract<float>
{
    protected override bool HasChance => false;

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(31)]
    public void Right_at_every_place_finds_the_treasure(int depth)
    {
        using var sea = new DeepSea(depth);
        Return(sea, sea.RightAt).Should().BeApproximately(DeepSea.BestReturn, 1e-12);
    }

    [Fact]
    public void One_step_to_the_left_loses_it_and_none_to_the_right_costs_nothing()
    {
        using var sea = new DeepSea(10);
        Return(sea, (row, column) => row == 4 ? 1 - sea.RightAt(row, column) : sea.RightAt(row, column)).Should().BeApproximately(-0.009, 1e-12);
        Return(sea, (row, column) => 1 - sea.RightAt(row, column)).Should().Be(0);
    }

    [Fact]
    public void Which_action_goes_right_differs_by_place_and_by_mapping_and_not_by_episode()
    {
        using DeepSea sea = new(10), same = new(10), other = new(10, mapping: 43);
        Rights(sea).Should().Equal(Rights(same)).And.Contain(0).And.Contain(1);
        Rights(sea).Should().NotEqual(Rights(other));

        static IEnumerable<int> Rights(DeepSea sea) => Enumerable.Range(0, 100).Select(i => sea.RightAt(i / 10, i % 10));
    }

    protected override IEnvironment<float, int> Create() => new DeepSea();

    private static double Return(DeepSea sea, Func<int, int, int> act)
    {
        var observation = new float[sea.Depth * sea.Depth];
        sea.Reset(observation, 0);
        var (result, total) = (default(StepResult), 0.0);
        while (!result.Done)
        {
            var place = observation.AsSpan().IndexOf(1);
            result = sea.Step(act(place / sea.Depth, place % sea.Depth), observation);
            total += result.Reward;
        }

        observation.Should().AllBeEquivalentTo(0f);
        return total;
    }
}
