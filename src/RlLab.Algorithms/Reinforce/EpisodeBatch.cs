namespace RlLab.Algorithms.Reinforce;

/// <summary>The steps of one or more episodes, one after the other, in memory that is used again for the next update.</summary>
/// <param name="observationLength">Elements of one observation.</param>
/// <param name="flags">How many actions have a flag that says whether they are allowed; 0 where the world never forbids any.</param>
[Checkpointed]
public sealed partial class EpisodeBatch(int observationLength, int flags = 0)
{
    private float[] _observations = new float[1024 * Require.AtLeast(observationLength, 1)];
    private bool[] _forbidden = new bool[1024 * Require.AtLeast(flags, 0)];
    private long[] _actions = new long[1024];
    private float[] _rewards = new float[1024];
    private float[] _returns = new float[1024];
    private int _episodeStart;

    /// <summary>Steps so far.</summary>
    public int Count { get; private set; }

    /// <summary>Episodes that are complete.</summary>
    public int Episodes { get; private set; }

    /// <summary>Shape: steps x observation length, row-major.</summary>
    public Memory<float> Observations => _observations.AsMemory(0, Count * observationLength);

    /// <summary>One action a step.</summary>
    public Memory<long> Actions => _actions.AsMemory(0, Count);

    /// <summary>One return a step, of the complete episodes.</summary>
    public Memory<float> Returns => _returns.AsMemory(0, Count);

    /// <summary>Shape: steps x actions, row-major: whether the action was forbidden. Empty where the world never forbids any.</summary>
    public Memory<bool> Forbidden => _forbidden.AsMemory(0, Count * flags);

    /// <summary>Adds a step.</summary>
    /// <param name="observation">What was seen.</param>
    /// <param name="action">What was done.</param>
    /// <param name="reward">What it earned.</param>
    /// <param name="allowed">Which actions were allowed, a flag each; empty where the world never forbids any.</param>
    public void Add(ReadOnlySpan<float> observation, int action, double reward, ReadOnlySpan<bool> allowed = default)
    {
        if (observation.Length != observationLength || allowed.Length != flags)
        {
            throw new ArgumentException(
                $"A step has {observationLength} numbers and {flags} flags of allowed actions, not {observation.Length} and {allowed.Length}.");
        }

        if (Count == _actions.Length)
        {
            Array.Resize(ref _observations, 2 * _observations.Length);
            Array.Resize(ref _forbidden, 2 * _forbidden.Length);
            Array.Resize(ref _actions, 2 * _actions.Length);
            Array.Resize(ref _rewards, 2 * _rewards.Length);
            Array.Resize(ref _returns, 2 * _returns.Length);
        }

        observation.CopyTo(_observations.AsSpan(Count * observationLength));
        for (var other = 0; other < flags; other++)
        {
            _forbidden[Count * flags + other] = !allowed[other];
        }

        _actions[Count] = action;
        _rewards[Count] = (float)reward;
        Count++;
    }

    /// <summary>Computes the returns of the steps since the last episode's end.</summary>
    /// <param name="discount">From 0 to 1.</param>
    public void EndEpisode(double discount)
    {
        var (start, length) = (_episodeStart, Count - _episodeStart);
        Reinforce.Returns.Discounted(_rewards.AsSpan(start, length), discount, _returns.AsSpan(start, length));
        _episodeStart = Count;
        Episodes++;
    }

    /// <summary>Forgets all steps.</summary>
    public void Clear() => Count = Episodes = _episodeStart = 0;
}
