namespace RlLab.Algorithms.Tests.Bandits;

/// <summary>Arms that earn a normal reward around their mean, with a given deviation.</summary>
[Checkpointed]
internal sealed partial class BanditWorld(double[] means, double deviation) : IEnvironment<float, int>
{
    private RandomGenerator? _random;
    private double _regret, _optimal;

    public Box<float> ObservationSpace { get; } = new(1, 1, 1);

    public Space<int> ActionSpace { get; } = new Discrete(means.Length);

    public void Reset(Span<float> observation, long? seed = null)
    {
        _random = seed is { } value ? new RandomGenerator(value) : _random;
        observation[0] = 1;
        _regret = 0;
    }

    public StepResult Step(int action, Span<float> observation)
    {
        observation[0] = 1;
        _regret += means.Max() - means[action];
        _optimal = means[action] == means.Max() ? 1 : 0;
        return new StepResult(means[action] + deviation * _random!.NextGaussian(), false, false);
    }

    public bool TryGetInfo(string name, out double value)
    {
        value = name == "regret" ? _regret : _optimal;
        return name is "regret" or "optimal";
    }

    public void Dispose()
    {
    }
}
