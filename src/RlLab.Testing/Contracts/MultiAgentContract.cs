namespace RlLab.Testing;

#pragma warning disable CS1591 // A fact's name says what it holds.

/// <summary>What every world of several agents with discrete actions must keep. A world's tests inherit it.</summary>
public abstract class MultiAgentContract
{
    /// <summary>How many random steps a property is checked over; enough for episodes to end.</summary>
    protected virtual int Steps => 400;

    /// <summary>Whether a step is to allocate nothing.</summary>
    protected virtual bool AllocationFree => true;

    /// <summary>A new world whose episodes end within <see cref="Steps"/> random steps.</summary>
    protected abstract IMultiAgentEnvironment<float, int> Create();

    [Fact]
    public void Observations_lie_in_the_agents_spaces()
    {
        using var world = Create();
        Play(world, 1, (_, _) =>
        {
            for (var agent = 0; agent < world.Agents.Count; agent++)
            {
                world.ObservationSpace(agent).Contains(Observation(world, agent)).Should().BeTrue(world.Agents[agent]);
            }
        });
    }

    [Fact]
    public void The_same_seed_gives_the_same_episodes_and_another_one_others()
    {
        using IMultiAgentEnvironment<float, int> one = Create(), other = Create();
        Trace(one, 3).Should().Equal(Trace(other, 3));
        Trace(one, 3).Should().Equal(Trace(other, 3), "seeding again starts over");
        Trace(one, 3).Should().NotEqual(Trace(other, 4));
    }

    [Fact]
    public void Wrong_use_is_refused()
    {
        using var world = Create();
        var agents = world.Agents.Count;
        var (actions, results) = (new int[agents], new StepResult[agents]);
        FluentActions.Invoking(() => world.Reset()).Should().Throw<InvalidOperationException>().WithMessage("*seed*");
        FluentActions.Invoking(() => world.Step(actions, results)).Should().Throw<InvalidOperationException>().WithMessage("*Reset*");
        world.Reset(0);
        FluentActions.Invoking(() => world.Step(actions.AsSpan(1), results)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => world.Observe(0, new float[1000])).Should().Throw<ArgumentException>().WithMessage("*1000*");
        for (var agent = 0; agent < agents; agent++)
        {
            FluentActions.Invoking(() => world.GetActionMask(agent, new bool[1000])).Should().Throw<ArgumentException>().WithMessage("*1000*");
        }

        Choose(world, new RandomGenerator(0), actions);
        world.Dispose();
        FluentActions.Invoking(() => world.Reset(0)).Should().Throw<ObjectDisposedException>();
        FluentActions.Invoking(() => world.Step(actions, results)).Should().Throw<ObjectDisposedException>();
    }

    [Fact]
    public void A_refused_action_is_named_and_nobody_has_acted_and_one_is_always_allowed()
    {
        using IMultiAgentEnvironment<float, int> world = Create(), untouched = Create();
        var refused = 0;
        var trace = Trace(world, 2, () =>
        {
            for (var agent = 0; agent < world.Agents.Count; agent++)
            {
                if (!world.IsActive(agent))
                {
                    continue;
                }

                var allowed = Mask(world, agent);
                allowed.Should().Contain(true);
                foreach (var action in (int[])[-1, allowed.Length, .. Enumerable.Range(0, allowed.Length).Where(action => !allowed[action])])
                {
                    var actions = new int[world.Agents.Count];
                    Choose(world, new RandomGenerator(0), actions);
                    actions[agent] = action;
                    FluentActions.Invoking(() => world.Step(actions, new StepResult[actions.Length]))
                        .Should().Throw<ArgumentOutOfRangeException>().WithMessage($"*{world.Agents[agent]}*{action}*");
                    refused++;
                }
            }
        });
        trace.Should().Equal(Trace(untouched, 2));
        refused.Should().BePositive();
    }

    [Fact]
    public void After_the_end_nobody_is_active_and_a_step_is_refused_until_a_reset()
    {
        using var world = Create();
        var ended = 0;
        Play(world, 1, (actions, results) =>
        {
            if (results.All(result => result.Done))
            {
                Enumerable.Range(0, actions.Length).Should().OnlyContain(agent => !world.IsActive(agent));
                FluentActions.Invoking(() => world.Step(actions, results)).Should().Throw<InvalidOperationException>().WithMessage("*Reset*");
                results.Should().OnlyContain(result => result.Terminated ^ result.Truncated);
                ended++;
            }
        });
        ended.Should().BePositive("episodes were to end");
    }

