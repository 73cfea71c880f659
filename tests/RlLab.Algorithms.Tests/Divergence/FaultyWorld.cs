using RlLab.Tests;

namespace RlLab.Algorithms.Tests.Divergence;

/// <summary>The coin's world, in which one step goes wrong, and which may never end.</summary>
/// <param name="faultAt">The step that goes wrong, counted over all episodes from 1; 0 for none.</param>
/// <param name="reward">Its reward; null for the right one.</param>
/// <param name="shown">What its observation shows; null for the right one.</param>
/// <param name="endless">Whether episodes go on for ever.</param>
internal sealed class FaultyWorld(long faultAt = 0, double? reward = null, float? shown = null, bool endless = false, Action<long>? onStep = null)
    : IEnvironment<float, int>
{
    private readonly MatchWorld _inner = new(endless ? int.MaxValue : 8);

    /// <summary>Steps of all episodes.</summary>
    public long Steps { get; private set; }

    public Box<float> ObservationSpace => _inner.ObservationSpace;

    public Space<int> ActionSpace => _inner.ActionSpace;

    public void Reset(Span<float> observation, long? seed = null) => _inner.Reset(observation, seed);

    public StepResult Step(int action, Span<float> observation)
    {
        var result = _inner.Step(action, observation);
        Steps++;
        onStep?.Invoke(Steps);
        if (Steps != faultAt)
        {
            return result;
        }

        observation[1] = shown ?? observation[1];
        return result with { Reward = reward ?? result.Reward };
    }

    public bool TryGetInfo(string name, out double value)
    {
        value = Steps == faultAt ? double.NaN : 1;
        return name == "lives";
    }

    public void Dispose()
    {
    }
}
