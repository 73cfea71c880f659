namespace RlLab.Tests;

/// <summary>
/// The coin's world for other actions: a number is shown, -1 or 1; an action of <c>float[]</c> earns what it lies near to half of it, one of
/// <c>int[]</c> the share of its choices that name it, by 0 and 1.
/// </summary>
internal sealed class HintWorld<TAction>(Space<TAction> actions, int steps = 8) : IEnvironment<float, TAction>, IResumable
{
    private RandomGenerator? _random;
    private float _shown;
    private int _step;

    public Box<float> ObservationSpace { get; } = new(-1, 1, 1);

    public Space<TAction> ActionSpace => actions;

    public void Reset(Span<float> observation, long? seed = null)
    {
        _random = seed is { } value ? new RandomGenerator(value) : _random;
        _step = 0;
        Show(observation);
    }

    public StepResult Step(TAction action, Span<float> observation)
    {
        actions.Contains(action).Should().BeTrue();
        var reward = action switch
        {
            float[] numbers => 1 - numbers.Average(number => Math.Abs(number - 0.5 * _shown)),
            int[] choices => choices.Average(choice => choice == (_shown > 0 ? 1 : 0) ? 1.0 : 0),
            _ => throw new NotSupportedException(),
        };
        Show(observation);
        return new StepResult(reward, false, ++_step == steps);
    }

    public void SaveState(BinaryWriter writer)
    {
        _random!.SaveState(writer);
        writer.Write(_shown);
        writer.Write(_step);
    }

    public void RestoreState(BinaryReader reader)
    {
        (_random ??= new RandomGenerator(0)).RestoreState(reader);
        (_shown, _step) = (reader.ReadSingle(), reader.ReadInt32());
    }

    public void Dispose()
    {
    }

    private void Show(Span<float> observation) => observation[0] = _shown = _random!.NextInt(2) == 0 ? -1 : 1;
}
