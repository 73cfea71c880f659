namespace RlLab.Algorithms.Tests.Masks;

/// <summary>
/// A colour of three is shown; naming the next one earns 1, naming the one after that nothing, and neither the colour itself nor the bait,
/// action 3, is allowed. It refuses a forbidden action.
/// </summary>
/// <remarks>With a discount of 0.5 and no end in sight, the right name is worth 1 / (1 - 0.5) = 2 and the other 0 + 0.5 * 2 = 1.</remarks>
internal sealed class MaskedWorld(int steps = 8, bool terminates = false, int? deadlock = null) : IEnvironment<float, int>, IActionMask, IRenderable
{
    public const int Colours = 3, Bait = 3;

    private RandomGenerator? _random;
    private int _colour, _step;
    private bool _over;

    public Box<float> ObservationSpace { get; } = new(0, 1, Colours);

    public Space<int> ActionSpace { get; } = new Discrete(Colours + 1);

    public double FramesPerSecond => 10;

    /// <summary>How often each action was taken.</summary>
    public long[] Taken { get; } = new long[Colours + 1];

    public void Reset(Span<float> observation, long? seed = null)
    {
        _random = seed is { } value ? new RandomGenerator(value) : _random;
        (_step, _over) = (0, false);
        Show(observation);
    }

    public StepResult Step(int action, Span<float> observation)
    {
        if (action == _colour || action == Bait)
        {
            throw new ArgumentOutOfRangeException(nameof(action), action, $"Action {action} is masked.");
        }

        Taken[action]++;
        var reward = action == (_colour + 1) % Colours ? 1 : 0;
        Show(observation);
        _over = ++_step == steps;
        return new StepResult(reward, _over && terminates, _over && !terminates);
    }

    public void GetActionMask(Span<bool> allowed)
    {
        if (_over && terminates)
        {
            throw new InvalidOperationException("The episode has terminated: there is no next action.");
        }

        allowed.Fill(_step != deadlock);
        allowed[_colour] = allowed[Bait] = false;
    }

    public Frame Render() => new(1, 1, [(byte)_colour, 0, 0]);

    public void Dispose()
    {
    }

    private void Show(Span<float> observation)
    {
        _colour = _random!.NextInt(Colours);
        observation.Clear();
        observation[_colour] = 1;
    }
}
