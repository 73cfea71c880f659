using static TorchSharp.torch;

namespace RlLab.Algorithms;

/// <summary>One of some actions, with a logit each.</summary>
internal sealed record Categorical(int Actions) : ActionDistribution<int>
{
    public override int Outputs => Actions;

    public override int Kept => 1;

    public override ScalarType Type => ScalarType.Int64;

    public override int Draw(
        ReadOnlySpan<float> outputs, ReadOnlySpan<bool> allowed, RandomGenerator random, Span<float> kept, out float logProbability)
    {
        Check(outputs);
        var action = LogProbabilities.DrawAmong(outputs, allowed, random, out var logarithm);
        (kept[0], logProbability) = (action, (float)logarithm);
        return action;
    }

    public override int Likeliest(ReadOnlySpan<float> outputs, ReadOnlySpan<bool> allowed)
    {
        Check(outputs);
        return LogProbabilities.Likeliest(outputs, allowed);
    }

    public override (Tensor LogProbabilities, Tensor Entropies) Of(Tensor outputs, Tensor actions, Tensor? forbidden)
    {
        var logarithms = forbidden is null ? outputs.log_softmax(1) : LogProbabilities.Among(outputs, forbidden);
        return (logarithms.gather(1, actions).squeeze(1), LogProbabilities.Entropy(logarithms, forbidden));
    }
}
