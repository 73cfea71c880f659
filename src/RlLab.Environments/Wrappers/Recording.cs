namespace RlLab.Environments;

/// <summary>Keeps the frames of the episode that runs, for <see cref="IRun.LogVideo"/>.</summary>
/// <typeparam name="TElement">What an observation is made of.</typeparam>
/// <typeparam name="TAction">An action.</typeparam>
/// <remarks>A 600 x 400 frame takes 0.7 MB. What was filmed is not part of the state that is saved.</remarks>
public sealed class Recording<TElement, TAction> : Wrapper<TElement, TAction>
    where TElement : unmanaged, IComparable<TElement>
{
    private readonly List<Frame> _frames = [];
    private readonly IRenderable _camera;
    private readonly int _every;
    private readonly int _limit;
    private int _steps;

    /// <summary>Films a world.</summary>
    /// <param name="inner">The world; it must be <see cref="IRenderable"/>.</param>
    /// <param name="every">Only every so many steps are filmed; 1 films all.</param>
    /// <param name="limit">How many frames are kept at most; what follows is not filmed.</param>
    /// <exception cref="ArgumentException">The world cannot be looked at.</exception>
    public Recording(IEnvironment<TElement, TAction> inner, int every = 1, int limit = 2000)
        : base(inner)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(every, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        _camera = inner.As<IRenderable>()
            ?? throw new ArgumentException($"{inner.GetType().Name} draws no frames, so it cannot be filmed.", nameof(inner));
        (_every, _limit) = (every, limit);
    }

    /// <summary>The frames since the last reset, its own included.</summary>
    public IReadOnlyList<Frame> Frames => _frames;

    /// <summary>How fast <see cref="Frames"/> play in the world's own time.</summary>
    public override double FramesPerSecond => _camera.FramesPerSecond / _every;

    /// <inheritdoc/>
    public override void Reset(Span<TElement> observation, long? seed = null)
    {
        Inner.Reset(observation, seed);
        _frames.Clear();
        _steps = 0;
        Film();
    }

    /// <inheritdoc/>
    public override StepResult Step(TAction action, Span<TElement> observation)
    {
        var result = Inner.Step(action, observation);
        _steps++;
        if (result.Done || _steps % _every == 0)
        {
            Film();
        }

        return result;
    }

    private void Film()
    {
        if (_frames.Count < _limit)
        {
            _frames.Add(_camera.Render());
        }
    }
}
