using RlLab.Formats;
using static TorchSharp.torch;

namespace RlLab.Algorithms.Ppo;

/// <summary>
/// Numbers within bounds, each independent of the others: of a network's numbers the first half are means, the second the logarithms of deviations.
/// </summary>
internal sealed record Gaussian : ActionDistribution<float[]>
{
    private static readonly double HalfLogTwoPi = 0.5 * Math.Log(2 * Math.PI);

    private readonly BoundedActions _actions;
    private readonly ActionLimit _limit;

    public Gaussian(Box<float> space, ActionLimit limit) => (_actions, _limit) = (new BoundedActions(space), limit);

    public override int Outputs => 2 * _actions.Length;

    public override int Kept => _actions.Length;

    public override ScalarType Type => ScalarType.Float32;

    public override ActionChoice Choice => ActionChoice.Given;

    public override float[] Draw(
        ReadOnlySpan<float> outputs, ReadOnlySpan<bool> allowed, RandomGenerator random, Span<float> kept, out float logProbability)
    {
        Check(outputs);
        var total = 0.0;
        for (var i = 0; i < Kept; i++)
        {
            var (mean, logDeviation) = (outputs[i], outputs[Kept + i]);
            var deviation = Math.Exp(logDeviation);
            kept[i] = (float)(mean + deviation * random.NextGaussian());
            DivergedException.ThrowIfNotFinite(kept[i], $"the draw of number {i} of an action");
            var distance = (kept[i] - mean) / deviation;
            total -= 0.5 * distance * distance + logDeviation + HalfLogTwoPi;
        }

        DivergedException.ThrowIfNotFinite(total, "the log-probability of an action");
        logProbability = (float)total;
        return Limited(kept);
    }

    public override float[] Likeliest(ReadOnlySpan<float> outputs, ReadOnlySpan<bool> allowed)
    {
        Check(outputs);
        return Limited(outputs[..Kept]);
    }

    public override (Tensor LogProbabilities, Tensor Entropies) Of(Tensor outputs, Tensor actions, Tensor? forbidden)
    {
        var (means, logDeviations) = (outputs.narrow(1, 0, Kept), outputs.narrow(1, Kept, Kept));
        var distances = (actions - means) * (-logDeviations).exp();
        var logarithms = (logDeviations + 0.5 * distances.square()).sum(1);
        return (-logarithms - Kept * HalfLogTwoPi, logDeviations.sum(1) + Kept * (0.5 + HalfLogTwoPi));
    }

    public override string Export(OnnxGraph graph, string outputs)
    {
        var numbers = graph.Add("Slice", [outputs, graph.Constant(0L), graph.Constant((long)Kept), graph.Constant(1L)]);
        return _limit == ActionLimit.Clip ? _actions.ExportNearest(graph, numbers) : _actions.ExportToAction(graph, graph.Add("Tanh", numbers));
    }

    private float[] Limited(ReadOnlySpan<float> numbers)
    {
        if (_limit == ActionLimit.Clip)
        {
            return _actions.Nearest(numbers);
        }

        var unit = new float[numbers.Length];
        for (var i = 0; i < unit.Length; i++)
        {
            unit[i] = MathF.Tanh(numbers[i]);
        }

        return _actions.ToAction(unit);
    }
}
