namespace RlLab.Environments.Tests;

/// <summary>What a vectorised world keeps of an episode that it has already reset, and what it refuses.</summary>
public sealed class VectorEndTests
{
    [Fact]
    public void The_final_return_and_length_are_read_with_the_step_that_ended_the_episode()
    {
        var limits = new Queue<int>([2, 3]);
        using var vector = new VectorEnvironment<float, int>(2, () => new EpisodeStatistics<float, int>(new CartPole(limits.Dequeue())));
        vector.Reset(new float[8], 0);
        var ends = new List<string>();
        for (var step = 1; step <= 6; step++)
        {
            Step(vector, 0, 0);
            for (var i = 0; i < 2; i++)
            {
                if (vector.TryGetFinalInfo(i, "episode_return", out var sum))
                {
                    vector.TryGetFinalInfo(i, "episode_length", out var length).Should().BeTrue();
                    vector.TryGetInfo(i, "episode_length", out var running).Should().BeTrue();
                    ends.Add($"{step}: {i} {sum} {length} {running}");
                }
            }
        }

        ends.Should().Equal("2: 0 2 2 0", "3: 1 3 3 0", "4: 0 2 2 0", "6: 0 2 2 0", "6: 1 3 3 0");
        vector.TryGetFinalInfo(0, "no such info", out _).Should().BeFalse();
        vector.Reset(new float[8]);
        vector.TryGetFinalInfo(0, "episode_return", out _).Should().BeFalse("no step has ended an episode since");
    }

    [Fact]
    public void The_final_film_is_whole_after_the_reset()
    {
        using var vector = new VectorEnvironment<float, int>(
            2, () => new FrameStack<float, int>(new Recording<float, int>(new CartPole(timeLimit: 3)), 2));
        using var single = new Recording<float, int>(new CartPole(timeLimit: 3));
        vector.Reset(new float[16], 0);
        single.Reset(new float[4], VectorSeed.Of(0, 1));
        var recording = vector.Worlds[1].As<Recording<float, int>>()!;
        recording.EndedFrames.Should().BeEmpty();
        for (var step = 0; step < 3; step++)
        {
            Step(vector, 1, 1);
            single.Step(1, new float[4]);
        }

        recording.Count.Should().Be(1, "the next episode has begun");
        var film = recording.EndedFrames.ToArray();
        film.Should().HaveCount(4);
        film.Zip(single.Frames).Should().OnlyContain(pair => pair.First.Pixels.SequenceEqual(pair.Second.Pixels));
        single.EndedFrames.Should().HaveCount(4, "alone it is the film of the episode that has just ended");

        Step(vector, 1, 1);
        recording.EndedFrames.First().Pixels.Should().Equal(film[0].Pixels, "it stays until the next one ends");
        vector.Reset(new float[16]);
        recording.EndedFrames.Should().HaveCount(4, "an episode that was broken off has not ended");
    }

    [Fact]
    public void An_info_that_the_world_does_not_list_is_told_and_not_lost()
    {
        using var vector = new VectorEnvironment<float, int>(1, () => new Teller());
        vector.Reset(new float[1], 0);
        vector.TryGetFinalInfo(0, "unlisted", out _).Should().BeFalse("nothing has ended");
        Step(vector, 0);
        FluentActions.Invoking(() => vector.TryGetFinalInfo(0, "unlisted", out _))
            .Should().Throw<InvalidOperationException>().WithMessage("Teller tells 'unlisted'*InfoNames*");
    }

    [Fact]
    public void A_world_that_fails_within_a_step_leaves_nothing_to_go_on_from()
    {
        var worlds = new Queue<Teller>([new(), new() { FailsAt = 2 }, new()]);
        using var vector = new VectorEnvironment<float, int>(3, worlds.Dequeue);
        vector.Reset(new float[3], 0);
        Step(vector, 0, 0, 0);
        var step = () => Step(vector, 0, 0, 0);
        step.Should().Throw<ArithmeticException>();
        step.Should().Throw<InvalidOperationException>().WithMessage("*Reset*");
        vector.Reset(new float[3]);
        step();
    }

