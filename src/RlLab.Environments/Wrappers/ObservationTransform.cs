namespace RlLab.Environments;

/// <summary>Replaces each observation by a function of it: scaled down, cropped, in grey.</summary>
/// <typeparam name="TSource">What the world's observation is made of.</typeparam>
/// <typeparam name="TElement">What the agent's observation is made of.</typeparam>
/// <typeparam name="TAction">An action.</typeparam>
/// <param name="inner">The world; disposed with this one.</param>
/// <param name="space">The shape and the bounds of what the function writes.</param>
/// <param name="transform">From the world's observation to the agent's; it must not remember anything.</param>
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
    public void Reset(Span<TElement> observation, long? seed = null)
    {
        Buffers.Check(this, space, observation.Length);
        inner.Reset(_source, seed);
        transform(_source, observation);
    }

    /// <inheritdoc/>
    public StepResult Step(TAction action, Span<TElement> observation)
    {
        Buffers.Check(this, space, observation.Length);
        var result = inner.Step(action, _source);
        transform(_source, observation);
        return result;
    }

    /// <inheritdoc/>
    public bool TryGetInfo(string name, out double value) => inner.TryGetInfo(name, out value);

    /// <inheritdoc/>
    /// <remarks>It has no state of its own, so the world inside answers for both.</remarks>
    public T? As<T>()
        where T : class => inner.As<T>();

    /// <inheritdoc/>
    public void Dispose() => inner.Dispose();
}
