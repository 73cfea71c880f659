using RlLab.Algorithms.StraightThrough;
using TorchSharp;
using static TorchSharp.torch;

namespace RlLab.Algorithms.Tests.StraightThrough;

public sealed class BinarizeTests
{
    private static readonly float[] Inputs = [0.1f, 0.3f, 0.5f, 0.6f, 0.9f];
    private static readonly float[] Cotangents = [1, 2, 3, 4, 5];

    public static TheoryData<Estimator, float[]> Gradients => new()
    {
        { Estimator.StraightThrough, [1, 2, 3, 4, 5] },
        { Estimator.Clipped, [0, 2, 3, 4, 0] },
        { Estimator.SigmoidAdjusted, [.. Inputs.Zip(Cotangents, (s, g) => g * Slope(s))] },
    };

    [Theory]
    [MemberData(nameof(Gradients))]
    public void Forward_is_the_threshold_and_backward_the_estimator(Estimator estimator, float[] expected)
    {
        using var input = tensor(Inputs, requires_grad: true);
        using var bits = Binarize.Apply(input, estimator);
        bits.data<float>().ToArray().Should().Equal(0, 0, 1, 1, 1);
        bits.backward([tensor(Cotangents)]);
        input.grad!.data<float>().ToArray().Should().Equal(expected, (a, b) => Math.Abs(a - b) < 1e-5);
    }

    [Theory]
    [InlineData(Estimator.StraightThrough)]
    [InlineData(Estimator.Clipped)]
    [InlineData(Estimator.SigmoidAdjusted)]
    [InlineData(Estimator.None)]
    public void A_threshold_is_exact_and_makes_no_bit_of_NaN(Estimator estimator)
    {
        float[] inputs = [0, float.Epsilon, MathF.BitDecrement(0.5f), 0.5f, MathF.BitIncrement(0.5f), MathF.BitDecrement(1), 1, -3, 7, float.NaN];
        using var bits = Binarize.Apply(tensor(inputs), estimator);
        bits.data<float>().ToArray().Should().Equal(0, 0, 0, 1, 1, 1, 1, 0, 1, float.NaN);
    }

    [Fact]
    public void A_plain_comparison_passes_nothing()
    {
        using var input = tensor(Inputs, requires_grad: true);
        using var bits = Binarize.Apply(input, Estimator.None);
        bits.data<float>().ToArray().Should().Equal(0, 0, 1, 1, 1);
        bits.requires_grad.Should().BeFalse();
    }

    [Fact]
    public void Stochastic_bits_are_drawn_by_their_probability_and_pass_the_gradient()
    {
        manual_seed(1);
        using var input = full(20_000, 0.3f, requires_grad: true);
        using var bits = Binarize.Apply(input, Estimator.Stochastic);

        // The standard error of the share is 0.0032.
        bits.mean().ToDouble().Should().BeApproximately(0.3, 0.015);
        bits.sum().backward();
        input.grad!.eq(1).all().ToBoolean().Should().BeTrue();
    }

    private static float Slope(float s)
    {
        var steep = 1 / (1 + Math.Exp(-4 * (s - 0.5)));
        return (float)(4 * steep * (1 - steep));
    }
}
