namespace RlLab.Algorithms;

/// <summary>
/// A world as an algorithm plays in it: the actions that it allows next are at hand, an action, a reward or an observation that is not finite is
/// named at once, and a wish to stop is heard at each step.
/// </summary>
/// <typeparam name="TElement">What an observation is made of.</typeparam>
/// <typeparam name="TAction">An action.</typeparam>
[Checkpointed]
public sealed partial class CheckedWorld<TElement, TAction>
    where TElement : unmanaged, IComparable<TElement>
{
    private readonly IEnvironment<TElement, TAction> _world;
    private readonly CancellationToken _stopping;
    private readonly IActionMask? _mask;
    private readonly Discrete? _actions;
    private readonly bool[] _allowed;
    private readonly string _name, _shown, _given, _done;

    /// <summary>Looks at a world.</summary>
    /// <param name="world">The world; the caller disposes of it.</param>
    /// <param name="stopping">Signalled when the world shall not be played in any more.</param>
    public CheckedWorld(IEnvironment<TElement, TAction> world, CancellationToken stopping = default)
    {
        (_world, _stopping) = (world, stopping);
        _name = world.GetType().Name.Split('`')[0];
        (_shown, _given, _done) = ($"what {_name} showed", $"the reward that {_name} gave", $"the action for {_name}");
        _actions = world.ActionSpace as Space<int> as Discrete;
        _mask = _actions is null ? null : world.As<IActionMask>();
        _allowed = new bool[_mask is null ? 0 : _actions!.Count];
    }

    /// <summary>A flag for each action: whether it is allowed in the next step. Empty where the world never forbids any.</summary>
    public ReadOnlySpan<bool> Allowed => _allowed;

    /// <summary>Starts an episode.</summary>
    /// <param name="observation">Receives the first observation.</param>
    /// <param name="seed">Seeds the world's generator; null lets it run on.</param>
    /// <exception cref="DivergedException">The observation is not finite.</exception>
    /// <exception cref="InvalidOperationException">The world allows no action.</exception>
    public void Reset(Span<TElement> observation, long? seed = null)
    {
        try
        {
            _world.Reset(observation, seed);
        }
        catch (NotFiniteNumberException e)
        {
            throw Diverged(e);
        }

        Finite.Check<TElement>(observation, _shown);
        ReadMask();
    }

    /// <summary>Lets the world run for one step.</summary>
    /// <param name="action">One that is allowed.</param>
    /// <param name="observation">Receives the observation after the step.</param>
    /// <returns>What it brought. After a step that terminated the episode all actions count as allowed: none will be taken.</returns>
    /// <exception cref="DivergedException">
    /// The action, the reward or the observation is not finite, or the reward is beyond the range of float32; for an action, the world has not moved.
    /// </exception>
    /// <exception cref="InvalidOperationException">The episode is not terminated, and the world allows no action.</exception>
    /// <exception cref="OperationCanceledException">The wish to stop was signalled; the world has not moved.</exception>
    public StepResult Step(TAction action, Span<TElement> observation)
    {
        _stopping.ThrowIfCancellationRequested();
        if (action is float[] numbers)
        {
            Finite.CheckAction(numbers, _done);
        }

        StepResult result;
        try
        {
            result = _world.Step(action, observation);
        }
        catch (NotFiniteNumberException e)
        {
            throw Diverged(e);
        }

        Finite.CheckReward(result.Reward, _given);
        Finite.Check<TElement>(observation, _shown);
        if (!result.Terminated)
        {
            ReadMask();
        }
        else
        {
            _allowed.AsSpan().Fill(true);
        }

        return result;
    }

    /// <summary>Draws an action, all that are allowed equally likely.</summary>
    /// <param name="random">What to draw from.</param>
    public TAction Sample(RandomGenerator random) =>
        _mask is null ? _world.ActionSpace.Sample(random) : (TAction)(object)_actions!.Sample(random, _allowed);

    private void ReadMask()
    {
        if (_mask is null)
        {
            return;
        }

        _mask.GetActionMask(_allowed);
        if (!Allowed.Contains(true))
        {
            throw new InvalidOperationException(
                $"{_name} allows none of its {_allowed.Length} actions, and the episode goes on: where nothing can be done it has to terminate.");
        }
    }

    /// <summary>What a world or a wrapper found of itself; its own words say more.</summary>
    private DivergedException Diverged(NotFiniteNumberException e) =>
        new($"what {_name} computed", double.IsFinite(e.OffendingNumber) ? double.NaN : e.OffendingNumber, advice: e.Message);
}
