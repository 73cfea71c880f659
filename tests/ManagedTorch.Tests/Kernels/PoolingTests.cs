using TorchSharp.Kernels;

namespace ManagedTorch.Tests.Kernels;

public sealed unsafe class PoolingTests
{
    [Theory]
    [InlineData(7, 3, 2, 1, 1, false, 4)]
    [InlineData(7, 2, 2, 0, 1, false, 3)]
    [InlineData(7, 2, 2, 0, 1, true, 4)]
    [InlineData(5, 2, 3, 1, 1, true, 2)]
    [InlineData(9, 3, 1, 0, 2, false, 5)]
    public void Windows_are_counted_as_PyTorch_does(int size, int kernel, int stride, int padding, int dilation, bool ceiling,
        int count) =>
        new PoolingWindow(size, kernel, stride, padding, dilation, ceiling).Count.Should().Be(count);

    [Fact]
    public void The_largest_of_each_window_and_its_gradient()
    {
        var rows = new PoolingWindow(3, 2, 2, 0, 1, true);
        var columns = new PoolingWindow(4, 2, 1, 1);
        double[] x = [1, 2, 3, 4, 5, double.NaN, 7, 8, -1, -2, -3, -4];
        double[] y = new double[10], dy = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], dx = new double[12];
        var places = new long[10];
        fixed (double* px = x, py = y, pdy = dy, pdx = dx)
        fixed (long* pp = places)
        {
            Pooling.MaxForward(px, 1, rows, columns, py, pp);
            Pooling.MaxBackward(pdy, pp, 1, 10, 12, pdx);
        }

        y.Should().Equal([5, double.NaN, double.NaN, 8, 8, -1, -1, -2, -3, -4]);
        places.Should().Equal([4, 5, 5, 7, 7, 8, 8, 9, 10, 11]);
        dx.Should().Equal([0, 0, 0, 0, 1, 5, 0, 9, 13, 8, 9, 10]);
    }

    [Fact]
    public void Dilated_windows_in_the_padding_skip_to_their_first_element_inside()
    {
        var window = new PoolingWindow(4, 3, 1, 2, 2);
        double[] x = [1, 2, 3, 4], y = new double[window.Count];
        long[] places = new long[y.Length];
        fixed (double* px = x, py = y)
        fixed (long* pp = places)
            Pooling.MaxForward(px, 1, new PoolingWindow(1, 1, 1, 0), window, py, pp);
        y.Should().Equal([3, 4, 3, 4]);
        places.Should().Equal([2, 3, 2, 3]);
    }

    [Theory]
    [InlineData(true, 0, new[] { 1.0 / 4, 5.0 / 4, 9.0 / 4, 4.0 / 4 })]
    [InlineData(false, 0, new[] { 1.0, 5.0 / 2, 9.0 / 2, 4.0 })]
    [InlineData(true, 3, new[] { 1.0 / 3, 5.0 / 3, 9.0 / 3, 4.0 / 3 })]
    public void What_a_mean_is_divided_by(bool countPadding, long divisor, double[] expected)
    {
        // Windows of 2 x 2 over one row with a row of padding on each side: {1}, {2 3}, {4 5}, {4}.
        var rows = new PoolingWindow(1, 2, 2, 1, 1);
        var columns = new PoolingWindow(6, 2, 2, 1, 1, true);
        double[] x = [1, 2, 3, 4, 5, 4], y = new double[4];
        columns.Count.Should().Be(4);
        fixed (double* px = x, py = y)
            Pooling.MeanForward(px, 1, rows, columns, countPadding, divisor, py);
        for (int i = 0; i < 4; i++)
            y[i].Should().BeApproximately(expected[i], 1e-12);
    }

    [Fact]
    public void A_dilated_window_that_steps_over_all_there_is_holds_nothing()
    {
        // Its places are -1, 1 and 3, of the only one, 0.
        var window = new PoolingWindow(1, 3, 3, 1, 2, true);
        window.Count.Should().Be(1);
        double[] memory = [5, 7], y = [0], dy = [3], dx = [9, 9];
        var places = new long[1];
        fixed (double* px = memory, py = y, pdy = dy, pdx = dx)
        fixed (long* pp = places)
        {
            Pooling.MaxForward(px, 1, window, window, py, pp);
            Pooling.MaxBackward(pdy, pp, 1, 1, 1, pdx);
        }

        y.Should().Equal([double.NegativeInfinity]);
        dx.Should().Equal([0, 9]);
    }

    [Fact]
    public void The_gradient_of_a_mean_is_its_transpose()
    {
        var rows = new PoolingWindow(5, 3, 2, 1, 1, true);
        var columns = new PoolingWindow(4, 2, 1, 1);
        Adjoint(2 * 20, 2 * rows.Count * columns.Count,
            (x, y) => Pooling.MeanForward((double*)x, 2, rows, columns, true, 0, (double*)y),
            (y, x) => Pooling.MeanBackward((double*)y, 2, rows, columns, true, 0, (double*)x));
        Adjoint(2 * 20, 2 * 3 * 3, (x, y) => Pooling.AdaptiveMeanForward((double*)x, 2, 5, 4, 3, 3, (double*)y),
            (y, x) => Pooling.AdaptiveMeanBackward((double*)y, 2, 5, 4, 3, 3, (double*)x));
    }

    [Fact]
    public void Adaptive_areas_share_the_plane()
    {
        double[] x = [1, 2, 3, 4, 5], y = new double[3];
        fixed (double* px = x, py = y)
            Pooling.AdaptiveMeanForward(px, 1, 1, 5, 1, 3, py);
        y.Should().Equal([1.5, 3, 4.5]);
    }

    /// <summary>For a linear map A, (A x) . y = x . (A' y).</summary>
    private static void Adjoint(int inputs, int outputs, Action<nint, nint> forward, Action<nint, nint> backward)
    {
        var random = new Random(3);
        double[] x = [.. Enumerable.Range(0, inputs).Select(_ => random.NextDouble())],
            y = [.. Enumerable.Range(0, outputs).Select(_ => random.NextDouble())];
        double[] ax = new double[outputs], aty = new double[inputs];
        fixed (double* px = x, py = y, pax = ax, paty = aty)
        {
            forward((nint)px, (nint)pax);
            backward((nint)py, (nint)paty);
        }

        ax.Zip(y, (a, b) => a * b).Sum().Should().BeApproximately(aty.Zip(x, (a, b) => a * b).Sum(), 1e-10);
    }
}
