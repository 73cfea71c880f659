namespace RlLab.Environments;

/// <summary>Adds up what an episode brings. The infos <c>episode_return</c> and <c>episode_length</c> hold the sums so far.</summary>
/// <remarks>
/// In a vectorised world an ended episode's are its final infos: <c>vector.TryGetFinalInfo(i, "episode_return", out var sum)</c>. A reward that
/// is not a number makes the return none.
/// </remarks>
/// <typeparam name="TElement">What an observation is made of.</typeparam>
/// <typeparam name="TAction">An action.</typeparam>
/// <param name="inner">The world.</param>
public sealed class EpisodeStatistics<TElement, TAction>(IEnvironment<TElement, TAction> inner) : Wrapper<TElement, TAction>(inner)
    where TElement : unmanaged, IComparable<TElement>
{
    private IReadOnlyList<string> _names = [];

    /// <summary>The sum of the rewards of the episode that runs, or that has just ended.</summary>
    public double Return { get; private set; }

    /// <summary>Its steps.</summary>
    public int Length { get; private set; }

    /// <inheritdoc/>
    public override void Reset(Span<TElement> observation, long? seed = null)
    {
        Inner.Reset(observation, seed);
        (Return, Length) = (0, 0);
    }

    /// <inheritdoc/>
    public override StepResult Step(TAction action, Span<TElement> observation)
    {
        var result = Inner.Step(action, observation);
        Return += result.Reward;
        Length++;
        return result;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> InfoNames
    {
        get
        {
            // Worlds in Python learn more names as they go, and an ended episode shall not cost a list.
            var inside = Inner.InfoNames;
            return _names.Count == inside.Count + 2 ? _names : _names = [.. inside, "episode_return", "episode_length"];
        }
    }

    /// <inheritdoc/>
    public override bool TryGetInfo(string name, out double value)
    {
        switch (name)
        {
            case "episode_return":
                value = Return;
                return true;
            case "episode_length":
                value = Length;
                return true;
            default:
                return Inner.TryGetInfo(name, out value);
        }
    }

    /// <inheritdoc/>
    public override void SaveState(BinaryWriter writer)
    {
        base.SaveState(writer);
        writer.Write(Return);
        writer.Write(Length);
    }

    /// <inheritdoc/>
    public override void RestoreState(BinaryReader reader)
    {
        base.RestoreState(reader);
        (Return, Length) = (reader.ReadDouble(), reader.ReadInt32());
    }
}
