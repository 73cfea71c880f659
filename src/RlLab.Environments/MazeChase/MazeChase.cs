namespace RlLab.Environments;

/// <summary>A maze chase of RlLab's own, with frames, actions and pace of an Atari: see the README beside it.</summary>
/// <remarks>
/// Observation: 210 x 160 x 3 bytes. Actions: none, up, right, left, down, up-right, up-left, down-right, down-left; each is held for 4
/// frames of 1/60 s. Reward: the points of those frames. Terminated when the last life is lost; truncated at the time limit.
/// Infos: <c>lives</c>, <c>score</c>, <c>level</c>, <c>pellets</c>.
/// </remarks>
/// <param name="timeLimit">After how many steps an episode is truncated: 27,000 as in Gymnasium's Atari games, half an hour; null for never.</param>
/// <param name="stickiness">
/// The probability, each frame, that the stick stays where it was in the frame before; 0 by default, 0.25 in Gymnasium's Atari games.
/// </param>
public sealed class MazeChase(int? timeLimit = 27_000, double stickiness = 0)
    : World<byte>(new Box<byte>(0, 255, Screen.Height, Screen.Width, 3), Joystick.Positions, timeLimit)
{
    private const int FramesPerStep = 4;
    private readonly double _stickiness = stickiness is >= 0 and < 1
        ? stickiness
        : throw new ArgumentOutOfRangeException(nameof(stickiness), stickiness, "The stickiness is a probability from 0 to below 1.");

    private readonly MazePainter _painter = new();
    private int _stick;

    /// <inheritdoc/>
    public override double FramesPerSecond => 60.0 / FramesPerStep;

    internal MazeGame Game { get; } = new();

    /// <inheritdoc/>
    /// <remarks>Twice as large as the observation: videos keep colours for squares of 2 x 2 pixels only.</remarks>
    public override Frame Render()
    {
        var frame = new Frame(2 * Screen.Width, 2 * Screen.Height);
        var pixels = _painter.Draw(Game);
        for (var y = 0; y < frame.Height; y++)
        {
            for (var x = 0; x < frame.Width; x++)
            {
                pixels.Slice(3 * (y / 2 * Screen.Width + x / 2), 3).CopyTo(frame.Pixels.AsSpan(3 * (y * frame.Width + x)));
            }
        }

        return frame;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> InfoNames { get; } = ["lives", "score", "level", "pellets"];

    /// <inheritdoc/>
    public override bool TryGetInfo(string name, out double value)
    {
        (var known, value) = name switch
        {
            "lives" => (true, Game.Lives),
            "score" => (true, Game.Score),
            "level" => (true, Game.Level),
            "pellets" => (true, Game.Pellets.Count),
            _ => (false, 0),
        };
        return known;
    }

    /// <inheritdoc/>
    protected override void Begin(RandomGenerator random)
    {
        Game.Start();
        _stick = 0;
    }

    /// <inheritdoc/>
    protected override (double Reward, bool Terminated) Advance(int action)
    {
        var before = Game.Score;
        for (var frame = 0; frame < FramesPerStep && Game.Phase != GamePhase.Over; frame++)
        {
            if (_stickiness == 0 || Random.NextDouble() >= _stickiness)
            {
                _stick = action;
            }

            Game.Tick(_stick, Random);
        }

        return (Game.Score - before, Game.Phase == GamePhase.Over);
    }

    /// <inheritdoc/>
    protected override void Observe(Span<byte> observation) => _painter.Draw(Game).CopyTo(observation);

    /// <inheritdoc/>
    protected override void Save(BinaryWriter writer)
    {
        Game.Save(writer);
        writer.Write(_stick);
    }

    /// <inheritdoc/>
    protected override void Load(BinaryReader reader)
    {
        Game.Load(reader);
        _stick = reader.ReadInt32();
    }
}
