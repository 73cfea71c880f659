namespace RlLab.Sweeps;

/// <summary>A Gaussian process with a Matern 5/2 kernel and a length scale for each axis, conditioned on data.</summary>
/// <remarks>Rasmussen and Williams, "Gaussian processes for machine learning" (2006), sections 2.2, 4.2 and 5.4.</remarks>
internal sealed class GpPosterior
{
    private static readonly double RootFive = Math.Sqrt(5);

    private readonly GpData _data;
    private readonly double[] _weights;
    private readonly double _amplitude;
    private readonly double _noise;
    private readonly Cholesky _cholesky;
    private readonly double[] _white;
    private readonly double[] _solved;

    /// <summary>The process given data.</summary>
    /// <param name="data">The data.</param>
    /// <param name="logs">Logarithms: of each axis's length scale, of the kernel's variance, of the noise's variance.</param>
    public GpPosterior(GpData data, double[] logs)
    {
        (_data, _amplitude, _noise) = (data, Math.Exp(logs[^2]), Math.Exp(logs[^1]));
        _weights = [.. logs.SkipLast(2).Select(log => Math.Exp(-2 * log))];
        var kernel = new double[data.Points.Length][];
        for (var i = 0; i < kernel.Length; i++)
        {
            kernel[i] = SquaredDistances(data.Points[i], i + 1);
            for (var j = 0; j <= i; j++)
            {
                kernel[i][j] = Kernel(kernel[i][j]);
            }

            kernel[i][i] += _noise / data.Repeats[i];
        }

        _cholesky = new Cholesky(kernel);
        _white = _cholesky.Whiten(data.Targets);
        _solved = _cholesky.Finish(_white);
    }

    /// <summary>The logarithm of the data's likelihood, the differences between seeds included, up to a constant.</summary>
    public double LogLikelihood => -0.5 * VectorMath.Dot(_white, _white) - _cholesky.HalfLogDeterminant
        - 0.5 * (_data.FreedomWithin * Math.Log(_noise) + _data.SquaresWithin / _noise);

    /// <summary>The gradient of <see cref="LogLikelihood"/> by the logarithms.</summary>
    public double[] Gradient()
    {
        var gradient = new double[_weights.Length + 2];
        var inverse = _cholesky.Inverse();
        for (var i = 0; i < inverse.Length; i++)
        {
            // d/dt = 1/2 trace((a a^T - K^-1) dK/dt), a = K^-1 y: equation 5.9.
            var row = inverse[i];
            for (var j = 0; j <= i; j++)
            {
                row[j] = (i == j ? 0.5 : 1) * (_solved[i] * _solved[j] - row[j]);
            }

            gradient[^1] += row[i] * _noise / _data.Repeats[i];
            var squares = SquaredDistances(_data.Points[i], i + 1);
            for (var j = 0; j <= i; j++)
            {
                gradient[^2] += row[j] * Kernel(squares[j]);
                row[j] *= Slope(squares[j]);
            }

            for (var axis = 0; axis < _weights.Length; axis++)
            {
                gradient[axis] += _weights[axis] * WeightedDistances(axis, row, _data.Points[i][axis]);
            }
        }

        gradient[^1] += 0.5 * (_data.SquaresWithin / _noise - _data.FreedomWithin);
        return gradient;
    }

    /// <summary>What is believed of a point.</summary>
    /// <param name="point">Its coordinates, NaN where inactive.</param>
    public (double Mean, double Deviation) At(double[] point)
    {
        var kernel = Kernels(SquaredDistances(point, _solved.Length));
        var white = _cholesky.Whiten(kernel);
        return (VectorMath.Dot(kernel, _solved), Math.Sqrt(Math.Max(_amplitude - VectorMath.Dot(white, white), 1e-14 * _amplitude)));
    }

    /// <summary>What is believed of a point, and how it changes along the axes that move.</summary>
    /// <param name="point">Its coordinates.</param>
    /// <param name="moving">The numbers of the axes that move: active ones with an order.</param>
    public (double Mean, double Deviation, double[] MeanSlope, double[] DeviationSlope) At(double[] point, int[] moving)
    {
        var squares = SquaredDistances(point, _solved.Length);
        double[] slopes = [.. squares.Select(Slope)];
        var kernel = Kernels(squares);
        var white = _cholesky.Whiten(kernel);
        var spread = _cholesky.Finish(white);
        var deviation = Math.Sqrt(Math.Max(_amplitude - VectorMath.Dot(white, white), 1e-14 * _amplitude));
        var (meanSlope, deviationSlope) = (new double[moving.Length], new double[moving.Length]);
        for (var m = 0; m < moving.Length; m++)
        {
            var (axis, column) = (moving[m], _data.Columns[moving[m]]);
            for (var i = 0; i < column.Length; i++)
            {
                // An inactive coordinate is as far from all places.
                var slope = double.IsNaN(column[i]) ? 0 : -slopes[i] * _weights[axis] * (point[axis] - column[i]);
                meanSlope[m] += slope * _solved[i];
                deviationSlope[m] -= slope * spread[i] / deviation;
            }
        }

        return (VectorMath.Dot(kernel, _solved), deviation, meanSlope, deviationSlope);
    }

    private double[] SquaredDistances(double[] point, int count)
    {
        var squares = new double[count];
        for (var axis = 0; axis < _weights.Length; axis++)
        {
            if (_data.IsPlain[axis] && !double.IsNaN(point[axis]))
            {
                VectorMath.AddSquaredDistances(_weights[axis], _data.Columns[axis].AsSpan(0, count), point[axis], squares);
                continue;
            }

            for (var i = 0; i < count; i++)
            {
                squares[i] += _weights[axis] * _data.SquaredDistance(axis, _data.Columns[axis][i], point[axis]);
            }
        }

        return squares;
    }

    private double WeightedDistances(int axis, double[] weights, double from)
    {
        if (_data.IsPlain[axis])
        {
            return VectorMath.SumSquaredDistances(weights, _data.Columns[axis], from);
        }

        var sum = 0.0;
        for (var i = 0; i < weights.Length; i++)
        {
            sum += weights[i] * _data.SquaredDistance(axis, _data.Columns[axis][i], from);
        }

        return sum;
    }

    private double[] Kernels(double[] squares) => [.. squares.Select(Kernel)];

    private double Kernel(double square)
    {
        var r = RootFive * Math.Sqrt(square);
        return _amplitude * (1 + r + 5.0 / 3 * square) * Math.Exp(-r);
    }

    // -2 dk / d(r^2), by which the slopes along an axis and by a length scale are its distance and its squared distance.
    private double Slope(double square)
    {
        var r = RootFive * Math.Sqrt(square);
        return _amplitude * (5.0 / 3) * (1 + r) * Math.Exp(-r);
    }
}
