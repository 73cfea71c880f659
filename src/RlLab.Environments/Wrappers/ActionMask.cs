namespace RlLab.Environments;

/// <summary>Forbids actions, depending on the world's state; a forbidden action is refused like one outside the space.</summary>
/// <typeparam name="TElement">What an observation is made of.</typeparam>
/// <param name="inner">The world.</param>
/// <param name="allow">
/// Clears the flags of the actions that are forbidden next; at least one must stay. All flags that the world itself allows are set before.
/// </param>
public sealed class ActionMask<TElement>(IEnvironment<TElement, int> inner, ActionMask<TElement>.Rule allow)
    : Wrapper<TElement, int>(inner), IActionMask
    where TElement : unmanaged, IComparable<TElement>
{
    private readonly bool[] _allowed = new bool[((Discrete)inner.ActionSpace).Count];

    /// <summary>Clears the flags of forbidden actions.</summary>
    /// <param name="allowed">A flag for each action.</param>
    public delegate void Rule(Span<bool> allowed);

    /// <inheritdoc/>
    public void GetActionMask(Span<bool> allowed)
    {
        allowed.Fill(true);
        Inner.As<IActionMask>()?.GetActionMask(allowed);
        allow(allowed);
        if (!allowed.Contains(true))
        {
            throw new InvalidOperationException("The rule of the action mask forbids every action; at least one must be allowed.");
        }
    }

    /// <inheritdoc/>
    public override StepResult Step(int action, Span<TElement> observation)
    {
        GetActionMask(_allowed);
        if ((uint)action < (uint)_allowed.Length && !_allowed[action])
        {
            throw new ArgumentOutOfRangeException(
                nameof(action), action, $"Action {action} is masked; draw from those that GetActionMask allows.");
        }

        return Inner.Step(action, observation);
    }

    /// <inheritdoc/>
    public override T? As<T>()
        where T : class => typeof(T) == typeof(IActionMask) ? (T)(object)this : base.As<T>();
}
