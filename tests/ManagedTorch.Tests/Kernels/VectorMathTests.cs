using System.Numerics;
using TorchSharp.Kernels;
using static TorchSharp.torch;

namespace ManagedTorch.Tests.Kernels;

public sealed class VectorMathTests
{
    // A prime step through all bit patterns: every exponent, both signs, infinities and nans.
    private const uint Step = 9973;
    private const double MostUlps = 2;

    [Fact]
    public void Exp_is_within_2_ulp() => Sweep(VectorMath.Exp, Math.Exp);

    [Fact]
    public void Expm1_is_within_2_ulp() =>
        Sweep(VectorMath.Expm1, x => Math.Abs(x) < 1e-5 ? x + x * x / 2 + x * x * x / 6 : Math.Exp(x) - 1);

    [Fact]
    public void Log_is_within_2_ulp() => Sweep(VectorMath.Log, Math.Log);

    [Fact]
    public void Log1p_is_within_2_ulp() => Sweep(VectorMath.Log1p, x =>
        Math.Abs(x) < 1e-4 ? x - x * x / 2 + x * x * x / 3 - x * x * x * x / 4 : Math.Log(1 + x));

    [Fact]
    public void Tanh_is_within_2_ulp() => Sweep(VectorMath.Tanh, Math.Tanh);

    [Fact]
    public void Sigmoid_is_within_2_ulp() =>
        Sweep(VectorMath.Sigmoid, x => x < 0 ? Math.Exp(x) / (1 + Math.Exp(x)) : 1 / (1 + Math.Exp(-x)));

    [Fact]
    public void Special_values_are_those_of_the_standard()
    {
        Of(VectorMath.Exp, float.NegativeInfinity).Should().Be(0);
        Of(VectorMath.Exp, float.PositiveInfinity).Should().Be(float.PositiveInfinity);
        Of(VectorMath.Exp, -103f).Should().BeApproximately(2 * float.Epsilon, float.Epsilon,
            "the result fades through the denormals");
        Of(VectorMath.Log, 0).Should().Be(float.NegativeInfinity);
        Of(VectorMath.Log, -1).Should().Be(float.NaN);
        Of(VectorMath.Log, float.Epsilon).Should().BeApproximately(-103.278929f, 1e-4f);
        Of(VectorMath.Log1p, -1).Should().Be(float.NegativeInfinity);
        Of(VectorMath.Tanh, float.NegativeInfinity).Should().Be(-1);
        Of(VectorMath.Sigmoid, float.NegativeInfinity).Should().Be(0);
        Of(VectorMath.Sigmoid, float.PositiveInfinity).Should().Be(1);
        foreach (float zero in new[] { 0f, -0f })
        {
            float.IsNegative(Of(VectorMath.Tanh, zero)).Should().Be(float.IsNegative(zero));
            float.IsNegative(Of(VectorMath.Expm1, zero)).Should().Be(float.IsNegative(zero));
            float.IsNegative(Of(VectorMath.Log1p, zero)).Should().Be(float.IsNegative(zero));
        }
    }

    [Fact]
    public void A_value_has_one_result_wherever_it_stands()
    {
        const int Longest = 67;
        using var scope = NewDisposeScope();
        float[] values = [.. Enumerable.Range(0, Longest).Select(i => (i - 30) * 0.37f)];
        for (int length = 1; length <= Longest; length++)
        {
            float[] results = sigmoid(tensor(values[..length])).data<float>().ToArray();
            for (int i = 0; i < length; i++)
                results[i].Should().Be(Of(VectorMath.Sigmoid, values[i]));
        }
    }

    private static float Of(Func<Vector<float>, Vector<float>> function, float x) => function(new Vector<float>(x))[0];

    private static void Sweep(Func<Vector<float>, Vector<float>> function, Func<double, double> exact)
    {
        for (ulong bits = 0; bits <= uint.MaxValue; bits += Step)
        {
            float x = BitConverter.UInt32BitsToSingle((uint)bits), y = Of(function, x);
            double reference = exact(x);
            var rounded = (float)reference;
            bool right = float.IsFinite(rounded) && float.IsFinite(y)
                ? Math.Abs(y - reference) <= MostUlps * Math.Max(Math.ScaleB(1, Math.ILogB(reference) - 23), float.Epsilon)
                : y.Equals(rounded);
            if (!right)
                Assert.Fail($"f({x:R}) is {y:R} instead of {reference:R}");
        }
    }
}
