namespace RlLab.Environments;

/// <summary>Keep a ball in play with a paddle and break bricks with it; the Breakout of MinAtar.</summary>
/// <remarks>
/// Planes: the paddle, the ball, where the ball was a step ago, the bricks. Actions: 0 rests, 1 goes left, 2 goes right. The ball flies
/// diagonally, a place a step, and turns back from walls, bricks and the paddle. Reward: 1 a brick; three new rows come once all are broken and
/// the ball is back at the bottom. Terminated when the ball is missed.
/// </remarks>
/// <param name="stickiness">The probability with which the action before is taken once more. Default: 0.1.</param>
/// <param name="timeLimit">After how many steps an episode is truncated. Default: null, never.</param>
public sealed class Breakout(double stickiness = 0.1, int? timeLimit = null) : Miniature(planes: 4, actions: 3, stickiness, timeLimit)
{
    private const int FirstRow = 1, Rows = 3, FullRow = (1 << Size) - 1;

    // A bit a column.
    private readonly int[] _bricks = new int[Size];
    private int _paddle, _x, _y, _lastX, _lastY, _right, _down;
    private bool _isStriking;

    private protected override IReadOnlyList<Color> Colors { get; } = [0x4DABF7, 0xFFFFFF, 0x868E96, 0xFF922B];

    /// <inheritdoc/>
    protected override void Set(RandomGenerator random)
    {
        var isLeft = random.NextInt(2) == 0;
        (_x, _y, _right, _down) = (isLeft ? 0 : Size - 1, 3, isLeft ? 1 : -1, 1);
        (_lastX, _lastY, _paddle, _isStriking) = (_x, _y, 4, false);
        Array.Clear(_bricks);
        Lay();
    }

    /// <inheritdoc/>
    protected override (double Reward, bool Terminated) Play(int action)
    {
        _paddle = action switch { 1 => Math.Max(0, _paddle - 1), 2 => Math.Min(Size - 1, _paddle + 1), _ => _paddle };
        (_lastX, _lastY) = (_x, _y);
        var (x, y, reward, isOver, isBrick) = (_x + _right, _y + _down, 0, false, false);
        if (x is < 0 or >= Size)
        {
            (x, _right) = (Math.Clamp(x, 0, Size - 1), -_right);
        }

        if (y < 0)
        {
            (y, _down) = (0, -_down);
        }
        else if ((_bricks[y] >> x & 1) != 0)
        {
            // A ball that turns between two bricks breaks the first alone.
            isBrick = true;
            if (!_isStriking)
            {
                reward = 1;
                _bricks[y] &= ~(1 << x);
                (y, _down) = (_lastY, -_down);
            }
        }
        else if (y == Size - 1)
        {
            if (!_bricks.AsSpan().ContainsAnyExcept(0))
            {
                Lay();
            }

            (y, isOver) = Bounce(x);
        }

        (_isStriking, _x, _y) = (isBrick, x, y);
        return (reward, isOver);
    }

    /// <inheritdoc/>
    protected override void Observe(Span<float> observation)
    {
        observation.Clear();
        const int plane = Size * Size;
        observation[(Size - 1) * Size + _paddle] = 1;
        observation[plane + _y * Size + _x] = 1;
        observation[2 * plane + _lastY * Size + _lastX] = 1;
        Planes.Write(_bricks, observation[(3 * plane)..]);
    }

    /// <inheritdoc/>
    protected override void SaveGame(BinaryWriter writer)
    {
        Array.ForEach(_bricks, writer.Write);
        Array.ForEach([_paddle, _x, _y, _lastX, _lastY, _right, _down], writer.Write);
        writer.Write(_isStriking);
    }

    /// <inheritdoc/>
    protected override void LoadGame(BinaryReader reader)
    {
        for (var row = 0; row < Size; row++)
        {
            _bricks[row] = reader.ReadInt32();
        }

        (_paddle, _x, _y, _lastX) = (reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32());
        (_lastY, _right, _down, _isStriking) = (reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadBoolean());
    }

    // Hit from straight above, the ball goes on sideways as it did; hit at its edge, it goes back the way it came.
    private (int Y, bool IsOver) Bounce(int x)
    {
        if (_x == _paddle)
        {
            _down = -_down;
        }
        else if (x == _paddle)
        {
            (_right, _down) = (-_right, -_down);
        }
        else
        {
            return (Size - 1, true);
        }

        return (_lastY, false);
    }

    private void Lay() => Array.Fill(_bricks, FullRow, FirstRow, Rows);
}
