namespace RlLab.Environments;

/// <summary>Shoot down aliens that march nearer and shoot back; the Space Invaders of MinAtar.</summary>
/// <remarks>
/// Planes: the cannon, the aliens, the aliens while they march left, the aliens while they march right, the cannon's shots, the aliens' shots.
/// Actions: 0 rests, 1 goes left, 2 goes right, 3 shoots, which it can again after 5 steps. Aliens march a column at a time, faster the fewer
/// they are, and a row down at the board's sides; the one nearest to the cannon shoots every 10 steps. Reward: 1 an alien; a new, faster wave
/// follows a wave that was shot down. Terminated when the cannon is hit, or the aliens have come down.
/// </remarks>
/// <param name="stickiness">The probability with which the action before is taken once more. Default: 0.1.</param>
/// <param name="timeLimit">After how many steps an episode is truncated. Default: null, never.</param>
public sealed class SpaceInvaders(double stickiness = 0.1, int? timeLimit = null) : Miniature(planes: 6, actions: 4, stickiness, timeLimit)
{
    private const int CoolDown = 5, ShotInterval = 10, SlowestMarch = 12, FastestMarch = 6, FullRow = (1 << Size) - 1;

    // A bit a column.
    private readonly int[] _aliens = new int[Size], _shots = new int[Size], _alienShots = new int[Size];
    private int _cannon, _march, _marchIn, _alienShotIn, _reload;
    private bool _isGoingRight;

    private int Aliens
    {
        get
        {
            var count = 0;
            foreach (var row in _aliens)
            {
                count += int.PopCount(row);
            }

            return count;
        }
    }

    private protected override IReadOnlyList<Color> Colors { get; } = [0x4DABF7, 0x51CF66, 0x51CF66, 0x51CF66, 0xFFFFFF, 0xFF6B6B];

    /// <inheritdoc/>
    protected override void Set(RandomGenerator random)
    {
        Array.Clear(_aliens);
        Array.Clear(_shots);
        Array.Clear(_alienShots);
        Line();
        (_cannon, _march, _marchIn, _alienShotIn, _reload, _isGoingRight) = (5, SlowestMarch, SlowestMarch, ShotInterval, 0, false);
    }

    /// <inheritdoc/>
    protected override (double Reward, bool Terminated) Play(int action)
    {
        switch (action)
        {
            case 1:
                _cannon = Math.Max(0, _cannon - 1);
                break;
            case 2:
                _cannon = Math.Min(Size - 1, _cannon + 1);
                break;
            case 3 when _reload == 0:
                _shots[Size - 1] |= 1 << _cannon;
                _reload = CoolDown;
                break;
        }

        FlyShots();
        var isHit = IsAtCannon(_alienShots) | IsAtCannon(_aliens);
        if (_marchIn == 0)
        {
            isHit |= March();
        }

        if (_alienShotIn == 0)
        {
            _alienShotIn = ShotInterval;
            ShootBack();
        }

        var reward = Hit();
        _reload -= _reload > 0 ? 1 : 0;
        _marchIn--;
        _alienShotIn--;
        if (Aliens == 0)
        {
            _march = Math.Max(FastestMarch, _march - 1);
            Line();
        }

        return (reward, isHit);
    }

    /// <inheritdoc/>
    protected override void Observe(Span<float> observation)
    {
        observation.Clear();
        const int plane = Size * Size;
        observation[(Size - 1) * Size + _cannon] = 1;
        Planes.Write(_aliens, observation[plane..]);
        Planes.Write(_aliens, observation[((_isGoingRight ? 3 : 2) * plane)..]);
        Planes.Write(_shots, observation[(4 * plane)..]);
        Planes.Write(_alienShots, observation[(5 * plane)..]);
    }

    /// <inheritdoc/>
    protected override void SaveGame(BinaryWriter writer)
    {
        Array.ForEach([.. _aliens, .. _shots, .. _alienShots], writer.Write);
        Array.ForEach([_cannon, _march, _marchIn, _alienShotIn, _reload], writer.Write);
        writer.Write(_isGoingRight);
    }

    /// <inheritdoc/>
    protected override void LoadGame(BinaryReader reader)
    {
        foreach (var board in (int[][])[_aliens, _shots, _alienShots])
        {
            for (var row = 0; row < Size; row++)
            {
                board[row] = reader.ReadInt32();
            }
        }

        (_cannon, _march, _marchIn) = (reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32());
        (_alienShotIn, _reload, _isGoingRight) = (reader.ReadInt32(), reader.ReadInt32(), reader.ReadBoolean());
    }

    private bool IsAtCannon(int[] board) => (board[Size - 1] >> _cannon & 1) != 0;

    private void FlyShots()
    {
        Array.Copy(_shots, 1, _shots, 0, Size - 1);
        Array.Copy(_alienShots, 0, _alienShots, 1, Size - 1);
        (_shots[Size - 1], _alienShots[0]) = (0, 0);
    }

    /// <summary>Marches once; whether that ends the game.</summary>
    private bool March()
    {
        _marchIn = Math.Min(Aliens, _march);
        var side = 1 << (_isGoingRight ? Size - 1 : 0);
        if ((Columns() & side) == 0)
        {
            for (var row = 0; row < Size; row++)
            {
                _aliens[row] = (_isGoingRight ? _aliens[row] << 1 : _aliens[row] >> 1) & FullRow;
            }

            return IsAtCannon(_aliens);
        }

        _isGoingRight = !_isGoingRight;
        var isDown = _aliens[Size - 1] != 0;
        var lowest = _aliens[Size - 1];
        Array.Copy(_aliens, 0, _aliens, 1, Size - 1);
        _aliens[0] = lowest;
        return isDown || IsAtCannon(_aliens);
    }

    /// <summary>The lowest alien of the column nearest to the cannon shoots; of two columns as near, the left one's.</summary>
    private void ShootBack()
    {
        var columns = Columns();
        for (var distance = 0; distance < Size; distance++)
        {
            foreach (var column in (ReadOnlySpan<int>)[_cannon - distance, _cannon + distance])
            {
                if (column is >= 0 and < Size && (columns >> column & 1) != 0)
                {
                    var row = Size - 1;
                    while ((_aliens[row] >> column & 1) == 0)
                    {
                        row--;
                    }

                    _alienShots[row] |= 1 << column;
                    return;
                }
            }
        }
    }

    /// <summary>The columns in which there are aliens.</summary>
    private int Columns()
    {
        var columns = 0;
        foreach (var row in _aliens)
        {
            columns |= row;
        }

        return columns;
    }

    private int Hit()
    {
        var reward = 0;
        for (var row = 0; row < Size; row++)
        {
            var hit = _aliens[row] & _shots[row];
            reward += int.PopCount(hit);
            _aliens[row] ^= hit;
            _shots[row] ^= hit;
        }

        return reward;
    }

    private void Line() => Array.Fill(_aliens, 0b0011111100, 0, 4);
}
