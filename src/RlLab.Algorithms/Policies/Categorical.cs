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
        var action = Draw(outputs, allowed, random, out var logarithm);
        (kept[0], logProbability) = (action, (float)logarithm);
        return action;
    }

    public override int Likeliest(ReadOnlySpan<float> outputs, ReadOnlySpan<bool> allowed) => HighestOf(outputs, allowed);

    public override (Tensor LogProbabilities, Tensor Entropies) Of(Tensor outputs, Tensor actions, Tensor? forbidden)
    {
        var logarithms = forbidden is null ? outputs.log_softmax(1) : LogProbabilities.Among(outputs, forbidden);
        return (logarithms.gather(1, actions).squeeze(1), LogProbabilities.Entropy(logarithms, forbidden));
    }

    /// <summary>Draws by logits.</summary>
    internal static int Draw(ReadOnlySpan<float> logits, ReadOnlySpan<bool> allowed, RandomGenerator random, out double logProbability)
    {
        // In proportion to the likeliest, because all that is allowed may be less likely than a number can say.
        double highest = logits[HighestOf(logits, allowed)], total = 0;
        for (var action = 0; action < logits.Length; action++)
        {
            total += IsAllowed(action, allowed) ? Math.Exp(logits[action] - highest) : 0;
        }

        var left = random.NextDouble() * total;
        var chosen = -1;
        for (var action = 0; action < logits.Length && left >= 0; action++)
        {
            // Rounding may leave a little of the total behind the last allowed action.
            if (IsAllowed(action, allowed))
            {
                chosen = action;
                left -= Math.Exp(logits[action] - highest);
            }
        }

        logProbability = logits[chosen] - highest - Math.Log(total);
        return chosen;
    }

    /// <summary>The allowed action of the highest logit; of several, the first.</summary>
    internal static int HighestOf(ReadOnlySpan<float> logits, ReadOnlySpan<bool> allowed)
    {
        Check(logits);
        var best = Math.Max(0, allowed.IndexOf(true));
        for (var action = best + 1; action < logits.Length; action++)
        {
            best = logits[action] > logits[best] && IsAllowed(action, allowed) ? action : best;
        }

        return best;
    }

    private static bool IsAllowed(int action, ReadOnlySpan<bool> allowed) => allowed.IsEmpty || allowed[action];
}
