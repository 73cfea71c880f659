namespace RlLab.Environments;

/// <summary>Forbids actions, depending on the world's state; a forbidden action is refused like one outside the space.</summary>
/// <typeparam name="TElement">What an observation is made of.</typeparam>
/// <param name="inner">The world; its actions are <see cref="Discrete"/>.</param>
/// <param name="allow">
/// Clears the flags of the actions that are forbidden next; at least one must stay. All flags that the world itself allows are set before;
/// what the world forbids stays forbidden.
/// </param>
/// <exception cref="ArgumentException">The world's actions are not <see cref="Discrete"/>.</exception>
public sealed class ActionMask<TElement>(IEnvironment<TElement, int> inner, ActionMask<TElement>.Rule allow)
    : Wrapper<TElement, int>(inner), IActionMask
    where TElement : unmanaged, IComparable<TElement>
{
    private readonly IActionMask? _inside = inner.As<IActionMask>();
    private readonly bool[] _allowed = new bool[Actions(inner)];
    private readonly bool[] _allowedInside = new bool[Actions(inner)];

    /// <summary>Clears the flags of forbidden actions.</summary>
    /// <param name="allowed">A flag for each action.</param>
    public delegate void Rule(Span<bool> allowed);

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The rule leaves no action.</exception>
    public void GetActionMask(Span<bool> allowed)
    {
        Buffers.CheckMask(this, _allowed.Length, allowed.Length);
        _allowedInside.AsSpan().Fill(true);
        _inside?.GetActionMask(_allowedInside);
        _allowedInside.CopyTo(allowed);
        allow(allowed);
        for (var action = 0; action < allowed.Length; action++)
        {
            allowed[action] &= _allowedInside[action];
        }

        if (!allowed.Contains(true))
        {
            throw new InvalidOperationException("The rule of the action mask forbids every action; at least one must be allowed.");
        }
    }

    /// <inheritdoc/>
    public override StepResult Step(int action, Span<TElement> observation)
    {
        GetActionMask(_allowed);
        return (uint)action < (uint)_allowed.Length && !_allowed[action]
            ? throw RefusedAction.Masked(Buffers.Name(this), action, _allowed)
            : Inner.Step(action, observation);
    }

    /// <inheritdoc/>
    public override T? As<T>()
        where T : class => typeof(T) == typeof(IActionMask) ? (T)(object)this : base.As<T>();

    private static int Actions(IEnvironment<TElement, int> inner) => inner.ActionSpace is Discrete actions
        ? actions.Count
        : throw new ArgumentException(
            $"The actions of {Buffers.Name(inner)} are in {inner.ActionSpace}; only those of a Discrete space can be masked.", nameof(inner));
}
