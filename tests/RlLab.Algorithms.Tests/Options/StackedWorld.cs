namespace RlLab.Algorithms.Tests.Options;

/// <summary>Shows an observation as often as a stack is high.</summary>
internal sealed class StackedWorld(IEnvironment<float, int> inner, int stack) : IEnvironment<float, int>
{
    private readonly float[] _observation = new float[inner.ObservationSpace.Length];

    public Box<float> ObservationSpace { get; } = new(0, 1, stack, inner.ObservationSpace.Length);

    public Space<int> ActionSpace => inner.ActionSpace;

    public void Reset(Span<float> observation, long? seed = null)
    {
        inner.Reset(_observation, seed);
        Show(observation);
    }

    public StepResult Step(int action, Span<float> observation)
    {
        var result = inner.Step(action, _observation);
        Show(observation);
        return result;
    }

    public void Dispose() => inner.Dispose();

    private void Show(Span<float> observation)
    {
        for (var i = 0; i < stack; i++)
        {
            _observation.CopyTo(observation[(i * _observation.Length)..]);
        }
    }
}
