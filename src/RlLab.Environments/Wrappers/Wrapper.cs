namespace RlLab.Environments;

/// <summary>A world around another world that passes everything on; what a wrapper changes, it overrides.</summary>
/// <typeparam name="TElement">What an observation is made of.</typeparam>
/// <typeparam name="TAction">An action.</typeparam>
/// <param name="inner">The world inside; disposed with the wrapper.</param>
public abstract class Wrapper<TElement, TAction>(IEnvironment<TElement, TAction> inner)
    : IEnvironment<TElement, TAction>, IRenderable, IResumable
    where TElement : unmanaged, IComparable<TElement>
{
    /// <inheritdoc/>
    public virtual Box<TElement> ObservationSpace => Inner.ObservationSpace;

    /// <inheritdoc/>
    public virtual Space<TAction> ActionSpace => Inner.ActionSpace;

    /// <inheritdoc/>
    public virtual double FramesPerSecond => Ability<IRenderable>().FramesPerSecond;

    /// <summary>The world inside.</summary>
    protected IEnvironment<TElement, TAction> Inner { get; } = inner;

    /// <inheritdoc/>
    public virtual void Reset(Span<TElement> observation, long? seed = null) => Inner.Reset(observation, seed);

    /// <inheritdoc/>
    public virtual StepResult Step(TAction action, Span<TElement> observation) => Inner.Step(action, observation);

    /// <inheritdoc/>
    public virtual IReadOnlyList<string> InfoNames => Inner.InfoNames;

    /// <inheritdoc/>
    public virtual bool TryGetInfo(string name, out double value) => Inner.TryGetInfo(name, out value);

    /// <inheritdoc/>
    public Frame Render() => Ability<IRenderable>().Render();

    /// <inheritdoc/>
    /// <remarks>A wrapper can be only what the world inside can be; but it is what its class says.</remarks>
    public virtual T? As<T>()
        where T : class => !typeof(T).IsInterface && this is T itself ? itself : Inner.As<T>() is { } inside ? this as T ?? inside : null;

    /// <inheritdoc/>
    public virtual void SaveState(BinaryWriter writer) => Ability<IResumable>().SaveState(writer);

    /// <inheritdoc/>
    public virtual void RestoreState(BinaryReader reader) => Ability<IResumable>().RestoreState(reader);

    /// <inheritdoc/>
    public virtual void Dispose()
    {
        Inner.Dispose();
        GC.SuppressFinalize(this);
    }

    private T Ability<T>()
        where T : class =>
        Inner.As<T>() ?? throw new NotSupportedException(
            $"The world inside {GetType().Name} is not {typeof(T).Name}; As<{typeof(T).Name}>() tells that beforehand.");
}
