using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Torch.Tests.Optimizers;

/// <summary>Gradient clipping and parameters as one vector.</summary>
public sealed class ClippingTests
{
    [Theory]
    [InlineData(2, 5)]
    [InlineData(1, 7)]
    [InlineData(double.PositiveInfinity, 4)]
    public void The_norm_is_that_of_all_gradients_as_one_vector(double type, double norm)
    {
        var (p, q, without) = (WithGradient(3f, 0f), WithGradient(-4f), new Parameter(zeros(1)));
        nn.utils.clip_grad_norm_([p, without, q], 1, type).Should().BeApproximately(norm, 1e-6);
        p.grad![0].item<float>().Should().BeApproximately((float)(3 / norm), 1e-5f);
        q.grad!.item<float>().Should().BeApproximately((float)(-4 / norm), 1e-5f);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(1000)]
    public void The_norm_counts_every_element(int count) =>
        nn.utils.clip_grad_norm_([WithGradient([.. Enumerable.Repeat(2f, count)])],
        1).Should().BeApproximately(2 * Math.Sqrt(count), 1e-7 * count);

    [Theory]
    [InlineData(2)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void A_nan_makes_the_norm_nan_and_with_it_every_gradient(double type)
    {
        var (p, q) = (WithGradient(1f, float.NaN, 2f), WithGradient(1f, 2f));
        nn.utils.clip_grad_norm_([p, q], 1, type).Should().Be(double.NaN);
        nn.utils.clip_grad_norm_([q, p], 1, type).Should().Be(double.NaN);
        q.grad!.isnan().all().ToBoolean().Should().BeTrue();
    }

    [Fact]
    public void The_norm_of_order_minus_infinity_is_the_smallest_element() =>
        nn.utils.clip_grad_norm_([WithGradient(3f, -4f), WithGradient(2f, -1f)], 10, double.NegativeInfinity).Should().Be(1);

    [Fact]
    public void A_limit_of_nan_leaves_nothing_of_a_gradient()
    {
        var p = WithGradient(1f, -5f);
        nn.utils.clip_grad_value_([p], double.NaN);
        p.grad!.isnan().all().ToBoolean().Should().BeTrue();
    }

    [Fact]
    public void Small_gradients_stay_to_the_bit()
    {
        var p = WithGradient(0.1f, 0.2f);
        nn.utils.clip_grad_norm_([p], 1);
        p.grad!.data<float>().ToArray().Should().Equal(0.1f, 0.2f);
    }

    [Fact]
    public void Values_are_cut_at_both_ends()
    {
        var p = WithGradient(3f, -0.1f, -9f);
        nn.utils.clip_grad_value_([p], 0.5);
        p.grad!.data<float>().ToArray().Should().Equal(0.5f, -0.1f, -0.5f);
    }

    [Fact]
    public void Parameters_go_to_a_vector_and_back()
    {
        var (source, target) = (Linear(3, 2), Linear(3, 2));
        var vector = nn.utils.parameters_to_vector(source.parameters());
        vector.shape.Should().Equal(8);
        nn.utils.vector_to_parameters(vector, target.parameters());
        target.weight.ShouldEqual(source.weight);
        target.bias!.ShouldEqual(source.bias!);
        target.Invoking(t => nn.utils.vector_to_parameters(zeros(7), t.parameters()))
            .Should().Throw<Exception>().OnManaged<ArgumentException>("*8*7*");
    }

    private static Parameter WithGradient(params float[] gradient) => new(zeros(gradient.Length)) { grad = tensor(gradient) };
}
