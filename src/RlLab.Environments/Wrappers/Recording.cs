using System.IO.Compression;

namespace RlLab.Environments;

/// <summary>Keeps the frames of the episode that runs, for <see cref="IRun.LogVideo"/>.</summary>
/// <typeparam name="TElement">What an observation is made of.</typeparam>
/// <typeparam name="TAction">An action.</typeparam>
/// <remarks>
/// Frames are kept compressed, because 2,000 of CartPole's would take 1.4 GB as they are. What was filmed is not part of the state that is
/// saved.
/// </remarks>
public sealed class Recording<TElement, TAction> : Wrapper<TElement, TAction>
    where TElement : unmanaged, IComparable<TElement>
{
    private readonly List<byte[]> _frames = [];
    private readonly IRenderable _camera;
    private readonly int _every;
    private readonly int _limit;
    private (int Width, int Height) _size;
    private int _steps;

    /// <summary>Films a world.</summary>
    /// <param name="inner">The world; it must be <see cref="IRenderable"/>.</param>
    /// <param name="every">Only every so many steps are filmed. Default: 1, all.</param>
    /// <param name="limit">How many frames are kept at most; what follows is not filmed. Default: 2,000.</param>
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

    /// <summary>How many frames there are since the last reset, its own included.</summary>
    public int Count => _frames.Count;

    /// <summary>Those frames, each made anew when it is reached; take them before the next reset.</summary>
    public IEnumerable<Frame> Frames => _frames.Select(Unpack);

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
        if (_frames.Count >= _limit)
        {
            return;
        }

        var frame = _camera.Render();
        _size = (frame.Width, frame.Height);
        using var packed = new MemoryStream();
        using (var stream = new ZLibStream(packed, CompressionLevel.Fastest))
        {
            stream.Write(frame.Pixels);
        }

        _frames.Add(packed.ToArray());
    }

    private Frame Unpack(byte[] packed)
    {
        var frame = new Frame(_size.Width, _size.Height);
        using var stream = new ZLibStream(new MemoryStream(packed), CompressionMode.Decompress);
        stream.ReadExactly(frame.Pixels);
        return frame;
    }
}