    [Fact]
    public void A_continuous_action_that_is_no_number_is_refused_before_anything_steps()
    {
        var worlds = new Queue<Slider>([new(), new()]);
        Slider first = worlds.Peek();
        using var vector = new VectorEnvironment<float, float[]>(2, worlds.Dequeue);
        vector.Reset(new float[2], 0);
        foreach (var action in (float[]?[])[[0, float.NaN], [float.PositiveInfinity, 0], [0], [2, 0], null])
        {
            FluentActions.Invoking(() => vector.Step([[0, 0], action!], new float[2], new float[2], new bool[2], new bool[2], new float[2]))
                .Should().Throw<ArgumentOutOfRangeException>().WithMessage("Instance 1 of Slider has no such action*Low = -1, High = 1*");
        }

        first.Steps.Should().Be(0);
    }

    [Fact]
    public void Instances_are_worlds_of_their_own_with_the_same_spaces()
    {
        var one = new CartPole();
        FluentActions.Invoking(() => new VectorEnvironment<float, int>(2, () => one))
            .Should().Throw<ArgumentException>().WithMessage("Instances 0 and 1 are one object*");
        var kinds = new Queue<IEnvironment<float, int>>([new CartPole(), new MountainCar()]);
        FluentActions.Invoking(() => new VectorEnvironment<float, int>(2, kinds.Dequeue))
            .Should().Throw<ArgumentException>().WithMessage("Instance 1 has the spaces Box*Box*");
    }

    [Fact]
    public void What_was_built_is_disposed_of_when_the_rest_cannot_be()
    {
        var built = new List<CartPole>();
        FluentActions.Invoking(() => new VectorEnvironment<float, int>(3, Build)).Should().Throw<NotSupportedException>();
        built.Should().HaveCount(2);
        built.ForEach(world => FluentActions.Invoking(() => world.Reset(new float[4], 0)).Should().Throw<ObjectDisposedException>());

        CartPole Build()
        {
            built.Add(built.Count < 2 ? new CartPole() : throw new NotSupportedException());
            return built[^1];
        }
    }

    [Fact]
    public void A_film_is_of_frames_of_one_size_and_of_a_world_that_moves()
    {
        using var growing = new Recording<float, int>(new Teller { Width = 2 });
        growing.Reset(new float[1], 0);
        FluentActions.Invoking(() => growing.Step(0, new float[1]))
            .Should().Throw<InvalidOperationException>().WithMessage("*one size*Teller*3 x 1*2 x 1*");
        foreach (var rate in (double[])[0, -1, double.NaN, double.PositiveInfinity])
        {
            FluentActions.Invoking(() => new Recording<float, int>(new Teller { FramesPerSecond = rate }))
                .Should().Throw<ArgumentException>().WithMessage($"*{rate} frames a second*");
        }
    }

    private static void Step<TElement>(VectorEnvironment<TElement, int> vector, params int[] actions)
        where TElement : unmanaged, IComparable<TElement>
    {
        var length = vector.Count * vector.ObservationSpace.Length;
        vector.Step(actions, new TElement[length], new float[vector.Count], new bool[vector.Count], new bool[vector.Count], new TElement[length]);
    }

    /// <summary>Each step is an episode; it tells an info without listing it, and can fail.</summary>
    private sealed class Teller : IEnvironment<float, int>, IRenderable
    {
        private int _steps;

        public int? FailsAt { get; init; }

        public int Width { get; set; } = 1;

        public double FramesPerSecond { get; init; } = 1;

        public Box<float> ObservationSpace { get; } = new(0, 1, 1);

        public Space<int> ActionSpace { get; } = new Discrete(1);

        public void Reset(Span<float> observation, long? seed = null) => observation.Clear();

        public StepResult Step(int action, Span<float> observation) => ++_steps == FailsAt ? throw new ArithmeticException() : new(0, true, false);

        public bool TryGetInfo(string name, out double value)
        {
            value = 1;
            return name == "unlisted";
        }

        public Frame Render() => new(Width++, 1);

        public void Dispose()
        {
        }
    }

    private sealed class Slider : IEnvironment<float, float[]>
    {
        public int Steps { get; private set; }

        public Box<float> ObservationSpace { get; } = new(0, 1, 1);

        public Space<float[]> ActionSpace { get; } = new Box<float>(-1, 1, 2);

        public void Reset(Span<float> observation, long? seed = null) => observation.Clear();

        public StepResult Step(float[] action, Span<float> observation)
        {
            Steps++;
            return default;
        }

        public void Dispose()
        {
        }
    }
}
