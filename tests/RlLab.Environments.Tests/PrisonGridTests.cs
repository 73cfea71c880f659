namespace RlLab.Environments.Tests;

public sealed class PrisonGridTests : MultiAgentContract
{
    private const int Up = 0, Down = 1, Left = 2, Right = 3, Stay = 4;

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0, 7)]
    [InlineData(int.MaxValue, 0)]
    public void A_cell_off_the_grid_is_refused(int row, int column)
    {
        using var world = new PrisonGrid();
        GridCell there = new(row, column), here = new(0, 0);
        foreach (var state in (PrisonState[])[new(there, here, here, 0, 0), new(here, there, here, 0, 0), new(here, here, there, 0, 0)])
        {
            FluentActions.Invoking(() => world.State = state).Should().Throw<ArgumentOutOfRangeException>().WithMessage("*0 to 6*");
        }
    }

    [Fact]
    public void The_escape_lies_at_an_inner_cell_and_the_others_in_opposite_corners()
    {
        using var world = new PrisonGrid();
        var escapes = new HashSet<GridCell>();
        world.Reset(0);
        for (var i = 0; i < 500; i++)
        {
            world.Reset();
            (world.State.Prisoner, world.State.Guard).Should().Be((new GridCell(0, 0), new GridCell(6, 6)));
            escapes.Add(world.State.Escape);
        }

        escapes.Should().HaveCount(25).And.OnlyContain(cell => cell.Row >= 1 && cell.Row <= 5 && cell.Column >= 1 && cell.Column <= 5);
    }

    [Fact]
    public void On_the_escape_the_prisoner_and_its_prompter_win() =>
        Step(new(new(2, 2), new(6, 6), new(2, 3), 0, 4), Right, Stay).Should().Equal(
            new StepResult(1, true, false), new StepResult(0, true, false), new StepResult(1, true, false));

    [Fact]
    public void On_the_prisoner_the_guard_wins_on_the_escape_too()
    {
        StepResult[] caught = [new(0, true, false), new(1, true, false), new(0, true, false)];
        Step(new(new(2, 2), new(2, 4), new(5, 5), 0, 4), Right, Left).Should().Equal(caught);
        Step(new(new(2, 2), new(2, 4), new(2, 3), 0, 4), Right, Left).Should().Equal(caught);
    }

    [Fact]
    public void Two_who_change_places_pass_each_other() =>
        Step(new(new(2, 2), new(2, 3), new(5, 5), 0, 4), Right, Left).Should().OnlyContain(result => result == default);

    [Fact]
    public void At_the_last_cycle_it_is_a_draw()
    {
        using var world = new PrisonGrid(maxCycles: 3);
        var results = new StepResult[3];
        world.Reset(0);
        for (var i = 0; i < 3; i++)
        {
            world.Step([Stay, Stay, 0], results);
        }

        results.Should().OnlyContain(result => result == new StepResult(0, false, true));
    }

    [Fact]
    public void The_prisoner_observes_its_cell_and_the_message_of_the_step_before_and_nothing_else()
    {
        using var world = new PrisonGrid();
        world.State = new(new(1, 2), new(6, 6), new(3, 3), 0, 0);
        world.Step([Down, Stay, 0b1000_0101], new StepResult[3]);
        float[] expected = [0, 0, 1, 0, 0, 0, 0, /* column */ 0, 0, 1, 0, 0, 0, 0, /* bits, lowest first */ 1, 0, 1, 0, 0, 0, 0, 1];
        var seen = new float[22];
        world.Observe(PrisonGrid.Prisoner, seen);
        seen.Should().Equal(expected);

        world.State = world.State with { Guard = new(4, 4), Escape = new(5, 1) };
        world.Observe(PrisonGrid.Prisoner, seen);
        seen.Should().Equal(expected, "it sees neither guard nor escape");
    }

    [Fact]
    public void The_guard_does_not_see_the_escape_and_the_prompter_sees_all()
    {
        using var world = new PrisonGrid();
        world.State = new(new(1, 2), new(6, 5), new(3, 4), 0, 0);
        Ones(PrisonGrid.Guard).Should().Equal([6, 7 + 5, 14 + 1, 14 + 7 + 2]);
        Ones(PrisonGrid.Prompter).Should().Equal([1, 7 + 2, 14 + 6, 14 + 7 + 5, 28 + 3, 28 + 7 + 4]);

        IEnumerable<int> Ones(int agent)
        {
            var seen = new float[world.ObservationSpace(agent).Length];
            world.Observe(agent, seen);
            return seen.Index().Where(pair => pair.Item == 1).Select(pair => pair.Index);
        }
    }

    [Fact]
    public void It_writes_itself_as_text()
    {
        using var world = new PrisonGrid();
        world.State = new(new(0, 1), new(6, 6), new(3, 0), 0b1011_0000, 17);
        world.RenderText().Split('\n').Should().Equal(
            "cycle 17  message 10110000",
            ". P . . . . .",
            ". . . . . . .",
            ". . . . . . .",
            "E . . . . . .",
            ". . . . . . .",
            ". . . . . . .",
            ". . . . . . G",
            string.Empty);
    }

    [Fact]
    public void An_attentive_guard_always_comes_nearer_and_an_inattentive_one_wanders()
    {
        var random = new RandomGenerator(0);
        var state = new PrisonState(new(1, 2), new(4, 4), new(3, 3), 0, 0);
        Moves(new ScriptedGuard(1)).Should().BeEquivalentTo([Up, Left]);
        Moves(new ScriptedGuard(0)).Should().BeEquivalentTo([Up, Down, Left, Right, Stay]);
        FluentActions.Invoking(() => new ScriptedGuard(1.5)).Should().Throw<ArgumentOutOfRangeException>();

        IEnumerable<int> Moves(ScriptedGuard guard) => Enumerable.Range(0, 200).Select(_ => guard.Choose(state, random)).Distinct().ToArray();
    }

    [Fact]
    public void Knowing_the_way_is_worth_far_more_than_luck()
    {
        var knowing = EscapeRate((state, _) =>
            state.Prisoner.Row != state.Escape.Row
                ? state.Prisoner.Row < state.Escape.Row ? Down : Up
                : state.Prisoner.Column < state.Escape.Column ? Right : Left);
        var lucky = EscapeRate((state, random) =>
        {
            int move;
            do
            {
                move = random.NextInt(5);
            }
            while (!PrisonRules.IsValid(state.Prisoner, move));
            return move;
        });
        knowing.Should().BeGreaterThan(2 * lucky);
        lucky.Should().BeGreaterThan(0.02);
    }

    protected override IMultiAgentEnvironment<float, int> Create() => new PrisonGrid(maxCycles: 40);

    private static StepResult[] Step(PrisonState state, int prisoner, int guard)
    {
        using var world = new PrisonGrid();
        world.State = state;
        var results = new StepResult[3];
        world.Step([prisoner, guard, 0], results);
        return results;
    }

    private static double EscapeRate(Func<PrisonState, RandomGenerator, int> policy)
    {
        using var world = new PrisonGrid();
        var (guard, random, results) = (new ScriptedGuard(), new RandomGenerator(0), new StepResult[3]);
        var escapes = 0;
        for (var episode = 0; episode < 500; episode++)
        {
            world.Reset(episode);
            while (world.IsActive(PrisonGrid.Prisoner))
            {
                world.Step([policy(world.State, random), guard.Choose(world.State, random), 0], results);
            }

            escapes += world.State.IsEscaped ? 1 : 0;
        }

        return escapes / 500.0;
    }
}
