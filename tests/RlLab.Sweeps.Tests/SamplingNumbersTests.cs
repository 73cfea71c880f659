namespace RlLab.Sweeps.Tests;

/// <summary>What samplers calculate with, beside values known from elsewhere.</summary>
public sealed class SamplingNumbersTests
{
    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(1, 0.8413447460685429)]
    [InlineData(-1.959963984540054, 0.025)]
    [InlineData(-10, 7.619853024160527e-24)]
    [InlineData(-37, 5.725571222524178e-300)]
    public void The_normal_distribution_is_exact_also_far_out(double z, double probability)
    {
        Normal.Cumulative(z).Should().BeApproximately(probability, 1e-12 * probability);
        Normal.Quantile(probability).Should().BeApproximately(z, 1e-8);
        Normal.Mass(z, z + 1).Should().BeApproximately(Normal.Cumulative(z + 1) - probability, 1e-12);
    }

    [Fact]
    public void A_mass_between_two_numbers_far_out_keeps_its_digits() =>
        Normal.Mass(9, 10).Should().BeApproximately(Normal.Mass(-10, -9), 1e-25).And.BeApproximately(1.1285122e-19, 1e-25);

    [Theory]
    [InlineData(0, 1, 0, -0.9189385332046727)]
    [InlineData(-3, 2, 0, 1.1247157)]
    [InlineData(1, 0.5, 0, -5.4645)]
    public void The_logarithm_of_the_expected_improvement_is_that_of_the_textbook(double mean, double deviation, double best, double expected)
    {
        var z = (best - mean) / deviation;
        var direct = Math.Log(deviation * (z * Normal.Cumulative(z) + Normal.Density(z)));
        LogExpectedImprovement.Of(mean, deviation, best).Value.Should().BeApproximately(direct, 1e-10).And.BeApproximately(expected, 1e-2);
    }

    [Theory]
    [InlineData(0.3, 0.5)]
    [InlineData(5, 1)]
    [InlineData(60, 1)]
    [InlineData(2e4, 1)]
    public void Its_slopes_are_those_of_its_values_also_where_the_improvement_itself_is_zero_to_a_double(double mean, double deviation)
    {
        var (value, byMean, byDeviation) = LogExpectedImprovement.Of(mean, deviation, 0);
        double.IsFinite(value).Should().BeTrue();
        var slope = Slope(by => Value(mean + by, deviation), 1e-6 * mean);
        byMean.Should().BeApproximately(slope, 1e-4 * Math.Abs(slope));
        slope = Slope(by => Value(mean, deviation + by), 1e-6 * deviation);
        byDeviation.Should().BeApproximately(slope, 1e-4 * Math.Abs(slope));

        static double Value(double mean, double deviation) => LogExpectedImprovement.Of(mean, deviation, 0).Value;

        static double Slope(Func<double, double> function, double step) => (function(step) - function(-step)) / (2 * step);
    }

    [Fact]
    public void A_factor_solves_its_matrix_and_one_that_is_singular_is_mended()
    {
        double[][] matrix = [[4], [2, 5], [1, 3, 6]];
        var cholesky = new Cholesky(matrix);
        cholesky.Finish(cholesky.Whiten([7.0, 10, 10])).Should().Equal([1.0, 1, 1], (a, b) => Math.Abs(a - b) < 1e-12);
        cholesky.HalfLogDeterminant.Should().BeApproximately(Math.Log(67) / 2, 1e-12);
        cholesky.Inverse()[1][0].Should().BeApproximately(-9.0 / 67, 1e-12);
        double.IsFinite(new Cholesky([[1], [1, 1], [1, 1, 1]]).HalfLogDeterminant).Should().BeTrue();
    }

    [Fact]
    public void Eigenvectors_make_the_matrix_again()
    {
        double[,] matrix = { { 4, 1, -2 }, { 1, 3, 0.5 }, { -2, 0.5, 5 } };
        var eigen = new SymmetricEigen(matrix);
        for (var i = 0; i < 3; i++)
        {
            for (var j = 0; j < 3; j++)
            {
                Enumerable.Range(0, 3).Sum(k => eigen.Values[k] * eigen.Vectors[i, k] * eigen.Vectors[j, k])
                    .Should().BeApproximately(matrix[i, j], 1e-12);
            }
        }
    }

    [Fact]
    public void A_minimum_within_a_box_is_found_at_its_edge_too()
    {
        var (point, value) = BoxMinimizer.Minimize(Rosenbrock, [-0.9, 0.4], [-2, -2], [2, 2], 200);
        point.Should().Equal([1.0, 1], (a, b) => Math.Abs(a - b) < 1e-3);
        value.Should().BeLessThan(1e-6);
        BoxMinimizer.Minimize(Rosenbrock, [-0.9, 0.4], [-2, -2], [0.5, 2], 200).Point
            .Should().Equal([0.5, 0.25], (a, b) => Math.Abs(a - b) < 1e-3);

        static double Rosenbrock(double[] x, double[] gradient)
        {
            var (a, b) = (1 - x[0], x[1] - x[0] * x[0]);
            (gradient[0], gradient[1]) = (-2 * a - 400 * x[0] * b, 200 * b);
            return a * a + 100 * b * b;
        }
    }

    [Fact]
    public void The_first_points_of_the_Sobol_sequence_are_those_of_Joe_and_Kuo()
    {
        // Of the program that they publish, without Gray code: dimensions 1 to 4.
        (int Index, double[] Point)[] known =
            [(1, [0.5, 0.5, 0.5, 0.5]), (2, [0.25, 0.75, 0.75, 0.75]), (3, [0.75, 0.25, 0.25, 0.25]), (4, [0.125, 0.625, 0.375, 0.125])];
        foreach (var (index, point) in known)
        {
            Enumerable.Range(0, 4).Select(d => SobolSequence.Unscrambled(index, d) / 4294967296.0).Should().Equal(point, $"point {index}");
        }
    }

    [Fact]
    public void Scrambled_points_fall_one_into_each_part_of_every_coordinate_and_differ_by_seed()
    {
        const int Points = 64;
        var sequence = new SobolSequence(5);
        SobolSequence.Dimensions.Should().Be(256);
        var points = Enumerable.Range(0, Points).Select(i => sequence.Point(i, 260)).ToList();
        for (var dimension = 0; dimension < SobolSequence.Dimensions; dimension++)
        {
            points.Select(point => (int)(point[dimension] * Points)).Should().OnlyHaveUniqueItems($"of dimension {dimension}");
        }

        points.SelectMany(point => point).Should().OnlyContain(x => x >= 0 && x < 1);
        new SobolSequence(6).Point(3, 60).Should().NotEqual(sequence.Point(3, 60));
    }
}
