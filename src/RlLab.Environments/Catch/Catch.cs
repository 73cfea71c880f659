namespace RlLab.Environments;

/// <summary>Catch a falling ball with a paddle; after the "catch" of bsuite (Osband et al., 2020).</summary>
/// <remarks>
/// Observation: the board, [rows, columns], 1 where the ball and the paddle are and 0 elsewhere. Actions: 0 moves the paddle left, 1 leaves it,
/// 2 moves it right. The ball starts in the top row, in a column drawn evenly, and falls a row a step. Reward: 1 for a ball that was caught, -1
/// for one that was missed, at the last step of an episode of rows - 1 steps, which terminates it.
/// </remarks>
/// <param name="rows">The board's height, at least 2. Default: 10.</param>
/// <param name="columns">The board's width, at least 1. Default: 5.</param>
public sealed class Catch(int rows = 10, int columns = 5) : World<float>(Board(rows, columns), actions: 3, timeLimit: null)
{
    private int _row, _column, _paddle;

    /// <inheritdoc/>
    public override double FramesPerSecond => 8;

    /// <inheritdoc/>
    public override Frame Render()
    {
        const int cell = 32;
        var canvas = new Canvas(columns * cell, rows * cell, 0xF1F3F5);
        canvas.Disc((_column + 0.5) * cell, (_row + 0.5) * cell, cell * 0.36, 0xE8590C);
        canvas.Rectangle(_paddle * cell + 2, (rows - 0.6) * cell, cell - 4, cell * 0.4, 0x364FC7);
        return canvas.Frame;
    }

    /// <inheritdoc/>
    protected override void Begin(RandomGenerator random) => (_row, _column, _paddle) = (0, random.NextInt(columns), columns / 2);

    /// <inheritdoc/>
    protected override (double Reward, bool Terminated) Advance(int action)
    {
        _paddle = Math.Clamp(_paddle + action - 1, 0, columns - 1);
        _row++;
        var isDown = _row == rows - 1;
        return (!isDown ? 0 : _paddle == _column ? 1 : -1, isDown);
    }

    /// <inheritdoc/>
    protected override void Observe(Span<float> observation)
    {
        observation.Clear();
        observation[_row * columns + _column] = 1;
        observation[(rows - 1) * columns + _paddle] = 1;
    }

    /// <inheritdoc/>
    protected override void Save(BinaryWriter writer)
    {
        writer.Write(_row);
        writer.Write(_column);
        writer.Write(_paddle);
    }

    /// <inheritdoc/>
    protected override void Load(BinaryReader reader) => (_row, _column, _paddle) = (reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32());

    private static Box<float> Board(int rows, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        return new(0f, 1f, rows, columns);
    }
}
