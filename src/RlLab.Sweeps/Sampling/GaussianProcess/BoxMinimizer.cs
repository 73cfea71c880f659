namespace RlLab.Sweeps;

/// <summary>Finds a minimum of a smooth function within a box, from a start.</summary>
/// <remarks>
/// Limited-memory BFGS (Nocedal, 1980) on the coordinates that are not held by their bounds, with steps that are projected into the box (Bertsekas,
/// 1982).
/// </remarks>
internal static class BoxMinimizer
{
    private const int Memory = 8;
    private const int MostHalvings = 20;

    /// <summary>A function's value; writes its gradient.</summary>
    /// <param name="point">Where.</param>
    /// <param name="gradient">The gradient, written.</param>
    public delegate double Function(double[] point, double[] gradient);

    /// <summary>Goes downhill.</summary>
    /// <param name="function">The function.</param>
    /// <param name="start">Where to begin, within the box.</param>
    /// <param name="low">The box's lower corner.</param>
    /// <param name="high">Its upper corner.</param>
    /// <param name="iterations">How many steps to take at most.</param>
    /// <returns>The lowest point found, and its value.</returns>
    public static (double[] Point, double Value) Minimize(Function function, double[] start, double[] low, double[] high, int iterations)
    {
        var (point, gradient) = ((double[])start.Clone(), new double[start.Length]);
        var value = function(point, gradient);
        var pairs = new List<(double[] Step, double[] Change)>();
        for (var iteration = 0; iteration < iterations; iteration++)
        {
            bool[] held = [.. point.Select((x, i) => (x <= low[i] && gradient[i] > 0) || (x >= high[i] && gradient[i] < 0))];
            var direction = Direction(gradient, held, pairs);
            var slope = VectorMath.Dot(direction, gradient);
            if (!(slope < 0))
            {
                pairs.Clear();
                direction = [.. gradient.Select((g, i) => held[i] ? 0 : -g)];
                slope = VectorMath.Dot(direction, gradient);
                if (!(slope < -1e-20))
                {
                    break;
                }
            }

            // Without a measure of curvature yet, a step of a tenth of a unit.
            var length = pairs.Count == 0 ? Math.Min(1, 0.1 / Math.Sqrt(VectorMath.Dot(direction, direction))) : 1;
            var (next, nextGradient, nextValue) = (point, new double[start.Length], double.NaN);
            for (var halving = 0; halving < MostHalvings; halving++, length /= 2)
            {
                next = [.. point.Select((x, i) => Math.Clamp(x + length * direction[i], low[i], high[i]))];
                nextValue = function(next, nextGradient);
                if (nextValue <= value + 1e-4 * gradient.Select((g, i) => g * (next[i] - point[i])).Sum())
                {
                    break;
                }

                nextValue = double.NaN;
            }

            if (double.IsNaN(nextValue))
            {
                break;
            }

            double[] step = [.. next.Select((x, i) => x - point[i])];
            double[] change = [.. nextGradient.Select((g, i) => g - gradient[i])];
            if (VectorMath.Dot(step, change) > 1e-12 * VectorMath.Dot(change, change))
            {
                pairs.Add((step, change));
                pairs.RemoveRange(0, Math.Max(0, pairs.Count - Memory));
            }

            var gained = value - nextValue;
            (point, gradient, value) = (next, nextGradient, nextValue);
            if (gained <= 1e-9 * Math.Max(1, Math.Abs(value)))
            {
                break;
            }
        }

        return (point, value);
    }

    private static double[] Direction(double[] gradient, bool[] held, List<(double[] Step, double[] Change)> pairs)
    {
        double[] direction = [.. gradient.Select((g, i) => held[i] ? 0 : -g)];
        var shares = new double[pairs.Count];
        for (var k = pairs.Count - 1; k >= 0; k--)
        {
            var (step, change) = pairs[k];
            shares[k] = VectorMath.Dot(step, direction) / VectorMath.Dot(step, change);
            VectorMath.AddScaled(-shares[k], change, direction);
        }

        if (pairs is [.., var last])
        {
            var scale = VectorMath.Dot(last.Step, last.Change) / VectorMath.Dot(last.Change, last.Change);
            direction = [.. direction.Select(d => d * scale)];
        }

        for (var k = 0; k < pairs.Count; k++)
        {
            var (step, change) = pairs[k];
            VectorMath.AddScaled(shares[k] - VectorMath.Dot(change, direction) / VectorMath.Dot(step, change), step, direction);
        }

        return [.. direction.Select((d, i) => held[i] ? 0 : d)];
    }
}
