using RlLab.Formats;
using static TorchSharp.torch;

namespace RlLab.Algorithms.Ppo;

/// <summary>
/// Numbers within bounds, each independent of the others: of a network's numbers the first half are means, the second the logarithms of deviations.
/// </summary>
internal sealed record Gaussian : ActionDistribution<float[]>
{
    private static readonly double HalfLogTwoPi = 0.5 * Math.Log(2 * Math.PI);

    private readonly int _length;

    public Gaussian(Box<float> space, ActionLimit limit)
    {
        for (var i = 0; i < space.Length; i++)
        {
            if (!float.IsFinite(space.Low[i]) || !float.IsFinite(space.High[i]))
            {
                throw new ArgumentException(
                    $"Number {i} of an action may be from {space.Low[i]} to {space.High[i]}: without finite bounds nothing says how far to explore."
                    + " Give the world's action space finite ones.");
            }
        }

        (Space, Limit, _length) = (space, limit, space.Length);
    }

    public Box<float> Space { get; }

    public ActionLimit Limit { get; }

    public override int Outputs => 2 * _length;

    public override int Kept => _length;

    public override ScalarType Type => ScalarType.Float32;

    public override ActionChoice Choice => ActionChoice.Given;

    public override float[] Draw(
        ReadOnlySpan<float> outputs, ReadOnlySpan<bool> allowed, RandomGenerator random, Span<float> kept, out float logProbability)
    {
        Check(outputs);
        var (action, total) = (new float[_length], 0.0);
        for (var i = 0; i < action.Length; i++)
        {
            var (mean, logDeviation) = (outputs[i], outputs[_length + i]);
            var deviation = Math.Exp(logDeviation);
            kept[i] = (float)(mean + deviation * random.NextGaussian());
            DivergedException.ThrowIfNotFinite(kept[i], $"the draw of number {i} of an action");
            var distance = (kept[i] - mean) / deviation;
            total -= 0.5 * distance * distance + logDeviation + HalfLogTwoPi;
            action[i] = Within(kept[i], i);
        }

        DivergedException.ThrowIfNotFinite(total, "the log-probability of an action");
        logProbability = (float)total;
        return action;
    }

    public override float[] Likeliest(ReadOnlySpan<float> outputs, ReadOnlySpan<bool> allowed)
    {
        Check(outputs);
        var action = new float[_length];
        for (var i = 0; i < action.Length; i++)
        {
            action[i] = Within(outputs[i], i);
        }

        return action;
    }

    public override (Tensor LogProbabilities, Tensor Entropies) Of(Tensor outputs, Tensor actions, Tensor? forbidden)
    {
        var (means, logDeviations) = (outputs.narrow(1, 0, _length), outputs.narrow(1, _length, _length));
        var distances = (actions - means) * (-logDeviations).exp();
        var logarithms = (logDeviations + 0.5 * distances.square()).sum(1);
        return (-logarithms - _length * HalfLogTwoPi, logDeviations.sum(1) + _length * (0.5 + HalfLogTwoPi));
    }

    public override string Export(OnnxGraph graph, string outputs)
    {
        var numbers = graph.Add("Slice", [outputs, graph.Constant(0L), graph.Constant((long)_length), graph.Constant(1L)]);
        float[] low = [.. Space.Low], high = [.. Space.High];
        if (Limit == ActionLimit.Squash)
        {
            var shares = graph.Add("Mul", [graph.Add("Add", [graph.Add("Tanh", numbers), graph.Constant(1f)]), graph.Constant(0.5f)]);
            float[] range = [.. low.Zip(high, (least, most) => most - least)];
            numbers = graph.Add("Add", [graph.Add("Mul", [shares, graph.Constant(range)]), graph.Constant(low)]);
        }

        return graph.Add("Min", [graph.Add("Max", [numbers, graph.Constant(low)]), graph.Constant(high)]);
    }

    // Rounding must not lead out of the bounds.
    private float Within(float number, int i)
    {
        var (low, high) = (Space.Low[i], Space.High[i]);
        return Math.Clamp(Limit == ActionLimit.Clip ? number : low + (high - low) * (MathF.Tanh(number) + 1) / 2, low, high);
    }
}
