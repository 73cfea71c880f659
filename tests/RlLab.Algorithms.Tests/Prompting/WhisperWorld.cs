namespace RlLab.Algorithms.Tests.Prompting;

/// <summary>A speaker sees a number from 0 to 3, and a listener who hears two bits of it must name it in the last of two steps.</summary>
/// <remarks>The listener has a fifth action, which is always forbidden; the world fails the test that takes it.</remarks>
[Checkpointed]
internal sealed partial class WhisperWorld(int length = 2) : IMultiAgentEnvironment<float, int>, IIdentified
{
    public const int Listener = 0, Speaker = 1, Bits = 2, Numbers = 4, Forbidden = 4;

    private RandomGenerator? _random;
    private int _number, _message, _step;

    public IReadOnlyList<string> Agents { get; } = ["listener", "speaker"];

    public string Name => nameof(WhisperWorld);

    public string Version => $"of {length}";

    public Box<float> ObservationSpace(int agent) => new(0, 1, agent == Listener ? 1 + Bits : Numbers);

    public Space<int> ActionSpace(int agent) => new Discrete(agent == Listener ? Numbers + 1 : 1 << Bits);

    public bool IsActive(int agent) => _step < length;

    public void Reset(long? seed = null)
    {
        _random = seed is { } given ? new RandomGenerator(given) : _random;
        (_number, _message, _step) = (_random!.NextInt(Numbers), 0, 0);
    }

    public void Step(ReadOnlySpan<int> actions, Span<StepResult> results)
    {
        actions[Listener].Should().NotBe(Forbidden);
        var right = _step == length - 1 && actions[Listener] == _number;
        _message = actions[Speaker];
        results.Fill(new StepResult(right ? 1 : 0, Terminated: ++_step == length, Truncated: false));
    }

    public void Observe(int agent, Span<float> observation)
    {
        observation.Clear();
        if (agent == Speaker)
        {
            observation[_number] = 1;
            return;
        }

        observation[0] = _step;
        for (var bit = 0; bit < Bits; bit++)
        {
            observation[1 + bit] = _message >> bit & 1;
        }
    }

    public void GetActionMask(int agent, Span<bool> allowed)
    {
        allowed.Fill(true);
        if (agent == Listener)
        {
            allowed[Forbidden] = false;
        }
    }

    public void Dispose()
    {
    }
}
