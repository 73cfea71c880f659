namespace RlLab.Environments.Tests;

public sealed class BreakoutTests : EnvironmentContract<float>
{
    private const int Paddle = 0, Ball = 1, Trail = 2, Bricks = 3;

    [Fact]
    public void A_ball_that_is_followed_breaks_one_brick_after_the_other_and_new_ones_come()
    {
        using var world = new Breakout(stickiness: 0, timeLimit: 3_000);
        var board = new float[400];
        world.Reset(board, 1);
        Count(board, Bricks).Should().Be(30);
        var (result, total, before) = (default(StepResult), 0.0, 30);
        var hasNewBricks = false;
        while (!result.Done)
        {
            result = world.Step(Towards(board), board);
            result.Reward.Should().BeOneOf(0, 1);
            total += result.Reward;
            var left = Count(board, Bricks);
            hasNewBricks |= before == 0 && left == 30;
            left.Should().Be(before == 0 && left == 30 ? 30 : before - (int)result.Reward);
            before = left;
            Count(board, Ball).Should().Be(1);
            Count(board, Trail).Should().Be(1);
        }

        result.Truncated.Should().BeTrue("who is always under the ball never misses it");
        total.Should().BeGreaterThan(60);
        hasNewBricks.Should().BeTrue();
    }

    [Fact]
    public void A_ball_that_is_missed_ends_the_game()
    {
        using var world = new Breakout(stickiness: 0);
        var board = new float[400];
        world.Reset(board, 2);
        var flees = Place(board, Ball) % 10 == 0 ? 1 : 2;
        var (steps, result) = (0, default(StepResult));
        while (!result.Done)
        {
            result = world.Step(flees, board);
            steps++;
        }

        (steps, result).Should().Be((6, new StepResult(0, Terminated: true, Truncated: false)));
    }

    [Fact]
    public void With_sticky_actions_the_paddle_goes_on_now_and_then()
    {
        Moves(stickiness: 0).Should().Be(0);
        Moves(stickiness: 1).Should().Be(0, "before the first action there is only rest to go on with");
        Moves(stickiness: 0.25).Should().BeInRange(150, 350);
        FluentActions.Invoking(() => new Breakout(stickiness: 1.5)).Should().Throw<ArgumentOutOfRangeException>().WithMessage("*stickiness*");

        // In 1,000 pairs of a step to the side and a rest: how often the rest moved as well.
        static int Moves(double stickiness)
        {
            using var world = new Breakout(stickiness);
            var (board, moved) = (new float[400], 0);
            world.Reset(board, 3);
            for (var pair = 0; pair < 1_000; pair++)
            {
                world.Reset(board);
                world.Step(2, board);
                var before = Place(board, Paddle);
                world.Step(0, board);
                moved += Place(board, Paddle) != before ? 1 : 0;
            }

            return moved;
        }
    }

    protected override IEnvironment<float, int> Create() => new Breakout(timeLimit: 500);

    /// <summary>The action that brings the paddle under where the ball comes down next.</summary>
    private static int Towards(float[] board)
    {
        var (ball, last, paddle) = (Place(board, Ball), Place(board, Trail), Place(board, Paddle) % 10);
        var (x, y, right, down) = (ball % 10, ball / 10, Math.Sign(ball % 10 - last % 10), Math.Sign(ball / 10 - last / 10));
        if (down > 0 && right != 0)
        {
            for (; y < 8; y++)
            {
                (x, right) = x + right is < 0 or > 9 ? (x, -right) : (x + right, right);
            }
        }

        return paddle < x ? 2 : paddle > x ? 1 : 0;
    }

    private static int Place(float[] board, int plane) => board.AsSpan(plane * 100, 100).IndexOf(1);

    private static int Count(float[] board, int plane) => board.AsSpan(plane * 100, 100).Count(1f);
}
