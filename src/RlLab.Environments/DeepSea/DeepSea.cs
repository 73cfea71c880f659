namespace RlLab.Environments;

/// <summary>Dive along the one path to a treasure, against small costs; after the "deep sea" of bsuite (Osband et al., 2020).</summary>
/// <remarks>
/// A test of exploration: of the 2^depth ways to act in an episode one finds the treasure, and all that is felt before that pulls the other
/// way. Observation: the sea, [depth, depth], 1 where the diver is; after the last step nowhere. Two actions; which of them goes right is drawn
/// for each place once, from a seed of its own, and is the same in every episode. Each step goes a row down, and a column right or left.
/// Reward: -0.01 / depth for a step to the right, and 1 for one to the right in the last column, which is reached in the last row alone.
/// Terminated below the last row.
/// </remarks>
/// <param name="depth">Rows, columns and the steps of an episode, at least 1. Default: 10.</param>
/// <param name="mapping">Seeds which action goes right where: worlds of one mapping and depth are the same world. Default: 42.</param>
public sealed class DeepSea(int depth = 10, long mapping = 42) : World<float>(Sea(depth), actions: 2, timeLimit: null)
{
    private const double MoveCost = 0.01;

    private readonly bool[] _zeroGoesRight = Mapping(depth, mapping);
    private int _row, _column;

    /// <summary>How deep the sea is.</summary>
    public int Depth => depth;

    /// <inheritdoc/>
    public override double FramesPerSecond => 8;

    /// <summary>The return of an episode that finds the treasure: 0.99.</summary>
    public static double BestReturn => 1 - MoveCost;

    /// <summary>The action that goes right from a place.</summary>
    /// <param name="row">The place's row, from 0.</param>
    /// <param name="column">The place's column, from 0.</param>
    public int RightAt(int row, int column) => _zeroGoesRight[row * depth + column] ? 0 : 1;

    /// <inheritdoc/>
    public override Frame Render()
    {
        var cell = Math.Clamp(320 / depth, 4, 32);
        var canvas = new Canvas(depth * cell, (depth + 1) * cell, 0x1864AB);
        for (var row = 0; row < depth; row++)
        {
            // Places right of the diagonal cannot be reached.
            canvas.Rectangle((row + 1) * cell, row * cell, (depth - row - 1) * cell, cell, 0x0B3A63);
        }

        canvas.Rectangle(0, depth * cell, depth * cell, cell, 0xE6C98F);
        canvas.Disc((depth - 0.5) * cell, (depth + 0.5) * cell, cell * 0.36, 0xFCC419);
        canvas.Disc((_column + 0.5) * cell, (_row + 0.5) * cell, cell * 0.36, 0xFFF3BF);
        return canvas.Frame;
    }

    /// <inheritdoc/>
    protected override void Begin(RandomGenerator random) => (_row, _column) = (0, 0);

    /// <inheritdoc/>
    protected override (double Reward, bool Terminated) Advance(int action)
    {
        var goesRight = action == RightAt(_row, _column);
        var found = goesRight && _column == depth - 1;
        _column = Math.Clamp(_column + (goesRight ? 1 : -1), 0, depth - 1);
        _row++;
        return ((found ? 1 : 0) - (goesRight ? MoveCost / depth : 0), _row == depth);
    }

    /// <inheritdoc/>
    protected override void Observe(Span<float> observation)
    {
        observation.Clear();
        if (_row < depth)
        {
            observation[_row * depth + _column] = 1;
        }
    }

    /// <inheritdoc/>
    protected override void Save(BinaryWriter writer)
    {
        writer.Write(_row);
        writer.Write(_column);
    }

    /// <inheritdoc/>
    protected override void Load(BinaryReader reader) => (_row, _column) = (reader.ReadInt32(), reader.ReadInt32());

    private static Box<float> Sea(int depth)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(depth, 1);
        return new(0f, 1f, depth, depth);
    }

    private static bool[] Mapping(int depth, long seed)
    {
        var random = new RandomGenerator(seed);
        return [.. Enumerable.Range(0, depth * depth).Select(_ => random.NextInt(2) == 0)];
    }
}
