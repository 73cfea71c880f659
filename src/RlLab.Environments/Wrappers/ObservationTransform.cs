namespace RlLab.Environments;

/// <summary>Replaces each observation by a function of it: scaled down, cropped, in grey.</summary>
/// <typeparam name="TSource">What the world's observation is made of.</typeparam>
/// <typeparam name="TElement">What the agent's observation is made of.</typeparam>
/// <typeparam name="TAction">An action.</typeparam>
/// <param name="inner">The world; disposed with this one.</param>
/// <param name="space">The shape and the bounds of what the function writes.</param>
/// <param name="transform">
/// From the world's observation to the agent's; it must not remember anything. What it writes must be finite; where it writes whole numbers,
/// which cannot show what is not finite, so must be what it is given.
/// </param>
public sealed class ObservationTransform<TSource, TElement, TAction>(
    IEnvironment<TSource, TAction> inner,
    Box<TElement> space,
    ObservationTransform<TSource, TElement, TAction>.Function transform)
    : IEnvironment<TElement, TAction>
    where TSource : unmanaged, IComparable<TSource>
    where TElement : unmanaged, IComparable<TElement>
{
    private readonly TSource[] _source = new TSource[inner.ObservationSpace.Length];

    /// <summary>Turns one observation into another.</summary>
    /// <param name="source">What the world shows.</param>
    /// <param name="observation">Receives what the agent sees.</param>
    public delegate void Function(ReadOnlySpan<TSource> source, Span<TElement> observation);

    /// <inheritdoc/>
    public Box<TElement> ObservationSpace => space;

    /// <inheritdoc/>
    public Space<TAction> ActionSpace => inner.ActionSpace;

    /// <inheritdoc/>
    public IReadOnlyList<string> InfoNames => inner.InfoNames;

    /// <inheritdoc/>
    /// <exception cref="NotFiniteNumberException">The first observation is not finite.</exception>
    public void Reset(Span<TElement> observation, long? seed = null)
    {
        Buffers.Check(this, space, observation.Length);
        inner.Reset(_source, seed);
        Transform(observation);
    }

    /// <inheritdoc/>
    /// <exception cref="NotFiniteNumberException">The observation is not finite.</exception>
    public StepResult Step(TAction action, Span<TElement> observation)
    {
        Buffers.Check(this, space, observation.Length);
        var result = inner.Step(action, _source);
        Transform(observation);
        return result;
    }

    /// <inheritdoc/>
    public bool TryGetInfo(string name, out double value) => inner.TryGetInfo(name, out value);

    /// <inheritdoc/>
    /// <remarks>It has no state of its own, so the world inside answers for both.</remarks>
    public T? As<T>()
        where T : class => !typeof(T).IsInterface && this is T itself ? itself : inner.As<T>();

    /// <inheritdoc/>
    public void Dispose() => inner.Dispose();

    private void Transform(Span<TElement> observation)
    {
        if (default(TElement) is not (float or double) && !Finite.All<TSource>(_source))
        {
            var given = Finite.IndexOfOther<TSource>(_source);
            throw new NotFiniteNumberException(
                $"{Buffers.Name(inner)} observed {_source[given]} at place {given}, "
                + $"which the observation transform cannot show as {typeof(TElement).Name}.");
        }

        transform(_source, observation);
        if (!Finite.All<TElement>(observation))
        {
            var made = Finite.IndexOfOther<TElement>(observation);
            throw new NotFiniteNumberException(
                $"The observation transform made {observation[made]} at place {made} of what {Buffers.Name(inner)} observed: "
                + $"[{string.Join(", ", _source.Take(8))}{(_source.Length > 8 ? ", ..." : "")}].");
        }
    }
}
