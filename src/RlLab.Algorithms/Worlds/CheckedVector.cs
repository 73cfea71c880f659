namespace RlLab.Algorithms;

/// <summary>
/// A vectorised world as an algorithm plays in it: the actions that each instance allows next are at hand, a reward or an observation that is not
/// finite is named at once with its instance, and each instance's returns are counted.
/// </summary>
/// <typeparam name="TElement">What an observation is made of.</typeparam>
/// <typeparam name="TAction">An action.</typeparam>
[Checkpointed]
internal sealed partial class CheckedVector<TElement, TAction>
    where TElement : unmanaged, IComparable<TElement>
{
    private readonly IVectorEnvironment<TElement, TAction> _worlds;
    private readonly bool[] _allowed;
    private readonly double[] _returns;
    private readonly long[] _lengths;
    private readonly string _name;
    [Rebuilt]
    private readonly TElement[] _final;
    [Rebuilt]
    private readonly float[] _rewards;
    [Rebuilt]
    private readonly bool[] _terminated, _truncated;

    /// <summary>Looks at a vectorised world.</summary>
    /// <param name="worlds">The world; the caller disposes of it.</param>
    /// <param name="name">What one instance is called.</param>
    public CheckedVector(IVectorEnvironment<TElement, TAction> worlds, string name)
    {
        (_worlds, _name) = (worlds, name);
        (Count, Length, Flags) = (worlds.Count, worlds.ObservationSpace.Length, (worlds.ActionSpace as Space<int> as Discrete)?.Count ?? 0);
        (_allowed, _final) = (new bool[Count * Flags], new TElement[Count * Length]);
        (_rewards, _terminated, _truncated) = (new float[Count], new bool[Count], new bool[Count]);
        (_returns, _lengths) = (new double[Count], new long[Count]);
    }

    /// <summary>How many instances there are.</summary>
    public int Count { get; }

    /// <summary>Elements of one observation.</summary>
    public int Length { get; }

    /// <summary>Actions that have a flag which says whether they are allowed; 0 where actions are not of a <see cref="Discrete"/> space.</summary>
    public int Flags { get; }

    /// <summary>What each instance earned in the last step.</summary>
    public ReadOnlySpan<float> Rewards => _rewards;

    /// <summary>Which episodes the last step ended by the task itself.</summary>
    public ReadOnlySpan<bool> Terminated => _terminated;

    /// <summary>Which episodes the last step cut from outside.</summary>
    public ReadOnlySpan<bool> Truncated => _truncated;

    /// <summary>A flag for each action of an instance: whether it is allowed in the next step.</summary>
    public ReadOnlySpan<bool> Allowed(int instance) => _allowed.AsSpan(instance * Flags, Flags);

    /// <summary>The last observation of the episode that the last step ended.</summary>
    public ReadOnlySpan<TElement> Final(int instance) => _final.AsSpan(instance * Length, Length);

    /// <summary>The return and the length of an instance's episode up to the last step; at its end it is forgotten.</summary>
    public (double Return, long Length) EndEpisode(int instance)
    {
        var episode = (_returns[instance], _lengths[instance]);
        (_returns[instance], _lengths[instance]) = (0, 0);
        return episode;
    }

    /// <summary>Starts an episode in every instance.</summary>
    /// <exception cref="DivergedException">An observation is not finite.</exception>
    /// <exception cref="InvalidOperationException">An instance allows no action.</exception>
    public void Reset(Span<TElement> observations, long seed)
    {
        try
        {
            _worlds.Reset(observations, seed);
        }
        catch (NotFiniteNumberException e)
        {
            throw Diverged(e);
        }

        Look(observations);
    }

    /// <summary>Lets every instance run for one step.</summary>
    /// <param name="actions">One action an instance.</param>
    /// <param name="observations">Receives what is to be acted on next.</param>
    /// <exception cref="DivergedException">A reward or an observation is not finite.</exception>
    /// <exception cref="InvalidOperationException">An instance allows no action.</exception>
    public void Step(ReadOnlySpan<TAction> actions, Span<TElement> observations)
    {
        try
        {
            _worlds.Step(actions, observations, _rewards, _terminated, _truncated, _final);
        }
        catch (NotFiniteNumberException e)
        {
            throw Diverged(e);
        }

        for (var i = 0; i < Count; i++)
        {
            if (!float.IsFinite(_rewards[i]))
            {
                Finite.CheckReward(_rewards[i], $"the reward that instance {i} of {_name} gave");
            }

            if (_terminated[i] || _truncated[i])
            {
                LookAt(Final(i), i);
            }

            _returns[i] += _rewards[i];
            _lengths[i]++;
        }

        Look(observations);
    }

    private void Look(ReadOnlySpan<TElement> observations)
    {
        for (var i = 0; i < Count; i++)
        {
            LookAt(observations.Slice(i * Length, Length), i);
            if (Flags > 0)
            {
                var allowed = _allowed.AsSpan(i * Flags, Flags);
                _worlds.GetActionMask(i, allowed);
                if (!allowed.Contains(true))
                {
                    throw new InvalidOperationException(
                        $"Instance {i} of {_name} allows none of its {Flags} actions, and the episode goes on: where nothing can be done it has "
                        + "to terminate.");
                }
            }
        }
    }

    private void LookAt(ReadOnlySpan<TElement> observation, int instance)
    {
        if (!Finite.All(observation))
        {
            Finite.Check(observation, $"what instance {instance} of {_name} showed");
        }
    }

    private DivergedException Diverged(NotFiniteNumberException e) =>
        new($"what {_name} computed", double.IsFinite(e.OffendingNumber) ? double.NaN : e.OffendingNumber, advice: e.Message);
}
