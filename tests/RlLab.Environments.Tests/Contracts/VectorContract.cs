namespace RlLab.Environments.Tests;

/// <summary>What every vectorised world must keep: it is as many single worlds, each seeded by <see cref="VectorSeed"/>, one after the other.</summary>
public abstract class VectorContract
{
    private const int Steps = 700;

    public static TheoryData<int> Counts => [1, 3, 8, 21];

    [Theory]
    [MemberData(nameof(Counts))]
    public void It_is_as_many_single_worlds_to_the_bit(int count)
    {
        using var vector = Create(count);
        var singles = Enumerable.Range(0, count).Select(_ => CreateSingle()).ToArray();
        var buffers = new Buffers(vector);
        var single = new float[vector.ObservationSpace.Length];
        vector.Count.Should().Be(count);
        vector.Reset(buffers.Observations, 9);
        for (var i = 0; i < count; i++)
        {
            singles[i].Reset(single, VectorSeed.Of(9, i));
            buffers.Observation(i).Should().Equal(single);
        }

        var ended = 0;
        for (var step = 0; step < Steps; step++)
        {
            buffers.Choose(vector, step);
            Array.Fill(buffers.Final, float.NaN);
            buffers.Step(vector);
            for (var i = 0; i < count; i++)
            {
                var result = singles[i].Step(buffers.Actions[i], single);
                new StepResult(buffers.Rewards[i], buffers.Terminated[i], buffers.Truncated[i]).Should().Be(result);
                if (result.Done)
                {
                    buffers.FinalObservation(i).Should().Equal(single, "the ended episode's last observation is kept");
                    singles[i].Reset(single);
                    ended++;
                }
                else
                {
                    buffers.FinalObservation(i).Should().OnlyContain(x => float.IsNaN(x), "nothing is written for an episode that goes on");
                }

                buffers.Observation(i).Should().Equal(single, $"instance {i}, step {step}");
            }
        }

        ended.Should().BePositive("ends are what this is about");
        Array.ForEach(singles, world => world.Dispose());
    }

    [Fact]
    public void A_step_allocates_nothing()
    {
        using var vector = Create(64);
        var buffers = new Buffers(vector);
        vector.Reset(buffers.Observations, 1);
        buffers.Choose(vector, 0);

        // The least of several stretches: the first ones also pay for the compiler and for what is made once.
        Enumerable.Range(0, 5).Min(_ => Stretch()).Should().Be(0);

        long Stretch()
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 200; i++)
            {
                buffers.Step(vector);
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Fact]
    public void Instances_and_neighbouring_seeds_are_unalike()
    {
        using var vector = Create(4);
        var seen = new HashSet<string>();
        for (var seed = 0; seed < 3; seed++)
        {
            var buffers = new Buffers(vector);
            vector.Reset(buffers.Observations, seed);
            for (var i = 0; i < 4; i++)
            {
                seen.Add(string.Join(' ', buffers.Observation(i)));
            }
        }

        seen.Should().HaveCount(12);
    }

    [Fact]
    public void Wrong_use_is_refused()
    {
        using var vector = Create(3);
        var buffers = new Buffers(vector);
        FluentActions.Invoking(() => buffers.Step(vector)).Should().Throw<InvalidOperationException>().WithMessage("*Reset*");
        FluentActions.Invoking(() => vector.Reset(buffers.Observations)).Should().Throw<InvalidOperationException>().WithMessage("*seed*");
        FluentActions.Invoking(() => vector.Reset(new float[1], 1)).Should().Throw<ArgumentException>();
        vector.Reset(buffers.Observations, 1);
        buffers.Actions[2] = 99;
        FluentActions.Invoking(() => buffers.Step(vector)).Should().Throw<ArgumentOutOfRangeException>().WithMessage("*99*");
        FluentActions.Invoking(() => vector.Step([0, 0], buffers.Observations, buffers.Rewards, buffers.Terminated, buffers.Truncated, buffers.Final))
            .Should().Throw<ArgumentException>().WithMessage("*3*2*");
        FluentActions.Invoking(() => Create(0)).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void A_restored_vector_continues_to_the_bit()
    {
        using IVectorEnvironment<float, int> vector = Create(5), other = Create(5);
        Buffers here = new(vector), there = new(other);
        vector.Reset(here.Observations, 4);
        Play(vector, here, 0, 37);
        using var saved = new MemoryStream();
        ((IResumable)vector).SaveState(new BinaryWriter(saved));
        saved.Position = 0;
        ((IResumable)other).RestoreState(new BinaryReader(saved));
        saved.Position.Should().Be(saved.Length);
        Play(vector, here, 37, Steps);
        Play(other, there, 37, Steps);
        there.Observations.Should().Equal(here.Observations);
    }

    protected abstract IVectorEnvironment<float, int> Create(int count);

    protected abstract IEnvironment<float, int> CreateSingle();

    private static void Play(IVectorEnvironment<float, int> vector, Buffers buffers, int from, int to)
    {
        for (var step = from; step < to; step++)
        {
            buffers.Choose(vector, step);
            buffers.Step(vector);
        }
    }

    private sealed class Buffers(IVectorEnvironment<float, int> vector)
    {
        private readonly int _length = vector.ObservationSpace.Length;

        public int[] Actions { get; } = new int[vector.Count];

        public float[] Observations { get; } = new float[vector.Count * vector.ObservationSpace.Length];

        public float[] Rewards { get; } = new float[vector.Count];

        public bool[] Terminated { get; } = new bool[vector.Count];

        public bool[] Truncated { get; } = new bool[vector.Count];

        public float[] Final { get; } = new float[vector.Count * vector.ObservationSpace.Length];

        public float[] Observation(int i) => Observations[(i * _length)..((i + 1) * _length)];

        public float[] FinalObservation(int i) => Final[(i * _length)..((i + 1) * _length)];

        public void Choose(IVectorEnvironment<float, int> vector, int step)
        {
            var random = new RandomGenerator(step);
            for (var i = 0; i < Actions.Length; i++)
            {
                Actions[i] = vector.ActionSpace.Sample(random);
            }
        }

        public void Step(IVectorEnvironment<float, int> vector) => vector.Step(Actions, Observations, Rewards, Terminated, Truncated, Final);
    }
}
