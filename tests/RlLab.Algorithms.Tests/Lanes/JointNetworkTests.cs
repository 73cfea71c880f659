using RlLab.Algorithms.Dqn;
using RlLab.Algorithms.StraightThrough;
using RlLab.Lanes;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Algorithms.Tests.Lanes;

public sealed class JointNetworkTests
{
    [Fact]
    public void A_layer_that_is_not_known_that_draws_or_that_somebody_watches_is_told()
    {
        using var unknown = Sequential(Linear(2, 4), new Own(), Linear(4, 2));
        using var watched = Linear(2, 2);
        using var norm = LayerNorm(2);
        using var watchedApart = Sequential(Linear(2, 2), LayerNorm(2), Tanh(), norm);
        using var dropout = Sequential(Linear(2, 2), Dropout(0.5));
        using var drawn = new BinaryBottleneck(2, 2, 2, Estimator.Stochastic);
        watched.register_forward_hook((_, _, result) => result);
        norm.register_forward_hook((_, _, result) => result);

        WhyNot(unknown).Should().Contain("Own").And.Contain("a run's own rows");
        WhyNot(watched).Should().Contain("Linear").And.Contain("hook");
        WhyNot(watchedApart).Should().Contain("LayerNorm").And.Contain("hook");
        WhyNot(dropout).Should().Contain("Dropout").And.Contain("drawn at random");
        WhyNot(drawn).Should().Contain("BinaryBottleneck").And.Contain("drawn at random");
        using var known = Sequential(Linear(2, 4), Sequential(ReLU(), LayerNorm(4), Linear(4, 4)), Tanh(), new NoisyLinear(4, 4), LogSoftmax(1));
        WhyNot(known).Should().BeNull();
    }

    [Fact]
    public void A_convolution_is_as_much_work_as_it_has_places_which_are_known_once_it_has_had_rows()
    {
        using var network = Sequential(Conv2d(1, 4, kernel_size: 3, stride: 2), BatchNorm2d(4), ReLU(), Flatten(), Linear(4 * 4 * 4, 2));
        network.eval();
        var joint = new JointNetwork(network);
        joint.Work.Should().Be(36 + 128);

        using var scope = NewDisposeScope();
        JointNetwork.Forward([joint, new JointNetwork(network)], ones(5, 1, 9, 9), [2, 5]).shape.Should().Equal(5, 2);

        // At most 81 places, of which every fourth is one.
        joint.Work.Should().BeInRange((16 * 36) + 128, (81 / 4 * 36) + 128);
        joint.Width.Should().BeInRange(16 * 4, 81 / 4 * 4);
    }

    [Fact]
    public void Rows_of_several_dimensions_are_joined_too()
    {
        using var scope = NewDisposeScope();
        using var first = Sequential(Linear(3, 4), ReLU(), Linear(4, 2));
        using var second = Sequential(Linear(3, 4), ReLU(), Linear(4, 2));
        var rows = rand(5, 7, 2, 3);

        var joint = JointNetwork.Forward([new JointNetwork(first), new JointNetwork(second)], rows, [2, 5]);

        joint.shape.Should().Equal(5, 7, 2, 2);

        // libtorch's batched products round otherwise, which is much of a number near 0.
        joint.allclose(cat([first.call(rows[..2]), second.call(rows[2..])]), atol: 1e-6).Should().BeTrue();
    }

    [Fact]
    public void Networks_whose_layers_apart_differ_are_of_different_shapes()
    {
        using var scope = NewDisposeScope();
        string[] shapes =
        [
            Shape(Linear(2, 4), LayerNorm(4), Linear(4, 2)), Shape(Linear(2, 4), BatchNorm1d(4), Linear(4, 2)),
            Shape(Linear(2, 4), LayerNorm(4), ReLU(), Linear(4, 2)), Shape(Linear(2, 4), LayerNorm(4, elementwise_affine: false), Linear(4, 2)),
            Shape(Linear(2, 4), new NoisyLinear(4, 2)), Shape(Linear(2, 4), Linear(4, 2)),
        ];
        shapes.Should().OnlyHaveUniqueItems();
        Shape(Linear(2, 4), LayerNorm(4), Linear(4, 2)).Should().Be(shapes[0]);

        static string Shape(params Module<Tensor, Tensor>[] layers)
        {
            using var network = Sequential(layers);
            return new JointNetwork(network).Shape;
        }
    }

    private static string? WhyNot(Module<Tensor, Tensor> network) => new JointNetwork(network).WhyNot;

    private sealed class Own() : Module<Tensor, Tensor>(nameof(Own))
    {
        public override Tensor forward(Tensor input) => input - input.mean([0], keepdim: true);
    }
}
