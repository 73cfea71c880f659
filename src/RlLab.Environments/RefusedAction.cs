namespace RlLab.Environments;

/// <summary>What is said of an action that cannot be taken: whose it was, what it was, and what there is.</summary>
internal static class RefusedAction
{
    /// <summary>The error for an action outside the space.</summary>
    /// <param name="who">The world, the instance or the agent.</param>
    /// <param name="space">Its actions.</param>
    /// <param name="action">What it was given.</param>
    public static ArgumentOutOfRangeException Outside<TAction>(string who, Space<TAction> space, TAction action)
    {
        var shown = action is float[] numbers ? $"[{string.Join(", ", numbers)}]" : $"{action?.ToString() ?? "null"}";
        return new ArgumentOutOfRangeException(
            nameof(action),
            shown,
            (object)space is Discrete discrete
                ? $"{who} has the actions 0 to {discrete.Count - 1}, not {shown}."
                : $"{who} has no such action; its space is {space}.");
    }

    /// <summary>The error for an action that is masked now.</summary>
    /// <param name="who">The world, the instance or the agent.</param>
    /// <param name="action">What it was given.</param>
    /// <param name="allowed">The mask.</param>
    public static ArgumentOutOfRangeException Masked(string who, int action, ReadOnlySpan<bool> allowed)
    {
        var left = new List<int>();
        for (var i = 0; i < allowed.Length; i++)
        {
            if (allowed[i])
            {
                left.Add(i);
            }
        }

        return new ArgumentOutOfRangeException(
            nameof(action), action, $"{who} may not take action {action} now: it is masked. Allowed are {string.Join(", ", left)}.");
    }
}
