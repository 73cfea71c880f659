namespace RlLab.Environments;

/// <summary>A game on a board of 10 x 10, seen as one plane a kind of thing, with sticky actions.</summary>
/// <remarks>
/// After Young and Tian, "MinAtar: an Atari-inspired testbed for thorough and reproducible reinforcement learning experiments" (2019). Observation:
/// [planes, 10, 10], 1 where a thing of the plane's kind is and 0 elsewhere.
/// </remarks>
public abstract class Miniature : World<float>
{
    /// <summary>Rows, and columns.</summary>
    public const int Size = 10;

    private readonly double _stickiness;
    private int _last;

    /// <summary>A game.</summary>
    /// <param name="planes">How many kinds of things there are.</param>
    /// <param name="actions">How many actions there are.</param>
    /// <param name="stickiness">The probability with which the action before is taken once more instead of the one that is given.</param>
    /// <param name="timeLimit">After how many steps an episode is truncated; null for never.</param>
    protected Miniature(int planes, int actions, double stickiness, int? timeLimit)
        : base(new(0f, 1f, planes, Size, Size), actions, timeLimit) =>
        _stickiness = Constant.Probability(stickiness, nameof(stickiness));

    /// <inheritdoc/>
    public override double FramesPerSecond => 15;

    /// <summary>The colour of each plane's things; a later plane hides an earlier one.</summary>
    private protected abstract IReadOnlyList<Color> Colors { get; }

    /// <inheritdoc/>
    public sealed override Frame Render()
    {
        const int cell = 24;
        var canvas = new Canvas(Size * cell, Size * cell, 0x212529);
        var planes = new float[ObservationSpace.Length];
        Observe(planes);
        for (var i = 0; i < planes.Length; i++)
        {
            var (plane, place) = Math.DivRem(i, Size * Size);
            if (planes[i] != 0)
            {
                canvas.Rectangle(place % Size * cell + 1, place / Size * cell + 1, cell - 2, cell - 2, Colors[plane]);
            }
        }

        return canvas.Frame;
    }

    /// <summary>Sets the board for an episode.</summary>
    /// <param name="random">The generator to draw from.</param>
    protected abstract void Set(RandomGenerator random);

    /// <summary>Lets the game run for one step.</summary>
    /// <param name="action">The action that is taken.</param>
    protected abstract (double Reward, bool Terminated) Play(int action);

    /// <summary>Writes the game's own state.</summary>
    /// <param name="writer">Receives it.</param>
    protected abstract void SaveGame(BinaryWriter writer);

    /// <summary>Reads what <see cref="SaveGame"/> wrote.</summary>
    /// <param name="reader">Stands at it.</param>
    protected abstract void LoadGame(BinaryReader reader);

    /// <inheritdoc/>
    protected sealed override void Begin(RandomGenerator random)
    {
        _last = 0;
        Set(random);
    }

    /// <inheritdoc/>
    protected sealed override (double Reward, bool Terminated) Advance(int action)
    {
        if (_stickiness == 0 || Random.NextDouble() >= _stickiness)
        {
            _last = action;
        }

        return Play(_last);
    }

    /// <inheritdoc/>
    protected sealed override void Save(BinaryWriter writer)
    {
        writer.Write(_last);
        SaveGame(writer);
    }

    /// <inheritdoc/>
    protected sealed override void Load(BinaryReader reader)
    {
        _last = reader.ReadInt32();
        LoadGame(reader);
    }
}
