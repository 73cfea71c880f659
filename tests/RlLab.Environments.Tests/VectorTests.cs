namespace RlLab.Environments.Tests;

public sealed class CartPoleVectorTests : VectorContract
{
    [Fact]
    public void Balanced_for_long_it_stays_the_same_as_the_single_world_to_the_bit()
    {
        using var vector = new CartPoleVector(16, timeLimit: null);
        using var single = new CartPole(timeLimit: null);
        var (observations, final, rewards, flags, others) = (new float[64], new float[64], new float[16], new bool[16], new bool[16]);
        var (observation, actions) = (new float[4], new int[16]);
        vector.Reset(observations, 3);
        single.Reset(observation, VectorSeed.Of(3, 11));
        for (var step = 0; step < 5000; step++)
        {
            for (var i = 0; i < 16; i++)
            {
                var o = observations.AsSpan(4 * i);
                actions[i] = 0.03f * o[0] + 0.07f * o[1] + o[2] + 0.2f * o[3] > 0 ? 1 : 0;
            }

            vector.Step(actions, observations, rewards, flags, others, final);
            single.Step(actions[11], observation);
            vector[11].Should().Be(single.State);
        }
    }

    [Fact]
    public void A_lean_that_the_series_does_not_cover_is_refused() =>
        FluentActions.Invoking(() => new CartPoleVector(1, parameters: new() { AngleLimit = 1 }))
            .Should().Throw<ArgumentOutOfRangeException>().WithMessage("*VectorEnvironment*");

    protected override IVectorEnvironment<float, int> Create(int count) => new CartPoleVector(count, timeLimit: 30);

    protected override IEnvironment<float, int> CreateSingle() => new CartPole(timeLimit: 30);
}

public sealed class VectorEnvironmentTests : VectorContract
{
    protected override IVectorEnvironment<float, int> Create(int count) => new VectorEnvironment<float, int>(count, CreateSingle);

    protected override IEnvironment<float, int> CreateSingle() => new MountainCar(timeLimit: 50);
}

/// <summary>A mask that changes with the state, and infos of the world's own and of a wrapper, through several wrappers.</summary>
public sealed class MaskedVectorEnvironmentTests : VectorContract
{
    protected override IVectorEnvironment<float, int> Create(int count) => new VectorEnvironment<float, int>(count, CreateSingle);

    protected override IEnvironment<float, int> CreateSingle() => MaskedWorlds.Wrapped();
}
