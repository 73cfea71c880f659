namespace RlLab.Algorithms.Dqn;

/// <summary>Non-negative weights that can be drawn from in proportion, and changed, in logarithmic time.</summary>
/// <remarks>A binary tree in an array: node i holds the sum of nodes 2i and 2i + 1; the leaves are the weights.</remarks>
[Checkpointed]
internal sealed partial class SumTree
{
    private readonly int _leaves;
    private readonly double[] _sums;

    public SumTree(int count)
    {
        _leaves = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(2, count));
        _sums = new double[2 * _leaves];
    }

    public double Total => _sums[1];

    public double this[int index]
    {
        get => _sums[_leaves + index];
        set
        {
            // One NaN would make every sum above it NaN, and every draw end on the left.
            DivergedException.ThrowIfNotFinite(value, "a transition's priority");
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            var node = _leaves + index;
            _sums[node] = value;

            // Summed anew, not corrected by the difference: rounding errors would pile up.
            for (node /= 2; node >= 1; node /= 2)
            {
                _sums[node] = _sums[2 * node] + _sums[2 * node + 1];
            }
        }
    }

    /// <summary>The index in whose share of the total a point falls.</summary>
    /// <param name="point">From 0 (included) to <see cref="Total"/> (excluded).</param>
    public int Find(double point)
    {
        var node = 1;
        while (node < _leaves)
        {
            node *= 2;

            // The right side may weigh nothing, and rounding may still point there.
            if (point >= _sums[node] && _sums[node + 1] > 0)
            {
                point -= _sums[node];
                node++;
            }
        }

        return node - _leaves;
    }
}
