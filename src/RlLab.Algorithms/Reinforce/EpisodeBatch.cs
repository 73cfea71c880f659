namespace RlLab.Algorithms.Reinforce;

/// <summary>The steps of one or more episodes, one after the other, in memory that is used again for the next update.</summary>
internal sealed class EpisodeBatch(int observationLength)
{
    private float[] _observations = new float[1024 * observationLength];
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

    public void Add(ReadOnlySpan<float> observation, int action, double reward)
    {
        if (Count == _actions.Length)
        {
            Array.Resize(ref _observations, 2 * _observations.Length);
            Array.Resize(ref _actions, 2 * _actions.Length);
            Array.Resize(ref _rewards, 2 * _rewards.Length);
            Array.Resize(ref _returns, 2 * _returns.Length);
        }

        observation.CopyTo(_observations.AsSpan(Count * observationLength));
        _actions[Count] = action;
        _rewards[Count] = (float)reward;
        Count++;
    }

    /// <summary>Computes the returns of the steps since the last episode's end.</summary>
    public void EndEpisode(double discount)
    {
        var (start, length) = (_episodeStart, Count - _episodeStart);
        Reinforce.Returns.Discounted(_rewards.AsSpan(start, length), discount, _returns.AsSpan(start, length));
        _episodeStart = Count;
        Episodes++;
    }

    public void Clear() => Count = Episodes = _episodeStart = 0;
}
