namespace RlLab.Environments;

/// <summary>Truncates an episode after a number of steps. The built-in worlds take their limit as an option; this is for all others.</summary>
/// <typeparam name="TElement">What an observation is made of.</typeparam>
/// <typeparam name="TAction">An action.</typeparam>
public sealed class TimeLimit<TElement, TAction> : Wrapper<TElement, TAction>
    where TElement : unmanaged, IComparable<TElement>
{
    private readonly int _limit;
    private int _steps;

    /// <summary>Limits a world.</summary>
    /// <param name="inner">The world.</param>
    /// <param name="limit">After how many steps an episode is truncated, at least 1.</param>
    public TimeLimit(IEnvironment<TElement, TAction> inner, int limit)
        : base(inner)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        _limit = _steps = limit;
    }

    /// <inheritdoc/>
    public override void Reset(Span<TElement> observation, long? seed = null)
    {
        Inner.Reset(observation, seed);
        _steps = 0;
    }

    /// <inheritdoc/>
    public override StepResult Step(TAction action, Span<TElement> observation)
    {
        if (_steps >= _limit)
        {
            throw new InvalidOperationException($"The episode was cut after {_limit} steps, or never began: call Reset before the next Step.");
        }

        var result = Inner.Step(action, observation);
        _steps++;
        return !result.Terminated && _steps >= _limit ? result with { Truncated = true } : result;
    }

    /// <inheritdoc/>
    public override void SaveState(BinaryWriter writer)
    {
        base.SaveState(writer);
        writer.Write(_steps);
    }

    /// <inheritdoc/>
    public override void RestoreState(BinaryReader reader)
    {
        base.RestoreState(reader);
        _steps = reader.ReadInt32();
    }
}
