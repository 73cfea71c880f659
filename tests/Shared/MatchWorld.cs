namespace RlLab.Tests;

/// <summary>
/// The smallest world worth learning: a coin is shown for some steps, and naming it earns 1. A random policy earns half of the steps.
/// </summary>
internal sealed class MatchWorld(int steps = 8) : IEnvironment<float, int>, IRenderable, IResumable
{
    private RandomGenerator? _random;
    private int _coin, _step;

    public Box<float> ObservationSpace { get; } = new(0, 1, 2);

    public Space<int> ActionSpace { get; } = new Discrete(2);

    public double FramesPerSecond => 10;

    public void Reset(Span<float> observation, long? seed = null)
    {
        _random = seed is { } value ? new RandomGenerator(value) : _random ?? throw new InvalidOperationException("The first reset needs a seed.");
        _step = 0;
        Show(observation);
    }

    public StepResult Step(int action, Span<float> observation)
    {
        var reward = action == _coin ? 1 : 0;
        Show(observation);
        return new StepResult(reward, false, ++_step == steps);
    }

    /// <summary>One pixel: white for heads, black for tails.</summary>
    public Frame Render() => new(1, 1, [.. Enumerable.Repeat((byte)(255 * _coin), 3)]);

    public void SaveState(BinaryWriter writer)
    {
        writer.Write(_random is not null);
        _random?.SaveState(writer);
        writer.Write(_coin);
        writer.Write(_step);
    }

    public void RestoreState(BinaryReader reader)
    {
        _random = reader.ReadBoolean() ? new RandomGenerator(0) : null;
        _random?.RestoreState(reader);
        (_coin, _step) = (reader.ReadInt32(), reader.ReadInt32());
    }

    public void Dispose()
    {
    }

    private void Show(Span<float> observation)
    {
        _coin = _random!.NextInt(2);
        (observation[_coin], observation[1 - _coin]) = (1, 0);
    }
}
