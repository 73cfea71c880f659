using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Torch.Tests.Modules;

/// <summary>Initial values: their spread, their gains, and that they leave no trace in the graph.</summary>
public sealed class InitTests
{
    [Fact]
    public void Fans_count_the_window_of_a_convolution()
    {
        init.CalculateFanInAndFanOut(empty(5, 3, 2, 4)).Should().Be((24L, 40L));
        init.CalculateFanInAndFanOut(empty(5, 3)).Should().Be((3L, 5L));
        FluentActions.Invoking(() => init.CalculateFanInAndFanOut(empty(5))).Should().Throw<Exception>().OnManaged<ArgumentException>("*[5]*");
    }

    [Fact]
    public void Uniform_initialisers_fill_their_range()
    {
        manual_seed(1);
        Bound(init.xavier_uniform_(empty(200, 100), 2)).Should().BeApproximately(2 * Math.Sqrt(6.0 / 300), 1e-3);
        Bound(init.kaiming_uniform_(empty(200, 100), Math.Sqrt(5))).Should().BeApproximately(0.1, 1e-3);
        Bound(init.kaiming_uniform_(empty(200, 100), mode: init.FanInOut.FanOut,
        nonlinearity: init.NonlinearityType.ReLU)).Should().BeApproximately(Math.Sqrt(6.0 / 200), 1e-3);
    }

    [Fact]
    public void Normal_initialisers_have_their_deviation()
    {
        manual_seed(1);
        init.xavier_normal_(empty(300, 100)).std().ToDouble().Should().BeApproximately(Math.Sqrt(2.0 / 400), 1e-3);
        init.kaiming_normal_(empty(300, 100)).std().ToDouble().Should().BeApproximately(Math.Sqrt(2.0 / 100), 2e-3);
    }

    [Theory]
    [InlineData(4, 4)]
    [InlineData(6, 3)]
    [InlineData(3, 6)]
    public void Orthogonal_rows_or_columns_have_length_gain_and_right_angles(long rows, long columns)
    {
        var w = init.orthogonal_(empty(rows, columns), gain: 3);
        var product = rows <= columns ? w.mm(w.t()) : w.t().mm(w);
        product.ShouldBeClose(eye(Math.Min(rows, columns)) * 9, 1e-4);
    }

    [Fact]
    public void Weights_stay_leaves()
    {
        var layer = Linear(3, 2);
        init.constant_(layer.weight, 0.5);
        init.zeros_(layer.bias!);
        layer.weight.is_leaf.Should().BeTrue();
        layer.call(ones(1, 3)).ShouldBeClose(1e-6, 1.5, 1.5);
    }

    [Fact]
    public void One_seed_gives_one_network()
    {
        manual_seed(9);
        var first = Sequential(Linear(4, 3), Linear(3, 2));
        manual_seed(9);
        var second = Sequential(Linear(4, 3), Linear(3, 2));
        foreach (var (a, b) in first.parameters().Zip(second.parameters())) a.ShouldEqual(b);
    }

    private static double Bound(Tensor tensor) => tensor.abs().max().ToDouble();
}
