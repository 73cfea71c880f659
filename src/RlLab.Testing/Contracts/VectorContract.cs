using RlLab.Environments;

namespace RlLab.Testing;

#pragma warning disable CS1591 // A fact's name says what it holds.

/// <summary>
/// What every vectorised world must keep: it is as many single worlds, each seeded by <see cref="VectorSeed"/>, one after the other.
/// </summary>
public abstract class VectorContract
{
    public static TheoryData<int> Counts => [1, 3, 8, 21];

    /// <summary>How many random steps a property is checked over; enough for episodes to end.</summary>
    protected virtual int Steps => 700;

    /// <summary>Whether a step is to allocate nothing.</summary>
    protected virtual bool AllocationFree => true;

    [Theory]
    [MemberData(nameof(Counts))]
    public void It_is_as_many_single_worlds_to_the_bit(int count)
    {
        using var vector = Create(count);
        using var single = CreateSingle();
        vector.Count.Should().Be(count);
        var ended = VectorTrace.Of(single, seed: 9, instance: 0, Steps, []).Count(line => line.StartsWith("begins", StringComparison.Ordinal));
        ended.Should().BeGreaterThan(1, "ends are what this is about");
        var shown = VectorTrace.Of(vector, seed: 9, Steps, single.InfoNames);
        for (var i = 0; i < count; i++)
        {
            shown[i].Should().Equal(VectorTrace.Of(single, VectorSeed.Of(9, i), i, Steps, single.InfoNames), $"of instance {i}");
        }
    }

    [Fact]
    public void A_step_allocates_nothing()
    {
        Assert.SkipUnless(AllocationFree, "It says so of itself.");
        using var vector = Create(64);
        var buffers = new VectorBuffers<float, int>(vector);
        vector.Reset(buffers.Observations, 1);

        // The least of several stretches: the first ones also pay for the compiler and for what is made once.
        Enumerable.Range(0, 5).Min(_ => Stretch()).Should().Be(0);

        long Stretch()
        {
            var allocated = 0L;
            for (var i = 0; i < 200; i++)
            {
                buffers.Choose(i);
                var before = GC.GetAllocatedBytesForCurrentThread();
                buffers.Step();
                allocated += GC.GetAllocatedBytesForCurrentThread() - before;
            }

            return allocated;
        }
    }

    [Fact]
    public void Instances_and_neighbouring_seeds_are_unalike()
    {
        using var vector = Create(4);
        var seen = new HashSet<string>();
        for (var seed = 0; seed < 3; seed++)
        {
            VectorTrace.Of(vector, seed, steps: 8, []).ToList().ForEach(lines => seen.Add(string.Join('\n', lines)));
        }

        seen.Should().HaveCount(12);
    }

    [Fact]
    public void Wrong_use_is_refused()
    {
        using var vector = Create(3);
        var buffers = new VectorBuffers<float, int>(vector);
        FluentActions.Invoking(buffers.Step).Should().Throw<InvalidOperationException>().WithMessage("*Reset*");
        FluentActions.Invoking(() => vector.Reset(buffers.Observations)).Should().Throw<InvalidOperationException>().WithMessage("*seed*");
        FluentActions.Invoking(() => vector.Reset(new float[1], 1)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => Create(0)).Should().Throw<ArgumentOutOfRangeException>();
        vector.Dispose();
        FluentActions.Invoking(() => vector.Reset(buffers.Observations, 1)).Should().Throw<ObjectDisposedException>();
        FluentActions.Invoking(buffers.Step).Should().Throw<ObjectDisposedException>();
    }

    [Fact]
    public void A_refused_step_steps_no_instance_and_names_the_one_at_fault()
    {
        using IVectorEnvironment<float, int> vector = Create(3), untouched = Create(3);
        VectorBuffers<float, int> here = new(vector), there = new(untouched);
        vector.Reset(here.Observations, 1);
        untouched.Reset(there.Observations, 1);
        for (var step = 0; step < 50; step++)
        {
            here.Choose(step);
            var taken = here.Actions[2];
            foreach (var action in Refused(here.Mask(2)))
            {
                here.Actions[2] = action;
                FluentActions.Invoking(here.Step).Should().Throw<ArgumentOutOfRangeException>().WithMessage($"*nstance 2 *{action}*");
            }

            here.Actions[2] = taken;
            foreach (var (actions, final, rewards) in ((int[], float[], float[])[])
                [(here.Actions[1..], here.Final, here.Rewards), (here.Actions, here.Final[1..], here.Rewards),
                (here.Actions, here.Final, here.Rewards[1..]), (here.Actions, here.Observations, here.Rewards)])
            {
                FluentActions.Invoking(() => vector.Step(actions, here.Observations, rewards, here.Terminated, here.Truncated, final))
                    .Should().Throw<ArgumentException>();
            }

            there.Choose(step);
            here.Step();
            there.Step();
            here.Observations.Should().Equal(there.Observations);
            here.Rewards.Should().Equal(there.Rewards);
        }
    }

    [Fact]
    public void A_restored_vector_continues_to_the_bit()
    {
        using IVectorEnvironment<float, int> vector = Create(5), other = Create(5);
        Assert.SkipUnless(vector is IResumable, "It cannot be saved.");
        VectorBuffers<float, int> here = new(vector), there = new(other);
        vector.Reset(here.Observations, 4);
        Play(here, 0, 37);
        using var saved = new MemoryStream();
        ((IResumable)vector).SaveState(new BinaryWriter(saved));
        saved.Position = 0;
        ((IResumable)other).RestoreState(new BinaryReader(saved));
        saved.Position.Should().Be(saved.Length);
        Play(here, 37, Steps);
        Play(there, 37, Steps);
        there.Observations.Should().Equal(here.Observations);
    }

    /// <summary>A new vectorised world.</summary>
    /// <param name="count">How many worlds it holds; 0 is refused.</param>
    protected abstract IVectorEnvironment<float, int> Create(int count);

    /// <summary>A new world of the kind that the vectorised one holds.</summary>
    protected abstract IEnvironment<float, int> CreateSingle();

    private static IEnumerable<int> Refused(bool[] allowed) =>
        [-1, allowed.Length, 99, int.MaxValue, .. Enumerable.Range(0, allowed.Length).Where(action => !allowed[action])];

    private static void Play(VectorBuffers<float, int> buffers, int from, int to)
    {
        for (var step = from; step < to; step++)
        {
            buffers.Choose(step);
            buffers.Step();
        }
    }
}