    [Fact]
    public void A_restored_world_continues_to_the_bit()
    {
        using IMultiAgentEnvironment<float, int> world = Create(), other = Create();
        Assert.SkipUnless(world is IResumable, "It cannot be saved.");
        Trace(world, 5);
        using var saved = new MemoryStream();
        ((IResumable)world).SaveState(new BinaryWriter(saved));
        saved.Position = 0;
        ((IResumable)other).RestoreState(new BinaryReader(saved));
        saved.Position.Should().Be(saved.Length);
        Trace(other, null).Should().Equal(Trace(world, null));
    }

    [Fact]
    public void Rendering_gives_frames_of_one_size_and_changes_nothing()
    {
        using IMultiAgentEnvironment<float, int> watched = Create(), unwatched = Create();
        var sizes = new HashSet<(int, int)>();
        var pictures = new HashSet<int>();
        var looks = 0;
        var trace = Trace(watched, 1, () =>
        {
            if (looks++ % 8 != 0)
            {
                return;
            }

            var frame = ((IRenderable)watched).Render();
            sizes.Add((frame.Width, frame.Height));
            var hash = default(HashCode);
            hash.AddBytes(frame.Pixels);
            pictures.Add(hash.ToHashCode());
        });
        trace.Should().Equal(Trace(unwatched, 1));
        sizes.Should().ContainSingle();
        pictures.Count.Should().BeGreaterThan(3);
    }

    [Fact]
    public void A_step_allocates_nothing()
    {
        Assert.SkipUnless(AllocationFree, "It says so of itself.");
        using var world = Create();
        var (actions, results, random) = (new int[world.Agents.Count], new StepResult[world.Agents.Count], new RandomGenerator(0));
        var observation = new float[world.ObservationSpace(0).Length];
        world.Reset(0);

        // The least of several stretches: the first ones also pay for the compiler and for what is made once.
        Enumerable.Range(0, 5).Min(_ => Stretch()).Should().Be(0);

        long Stretch()
        {
            var allocated = 0L;
            for (var i = 0; i < 200; i++)
            {
                Choose(world, random, actions);
                var before = GC.GetAllocatedBytesForCurrentThread();
                world.Step(actions, results);
                world.Observe(0, observation);
                allocated += GC.GetAllocatedBytesForCurrentThread() - before;
                if (!world.IsActive(0))
                {
                    world.Reset();
                }
            }

            return allocated;
        }
    }

    /// <summary>Draws an allowed action for each agent, evenly.</summary>
    protected static void Choose(IMultiAgentEnvironment<float, int> world, RandomGenerator random, int[] actions)
    {
        for (var agent = 0; agent < actions.Length; agent++)
        {
            actions[agent] = ((Discrete)world.ActionSpace(agent)).Sample(random, Mask(world, agent));
        }
    }

    private static bool[] Mask(IMultiAgentEnvironment<float, int> world, int agent)
    {
        var allowed = new bool[((Discrete)world.ActionSpace(agent)).Count];
        world.GetActionMask(agent, allowed);
        return allowed;
    }

    private static float[] Observation(IMultiAgentEnvironment<float, int> world, int agent)
    {
        var observation = new float[world.ObservationSpace(agent).Length];
        world.Observe(agent, observation);
        return observation;
    }

    private void Play(IMultiAgentEnvironment<float, int> world, long? seed, Action<int[], StepResult[]> look)
    {
        var (actions, results) = (new int[world.Agents.Count], new StepResult[world.Agents.Count]);
        var random = new RandomGenerator(0);
        world.Reset(seed);
        look(actions, results);
        for (var i = 0; i < Steps; i++)
        {
            if (Enumerable.Range(0, actions.Length).All(agent => !world.IsActive(agent)))
            {
                world.Reset();
            }

            Choose(world, random, actions);
            world.Step(actions, results);
            look(actions, results);
        }
    }

    private List<string> Trace(IMultiAgentEnvironment<float, int> world, long? seed, Action? look = null)
    {
        var trace = new List<string>();
        Play(world, seed, (_, results) =>
        {
            var seen = Enumerable.Range(0, results.Length).SelectMany(agent => Observation(world, agent));
            trace.Add(string.Join(' ', results) + string.Join(' ', seen));
            look?.Invoke();
        });
        return trace;
    }
}
