namespace RlLab.Environments.Tests;

public sealed class CatchTests : EnvironmentContract<float>
{
    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, -1)]
    public void A_ball_is_caught_by_going_where_it_falls_and_missed_by_going_away(bool follow, double reward)
    {
        using var world = new Catch();
        var board = new float[50];
        for (var seed = 0; seed < 20; seed++)
        {
            world.Reset(board, seed);
            var (ball, steps, result) = (board.AsSpan(0, 5).IndexOf(1), 0, default(StepResult));
            while (!result.Done)
            {
                var paddle = board.AsSpan(45).IndexOf(1);
                var away = ball < 2 ? 2 : 0;
                result = world.Step(follow ? 1 + Math.Sign(ball - paddle) : away, board);
                steps++;
                result.Reward.Should().Be(result.Done ? reward : 0);
            }

            steps.Should().Be(9);
            result.Terminated.Should().BeTrue();
        }
    }

    [Fact]
    public void A_board_on_which_nothing_can_fall_is_refused()
    {
        FluentActions.Invoking(() => new Catch(rows: 1)).Should().Throw<ArgumentOutOfRangeException>().WithMessage("*rows*");
        FluentActions.Invoking(() => new Catch(columns: 0)).Should().Throw<ArgumentOutOfRangeException>().WithMessage("*columns*");
    }

    protected override IEnvironment<float, int> Create() => new Catch();
}
