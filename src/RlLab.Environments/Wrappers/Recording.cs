using System.IO.Compression;

namespace RlLab.Environments;

/// <summary>Keeps the frames of the episode that runs, for <see cref="IRun.LogVideo"/>.</summary>
/// <typeparam name="TElement">What an observation is made of.</typeparam>
/// <typeparam name="TAction">An action.</typeparam>
/// <remarks>
/// Frames are kept compressed, because 2,000 of CartPole's would take 1.4 GB as they are. What was filmed is not part of the state that is
/// saved. A vectorised world resets within the step that ends an episode: there <see cref="EndedFrames"/> are its film.
/// </remarks>
public sealed class Recording<TElement, TAction> : Wrapper<TElement, TAction>
    where TElement : unmanaged, IComparable<TElement>
{
    private List<byte[]> _frames = [], _ended = [];
    private readonly IRenderable _camera;
    private readonly int _every;
    private readonly int _limit;
    private (int Width, int Height)? _size;
    private int _steps;

    /// <summary>Films a world.</summary>
    /// <param name="inner">The world; it must be <see cref="IRenderable"/>.</param>
    /// <param name="every">Only every so many steps are filmed. Default: 1, all.</param>
    /// <param name="limit">How many frames are kept at most; what follows is not filmed. Default: 2,000.</param>
    /// <exception cref="ArgumentException">The world cannot be looked at, or not at so many frames a second.</exception>
    public Recording(IEnvironment<TElement, TAction> inner, int every = 1, int limit = 2000)
        : base(inner)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(every, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        _camera = inner.As<IRenderable>()
            ?? throw new ArgumentException($"{Buffers.Name(inner)} draws no frames, so it cannot be filmed.", nameof(inner));
        if (!(double.IsFinite(_camera.FramesPerSecond) && _camera.FramesPerSecond > 0))
        {
            throw new ArgumentException(
                $"{Buffers.Name(inner)} shows {_camera.FramesPerSecond} frames a second, at which nothing can be filmed; "
                + "it must be a finite number above 0.",
                nameof(inner));
        }

        (_every, _limit) = (every, limit);
    }

    /// <summary>How many frames there are since the last reset, its own included.</summary>
    public int Count => _frames.Count;

    /// <summary>Those frames, each made anew when it is reached; take them before the next reset.</summary>
    public IEnumerable<Frame> Frames => _frames.Select(Unpack);

    /// <summary>The frames of the last episode that ended, each made anew when it is reached; none before. A reset leaves them.</summary>
    public IEnumerable<Frame> EndedFrames => _ended.Select(Unpack);

    /// <summary>How fast <see cref="Frames"/> play in the world's own time.</summary>
    public override double FramesPerSecond => _camera.FramesPerSecond / _every;

    /// <inheritdoc/>
    public override void Reset(Span<TElement> observation, long? seed = null)
    {
        Inner.Reset(observation, seed);
        (_frames, _steps) = ([], 0);
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

        _ended = result.Done ? _frames : _ended;
        return result;
    }

    private void Film()
    {
        if (_frames.Count >= _limit)
        {
            return;
        }

        var frame = _camera.Render();
        if ((_size ??= (frame.Width, frame.Height)) != (frame.Width, frame.Height) || frame.Pixels.Length != 3 * frame.Width * frame.Height)
        {
            throw new InvalidOperationException(
                $"Frames of a film are of one size: {Buffers.Name(Inner)} drew {frame.Width} x {frame.Height} pixels in {frame.Pixels.Length} bytes "
                + $"after {_size.Value.Width} x {_size.Value.Height}.");
        }

        using var packed = new MemoryStream();
        using (var stream = new ZLibStream(packed, CompressionLevel.Fastest))
        {
            stream.Write(frame.Pixels);
        }

        _frames.Add(packed.ToArray());
    }

    private Frame Unpack(byte[] packed)
    {
        var frame = new Frame(_size!.Value.Width, _size.Value.Height);
        using var stream = new ZLibStream(new MemoryStream(packed), CompressionMode.Decompress);
        stream.ReadExactly(frame.Pixels);
        return frame;
    }
}
