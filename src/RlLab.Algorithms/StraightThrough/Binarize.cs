using RlLab.Formats;
using static TorchSharp.torch;

namespace RlLab.Algorithms.StraightThrough;

/// <summary>Turns numbers from 0 to 1 into bits, and passes a gradient backward all the same.</summary>
public static class Binarize
{
    /// <summary>How far from the threshold <see cref="Estimator.Clipped"/> lets a gradient pass.</summary>
    public const double Window = 0.25;

    /// <summary>How much steeper than the sigmoid <see cref="Estimator.SigmoidAdjusted"/> is; at 4 its slope at the threshold is 1.</summary>
    public const double Steepness = 4;

    /// <summary>
    /// 1 where a number is at least 0.5, else 0, and NaN where it is NaN; with <see cref="Estimator.Stochastic"/>, 1 with the number as probability.
    /// </summary>
    /// <param name="input">Numbers from 0 to 1, of any shape.</param>
    /// <param name="estimator">What is passed backward.</param>
    /// <returns>Bits as numbers, of the input's shape and type.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such estimator.</exception>
    public static Tensor Apply(Tensor input, Estimator estimator) => Require.Defined(estimator) switch
    {
        Estimator.StraightThrough => StraightThroughThreshold.apply(input),
        Estimator.Clipped => ClippedThreshold.apply(input),
        Estimator.SigmoidAdjusted => SigmoidAdjustedThreshold.apply(input),
        Estimator.Stochastic => StochasticThreshold.apply(input),
        _ => Threshold(input.detach()),
    };

    /// <summary>Adds what <see cref="Apply"/> does, but for bits that are drawn, to a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="numbers">The name of numbers from 0 to 1.</param>
    /// <returns>The name of the bits.</returns>
    internal static string Export(OnnxGraph graph, string numbers) =>
        graph.Add("Min", [graph.Add("Floor", graph.Add("Mul", [numbers, graph.Constant(2f)])), graph.Constant(1f)]);

    // A comparison would make a bit of NaN, and hide that a network has none left to give.
    private static Tensor Threshold(Tensor input) => input.mul(2).floor_().clamp_(0, 1);

    private sealed class StraightThroughThreshold : autograd.SingleTensorFunction<StraightThroughThreshold>
    {
        public override string Name => nameof(StraightThroughThreshold);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars) => Threshold((Tensor)vars[0]);

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor gradOutput) => [gradOutput];
    }

    private sealed class ClippedThreshold : autograd.SingleTensorFunction<ClippedThreshold>
    {
        public override string Name => nameof(ClippedThreshold);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
        {
            var input = (Tensor)vars[0];
            ctx.save_for_backward([input]);
            return Threshold(input);
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor gradOutput)
        {
            var input = ctx.get_saved_variables()[0];
            return [gradOutput * (input - 0.5).abs().le(Window).to_type(gradOutput.dtype)];
        }
    }

    private sealed class SigmoidAdjustedThreshold : autograd.SingleTensorFunction<SigmoidAdjustedThreshold>
    {
        public override string Name => nameof(SigmoidAdjustedThreshold);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
        {
            var input = (Tensor)vars[0];
            ctx.save_for_backward([input]);
            return Threshold(input);
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor gradOutput)
        {
            var steep = ((ctx.get_saved_variables()[0] - 0.5) * Steepness).sigmoid();
            return [gradOutput * (steep * (1 - steep) * Steepness)];
        }
    }

    private sealed class StochasticThreshold : autograd.SingleTensorFunction<StochasticThreshold>
    {
        public override string Name => nameof(StochasticThreshold);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars) => bernoulli((Tensor)vars[0]);

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor gradOutput) => [gradOutput];
    }
}
