namespace RlLab.Environments;

/// <summary>Leaves an agent only some of a world's actions, numbered anew from 0.</summary>
/// <typeparam name="TElement">What an observation is made of.</typeparam>
public sealed class ActionSubset<TElement> : Wrapper<TElement, int>
    where TElement : unmanaged, IComparable<TElement>
{
    private readonly int[] _actions;

    /// <summary>Restricts a world.</summary>
    /// <param name="inner">The world.</param>
    /// <param name="actions">The world's actions that are left; the agent's action i means the i-th of them.</param>
    public ActionSubset(IEnvironment<TElement, int> inner, params ReadOnlySpan<int> actions)
        : base(inner)
    {
        _actions = actions.ToArray();
        ActionSpace = new Discrete(_actions.Length);
        foreach (var action in _actions)
        {
            if (!inner.ActionSpace.Contains(action))
            {
                throw new ArgumentOutOfRangeException(nameof(actions), action, $"The world has no action {action}.");
            }
        }
    }

    /// <inheritdoc/>
    public override Space<int> ActionSpace { get; }

    /// <inheritdoc/>
    public override StepResult Step(int action, Span<TElement> observation)
    {
        if ((uint)action >= (uint)_actions.Length)
        {
            throw new ArgumentOutOfRangeException(nameof(action), action, $"There are the actions 0 to {_actions.Length - 1}, not {action}.");
        }

        return Inner.Step(_actions[action], observation);
    }

    /// <inheritdoc/>
    /// <remarks>A mask of the world inside numbers the actions as they were, so it is not passed on.</remarks>
    public override T? As<T>()
        where T : class => typeof(T) == typeof(IActionMask) ? null : base.As<T>();
}
