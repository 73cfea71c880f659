using static TorchSharp.torch;

namespace RlLab.Algorithms;

/// <summary>Several choices at once, each independent of the others: a logit for each option of each choice, one choice after the other.</summary>
internal sealed record MultiCategorical(MultiDiscrete Space) : ActionDistribution<int[]>
{
    public override int Outputs { get; } = Space.Counts.Sum();

    public override int Kept => Space.Counts.Count;

    public override ScalarType Type => ScalarType.Int64;

    public override int[] Draw(
        ReadOnlySpan<float> outputs, ReadOnlySpan<bool> allowed, RandomGenerator random, Span<float> kept, out float logProbability)
    {
        Check(outputs);
        var (action, total) = (new int[Kept], 0.0);
        for (var choice = 0; choice < action.Length; choice++)
        {
            var count = Space.Counts[choice];
            action[choice] = LogProbabilities.DrawAmong(outputs[..count], default, random, out var logarithm);
            kept[choice] = action[choice];
            total += logarithm;
            outputs = outputs[count..];
        }

        logProbability = (float)total;
        return action;
    }

    public override int[] Likeliest(ReadOnlySpan<float> outputs, ReadOnlySpan<bool> allowed)
    {
        Check(outputs);
        var action = new int[Kept];
        for (var choice = 0; choice < action.Length; choice++)
        {
            action[choice] = LogProbabilities.Likeliest(outputs[..Space.Counts[choice]], default);
            outputs = outputs[Space.Counts[choice]..];
        }

        return action;
    }

    public override (Tensor LogProbabilities, Tensor Entropies) Of(Tensor outputs, Tensor actions, Tensor? forbidden)
    {
        var (logProbabilities, entropies, start) = (default(Tensor), default(Tensor), 0);
        for (var choice = 0; choice < Kept; choice++)
        {
            var logarithms = outputs.narrow(1, start, Space.Counts[choice]).log_softmax(1);
            var (chosen, entropy) = (logarithms.gather(1, actions.narrow(1, choice, 1)).squeeze(1), LogProbabilities.Entropy(logarithms, null));
            logProbabilities = logProbabilities is null ? chosen : logProbabilities + chosen;
            entropies = entropies is null ? entropy : entropies + entropy;
            start += Space.Counts[choice];
        }

        return (logProbabilities!, entropies!);
    }
}
