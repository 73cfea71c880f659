namespace RlLab.Tests;

/// <summary>
/// The smallest world of continuous actions worth learning: a number from -1 to 1 is shown for some steps, and both elements of the action are to
/// lie where it lies, each between its own bounds. A step costs the squared distances.
/// </summary>
/// <param name="steps">The steps of an episode.</param>
/// <param name="terminates">Whether the episode's end is the task's own, instead of a time limit.</param>
internal sealed class AimWorld(int steps = 8, bool terminates = false) : IEnvironment<float, float[]>, IRenderable, IResumable
{
    private RandomGenerator? _random;
    private float _shown;
    private int _step;

    public Box<float> ObservationSpace { get; } = new(-1, 1, 1);

    public Space<float[]> ActionSpace { get; init; } = new Box<float>([2], [-2, 0], [2, 1]);

    public double FramesPerSecond => 10;

    /// <summary>Changes what a step brings, by the steps so far of the episode.</summary>
    public Func<int, StepResult, StepResult> OnStep { get; init; } = (_, result) => result;

    /// <summary>Is told each action.</summary>
    public Action<float[]> Watch { get; init; } = _ => { };

    public void Reset(Span<float> observation, long? seed = null)
    {
        _random = seed is { } value ? new RandomGenerator(value) : _random ?? throw new InvalidOperationException("The first reset needs a seed.");
        _step = 0;
        Show(observation);
    }

    public StepResult Step(float[] action, Span<float> observation)
    {
        if (!ActionSpace.Contains(action))
        {
            throw new ArgumentOutOfRangeException(nameof(action), string.Join(", ", action), "The action is outside the space.");
        }

        Watch(action);
        var cost = Math.Pow(action[0] / 2 - _shown, 2) + Math.Pow(2 * action[^1] - 1 - _shown, 2);
        Show(observation);
        var isOver = ++_step == steps;
        return OnStep(_step, new StepResult(-cost, isOver && terminates, isOver && !terminates));
    }

    /// <summary>One pixel, the brighter the higher the number.</summary>
    public Frame Render() => new(1, 1, [.. Enumerable.Repeat((byte)(127 * (_shown + 1)), 3)]);

    public void SaveState(BinaryWriter writer)
    {
        writer.Write(_random is not null);
        _random?.SaveState(writer);
        writer.Write(_shown);
        writer.Write(_step);
    }

    public void RestoreState(BinaryReader reader)
    {
        _random = reader.ReadBoolean() ? new RandomGenerator(0) : null;
        _random?.RestoreState(reader);
        (_shown, _step) = (reader.ReadSingle(), reader.ReadInt32());
    }

    public void Dispose()
    {
    }

    private void Show(Span<float> observation) => observation[0] = _shown = (float)_random!.NextDouble(-1, 1);
}
