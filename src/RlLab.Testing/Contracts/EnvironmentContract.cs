using RlLab.Environments;

namespace RlLab.Testing;

#pragma warning disable CS1591 // A fact's name says what it holds.

/// <summary>What every world of one agent with a discrete action space must keep. A world's tests inherit it.</summary>
public abstract class EnvironmentContract<TElement> : EnvironmentContract<TElement, int>
    where TElement : unmanaged, IComparable<TElement>;

/// <summary>What every world of one agent must keep. A world's tests inherit it.</summary>
public abstract partial class EnvironmentContract<TElement, TAction>
    where TElement : unmanaged, IComparable<TElement>
{
    /// <summary>How many random steps a property is checked over; enough for episodes to end.</summary>
    protected virtual int Steps => 600;

    /// <summary>Whether a step is to allocate nothing; a recording keeps frames, so it does.</summary>
    protected virtual bool AllocationFree => true;

    /// <summary>Whether episodes differ by the world's seed; false for a world without chance.</summary>
    protected virtual bool HasChance => true;

    /// <summary>A new world whose episodes end within <see cref="Steps"/> random steps.</summary>
    protected abstract IEnvironment<TElement, TAction> Create();

    [Fact]
    public void Observations_lie_in_the_space()
    {
        using var world = Create();
        var (observation, random) = Start(world, seed: 1);
        for (var i = 0; i < Steps; i++)
        {
            Check(i);
            if (world.Step(Choose(world, random), observation).Done)
            {
                Check(i);
                world.Reset(observation);
            }
        }

        void Check(int step) => world.ObservationSpace.Contains(observation).Should().BeTrue(
            $"step {step} gave [{string.Join(", ", observation.Take(8))} ...]");
    }

    [Fact]
    public void Two_worlds_built_alike_have_equal_spaces()
    {
        using IEnvironment<TElement, TAction> one = Create(), other = Create();
        one.ObservationSpace.Should().Be(other.ObservationSpace);
        one.ActionSpace.Should().Be(other.ActionSpace);
    }

    [Fact]
    public void A_step_allocates_nothing()
    {
        Assert.SkipUnless(AllocationFree, "It says so of itself.");
        using var world = Create();

        // The least of several plays: the first ones also pay for the compiler and for what is made once.
        Enumerable.Range(0, 5).Min(_ => Play(new RandomGenerator(1))).Should().Be(0);

        long Play(RandomGenerator random)
        {
            var (observation, allocated) = (new TElement[world.ObservationSpace.Length], 0L);
            world.Reset(observation, 1);
            for (var i = 0; i < 200; i++)
            {
                var action = Choose(world, random);
                var before = GC.GetAllocatedBytesForCurrentThread();
                var result = world.Step(action, observation);
                allocated += GC.GetAllocatedBytesForCurrentThread() - before;
                if (result.Done)
                {
                    world.Reset(observation);
                }
            }

            return allocated;
        }
    }

    [Fact]
    public void The_same_seed_gives_the_same_episodes()
    {
        using IEnvironment<TElement, TAction> one = Create(), other = Create();
        Trace(one, 3).Should().Equal(Trace(other, 3));
    }

    [Fact]
    public void Seeding_again_starts_over()
    {
        using var world = Create();
        var first = Trace(world, 3);
        Trace(world, 3).Should().Equal(first);
    }

    [Fact]
    public void Different_seeds_give_different_episodes()
    {
        Assert.SkipUnless(HasChance, "It says so of itself.");
        using var world = Create();
        Trace(world, 3).Should().NotEqual(Trace(world, 4));
    }

    [Fact]
    public void In_a_vector_it_is_what_it_is_alone_and_what_its_ends_told_is_kept()
    {
        using var vector = new VectorEnvironment<TElement, TAction>(3, Create);
        using var single = Create();
        VectorTrace.Of(single, seed: 5, instance: 0, Steps, []);
        var infos = single.InfoNames.ToArray();
        infos.Should().OnlyHaveUniqueItems();
        infos.Where(name => !single.TryGetInfo(name, out _)).Should().BeEmpty();
        var shown = VectorTrace.Of(vector, seed: 5, Steps, infos);
        for (var i = 0; i < 3; i++)
        {
            shown[i].Should().Equal(VectorTrace.Of(single, VectorSeed.Of(5, i), i, Steps, infos), $"of instance {i}");
        }
    }

    [Fact]
    public void An_episode_ends_in_one_way_only()
    {
        using var world = Create();
        var last = PlayToTheEnd(world);
        (last.Terminated ^ last.Truncated).Should().BeTrue("random play was to end within the limit, either by the task or by the limit");
    }

    [Fact]
    public void Rendering_gives_frames_of_one_size_and_changes_nothing()
    {
        using IEnvironment<TElement, TAction> watched = Create(), unwatched = Create();
        var camera = watched.As<IRenderable>();
        camera.Should().NotBeNull();
        camera!.FramesPerSecond.Should().BePositive();
        var (observation, random) = Start(watched, seed: 2);
        var (expected, sameRandom) = Start(unwatched, seed: 2);
        var first = camera.Render();
        first.Pixels.Should().HaveCount(3 * first.Width * first.Height);
        var changed = false;
        for (var i = 0; i < 40; i++)
        {
            var result = watched.Step(Choose(watched, random), observation);
            result.Should().Be(unwatched.Step(Choose(unwatched, sameRandom), expected));
            observation.AsSpan().SequenceEqual(expected).Should().BeTrue("rendering was to change nothing");
            var frame = camera.Render();
            (frame.Width, frame.Height).Should().Be((first.Width, first.Height));
            camera.Render().Pixels.AsSpan().SequenceEqual(frame.Pixels).Should().BeTrue("looking twice shows the same");
            changed |= !frame.Pixels.AsSpan().SequenceEqual(first.Pixels);
            if (result.Done)
            {
                watched.Reset(observation);
                unwatched.Reset(expected);
            }
        }

        changed.Should().BeTrue("a picture that never changes shows nothing");
    }

    [Fact]
    public void A_restored_world_continues_to_the_bit()
    {
        using IEnvironment<TElement, TAction> world = Create(), other = Create();
        Assert.SkipWhen(world.As<IResumable>() is null, "It cannot be saved.");
        var (observation, random) = Start(world, seed: 6);
        Run(world, observation, random, 25);

        using var saved = new MemoryStream();
        using var writer = new BinaryWriter(saved);
        world.As<IResumable>()!.SaveState(writer);
        writer.Flush();
        saved.Position = 0;
        using var reader = new BinaryReader(saved);
        other.As<IResumable>()!.RestoreState(reader);
        saved.Position.Should().Be(saved.Length, "the reader takes what the writer wrote");

        var again = new RandomGenerator(0) { State = random.State };
        Run(other, new TElement[observation.Length], again, Steps).Should().Equal(Run(world, observation, random, Steps));
    }

    /// <summary>An allowed action, drawn evenly.</summary>
    protected static TAction Choose(IEnvironment<TElement, TAction> world, RandomGenerator random) =>
        Actions.Sample(world.ActionSpace, random, Mask(world));

    /// <summary>A flag for each action; none where actions cannot be counted.</summary>
    private static bool[] Mask(IEnvironment<TElement, TAction> world)
    {
        var allowed = new bool[Actions.Count(world.ActionSpace)];
        Array.Fill(allowed, true);
        world.As<IActionMask>()?.GetActionMask(allowed);
        return allowed;
    }

    private static (TElement[] Observation, RandomGenerator Random) Start(IEnvironment<TElement, TAction> world, long seed)
    {
        var observation = new TElement[world.ObservationSpace.Length];
        world.Reset(observation, seed);
        return (observation, new RandomGenerator(seed));
    }

    private static List<string> Run(IEnvironment<TElement, TAction> world, TElement[] observation, RandomGenerator random, int steps)
    {
        var trace = new List<string>();
        for (var i = 0; i < steps; i++)
        {
            var result = world.Step(Choose(world, random), observation);
            trace.Add($"{result} {Digest(observation)}");
            if (result.Done)
            {
                world.Reset(observation);
                trace.Add(Digest(observation));
            }
        }

        return trace;
    }

    private static string Digest(TElement[] observation) =>
        Convert.ToHexString(System.Security.Cryptography.SHA1.HashData(System.Runtime.InteropServices.MemoryMarshal.AsBytes(observation.AsSpan())));

    private List<string> Trace(IEnvironment<TElement, TAction> world, long seed)
    {
        var (observation, _) = Start(world, seed);
        return [Digest(observation), .. Run(world, observation, new RandomGenerator(0), Steps)];
    }

    private StepResult PlayToTheEnd(IEnvironment<TElement, TAction> world)
    {
        var (observation, random) = Start(world, seed: 1);
        for (var i = 0; i < Steps; i++)
        {
            var result = world.Step(Choose(world, random), observation);
            if (result.Done)
            {
                return result;
            }
        }

        throw new Xunit.Sdk.XunitException($"No episode ended within {Steps} random steps.");
    }
}
