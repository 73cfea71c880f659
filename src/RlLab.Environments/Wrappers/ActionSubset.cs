namespace RlLab.Environments;

/// <summary>Leaves an agent only some of a world's actions, numbered anew from 0.</summary>
/// <remarks>A mask of the world inside is numbered anew too.</remarks>
/// <typeparam name="TElement">What an observation is made of.</typeparam>
public sealed class ActionSubset<TElement> : Wrapper<TElement, int>, IActionMask
    where TElement : unmanaged, IComparable<TElement>
{
    private readonly int[] _actions;
    private readonly IActionMask? _inside;
    private readonly bool[] _allowed, _allowedInside;

    /// <summary>Restricts a world.</summary>
    /// <param name="inner">The world.</param>
    /// <param name="actions">The world's actions that are left, at least one; the agent's action i means the i-th of them.</param>
    /// <exception cref="ArgumentException">No action is left.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The world has no such action.</exception>
    public ActionSubset(IEnvironment<TElement, int> inner, params ReadOnlySpan<int> actions)
        : base(inner)
    {
        if (actions.IsEmpty)
        {
            throw new ArgumentException("At least one of the world's actions must be left.", nameof(actions));
        }

        foreach (var action in actions)
        {
            if (!inner.ActionSpace.Contains(action))
            {
                throw new ArgumentOutOfRangeException(
                    nameof(actions), action, $"The world has no action {action}; its actions are {inner.ActionSpace}.");
            }
        }

        (_actions, _inside, ActionSpace) = (actions.ToArray(), inner.As<IActionMask>(), new Discrete(actions.Length));
        (_allowed, _allowedInside) = (new bool[actions.Length], new bool[inner.ActionSpace is Discrete inside ? inside.Count : 0]);
    }

    /// <inheritdoc/>
    public override Space<int> ActionSpace { get; }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The world forbids all actions that are left.</exception>
    public void GetActionMask(Span<bool> allowed)
    {
        Buffers.CheckMask(this, _actions.Length, allowed.Length);
        _inside?.GetActionMask(_allowedInside);
        for (var action = 0; action < allowed.Length; action++)
        {
            allowed[action] = _inside is null || _allowedInside[_actions[action]];
        }

        if (!allowed.Contains(true))
        {
            throw new InvalidOperationException(
                $"The world forbids all of the actions {string.Join(", ", _actions)} that {Buffers.Name(this)} leaves; leave more of them.");
        }
    }

    /// <inheritdoc/>
    public override StepResult Step(int action, Span<TElement> observation)
    {
        if (!ActionSpace.Contains(action))
        {
            throw RefusedAction.Outside(Buffers.Name(this), ActionSpace, action);
        }

        if (_inside is not null)
        {
            GetActionMask(_allowed);
            if (!_allowed[action])
            {
                throw RefusedAction.Masked(Buffers.Name(this), action, _allowed);
            }
        }

        return Inner.Step(_actions[action], observation);
    }
}
