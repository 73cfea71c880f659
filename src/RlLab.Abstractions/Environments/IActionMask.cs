namespace RlLab;

/// <summary>A world in which not every action is allowed all the time; it refuses a masked one like one outside the space.</summary>
/// <remarks>
/// Had by <see cref="IEnvironment{TElement, TAction}.As"/>, through wrappers too; of a vectorised world, by
/// <see cref="IVectorEnvironment{TElement, TAction}.GetActionMask"/>. What is allowed is drawn by
/// <see cref="Discrete.Sample(RandomGenerator, ReadOnlySpan{bool})"/>.
/// </remarks>
public interface IActionMask
{
    /// <summary>Tells which actions are allowed in the next step; at least one is.</summary>
    /// <param name="allowed">Receives a flag for each action of the <see cref="Discrete"/> space.</param>
    /// <exception cref="ArgumentException">It does not hold as many flags as there are actions.</exception>
    void GetActionMask(Span<bool> allowed);
}
