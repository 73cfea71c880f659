namespace RlLab.Environments.Tests;

public sealed class SpaceInvadersTests : EnvironmentContract<float>
{
    private const int Cannon = 0, Aliens = 1, Left = 2, Right = 3, Shots = 4, AlienShots = 5;

    [Fact]
    public void A_shot_flies_up_and_takes_the_lowest_alien_of_its_column_and_the_next_waits_for_the_cannon()
    {
        using var world = new SpaceInvaders(stickiness: 0);
        var board = Begin(world);
        Count(board, Aliens).Should().Be(24);
        world.Step(3, board).Reward.Should().Be(0);
        Place(board, Shots).Should().Be(85);
        world.Step(3, board);
        Count(board, Shots).Should().Be(1, "the cannon is not ready yet");
        Enumerable.Range(0, 3).Sum(_ => world.Step(0, board).Reward).Should().Be(0);
        world.Step(3, board).Reward.Should().Be(1);
        Count(board, Aliens).Should().Be(23);
        Count(board, Shots).Should().Be(1, "the first shot is gone, and the second has been fired");
    }

    [Fact]
    public void Aliens_march_to_the_side_and_down_there_and_turn()
    {
        using var world = new SpaceInvaders(stickiness: 0);
        var board = Begin(world);
        Count(board, Left).Should().Be(24);
        Steps(12).Should().AllBeEquivalentTo(2, "they set out after twelve steps");
        Steps(12).Should().AllBeEquivalentTo(1);
        Steps(12).Should().AllBeEquivalentTo(0);
        Steps(12).Should().AllBeEquivalentTo(0);
        Count(board, Right).Should().Be(24, "they turned at the side");
        board.AsSpan(Aliens * 100, 10).Contains(1f).Should().BeFalse("and came down a row");

        List<int> Steps(int count) => [.. Enumerable.Range(0, count).Select(_ =>
        {
            // To and fro, out of the way of what comes down.
            world.Step(Place(board, Cannon) % 10 == 9 ? 1 : 2, board);
            return Enumerable.Range(0, 100).Where(i => board[Aliens * 100 + i] == 1).Min(i => i % 10);
        })];
    }

    [Fact]
    public void The_nearest_alien_shoots_back_and_a_cannon_that_stays_is_hit()
    {
        using var world = new SpaceInvaders(stickiness: 0);
        var board = Begin(world);
        var (steps, result, shot) = (0, default(StepResult), -1);
        while (!result.Done)
        {
            result = world.Step(0, board);
            steps++;
            shot = shot < 0 && Count(board, AlienShots) > 0 ? Place(board, AlienShots) : shot;
        }

        shot.Should().Be(35, "the lowest alien above the cannon is in row 3");
        (steps, result.Terminated).Should().Be((17, true));
    }

    [Fact]
    public void A_wave_that_was_shot_down_is_followed_by_a_faster_one()
    {
        using var world = new SpaceInvaders(stickiness: 0);
        var board = Begin(world);
        var (result, total) = (default(StepResult), 0.0);
        var random = new RandomGenerator(1);
        while (!result.Done && total < 24)
        {
            result = world.Step(BestFirst(world, random), board);
            total += result.Reward;
        }

        total.Should().Be(24);
        Count(board, Aliens).Should().Be(24, "the next wave is there");
    }

    protected override IEnvironment<float, int> Create() => new SpaceInvaders(timeLimit: 500);

    private static float[] Begin(SpaceInvaders world)
    {
        var board = new float[600];
        world.Reset(board, 1);
        return board;
    }

    /// <summary>The first of the actions that come to most, of 60 random ways to play the next 12 steps.</summary>
    private static int BestFirst(SpaceInvaders world, RandomGenerator random)
    {
        using var saved = new MemoryStream();
        world.SaveState(new BinaryWriter(saved));
        using var copy = new SpaceInvaders(stickiness: 0);
        var (board, best, first) = (new float[600], double.NegativeInfinity, 0);
        for (var way = 0; way < 60; way++)
        {
            saved.Position = 0;
            copy.RestoreState(new BinaryReader(saved));
            var (total, started, result) = (0.0, -1, default(StepResult));
            for (var step = 0; step < 12 && !result.Done; step++)
            {
                var action = random.NextInt(4);
                started = step == 0 ? action : started;
                result = copy.Step(action, board);
                total += result.Reward * Math.Pow(0.9, step) - (result.Terminated ? 10 : 0);
            }

            (best, first) = total > best ? (total, started) : (best, first);
        }

        return first;
    }

    private static int Place(float[] board, int plane) => board.AsSpan(plane * 100, 100).IndexOf(1);

    private static int Count(float[] board, int plane) => board.AsSpan(plane * 100, 100).Count(1f);
}
