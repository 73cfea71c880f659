using RlLab.Algorithms.Sac;

namespace RlLab.Algorithms.Tests.Sac;

public sealed class ContinuousReplayTests
{
    [Theory]
    [InlineData(3, 1)]
    [InlineData(3, 5)]
    [InlineData(7, 2)]
    [InlineData(50, 9)]
    public void What_is_drawn_is_what_happened_however_often_the_memory_went_round(int capacity, int episode)
    {
        var (replay, random) = (new ContinuousReplay(capacity, 1, 2), new RandomGenerator(1));
        var (observation, action, next) = (new float[1], new float[2], new float[1]);
        for (var step = 0; step < 120; step++)
        {
            if (step % episode == 0)
            {
                replay.Begin([step]);
            }

            var isOver = step % episode == episode - 1;
            replay.Add([step + 0.25f, step + 0.5f], new StepResult(2 * step, isOver && step % 2 == 0, isOver && step % 2 == 1), [step + 1]);
            for (var draw = 0; draw < 5; draw++)
            {
                var (reward, nextWeight) = replay.Copy(replay.Draw(random), 0.9, observation, action, next);
                var was = (int)observation[0];
                was.Should().BeInRange(Math.Max(0, step - capacity + 1), step);
                action.Should().Equal(was + 0.25f, was + 0.5f);
                next.Should().Equal(was + 1);
                reward.Should().Be(2 * was);
                nextWeight.Should().Be(was % episode == episode - 1 && was % 2 == 0 ? 0 : 0.9f);
            }
        }
    }

    [Fact]
    public void Before_anything_happened_nothing_is_drawn()
    {
        var replay = new ContinuousReplay(10, 1, 1);
        replay.Begin([1]);
        replay.Invoking(empty => empty.Draw(new RandomGenerator(1))).Should().Throw<InvalidOperationException>().WithMessage("*no transition yet*");
    }
}
