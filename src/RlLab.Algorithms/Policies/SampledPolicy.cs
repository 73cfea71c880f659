using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Algorithms;

/// <summary>Draws an action with the probability that the network gives it.</summary>
/// <param name="network">Observations [1, length] to log-probabilities [1, actions].</param>
/// <param name="observationLength">How long an observation is.</param>
/// <param name="actions">How many actions there are.</param>
/// <param name="device">Where the network is: <c>cpu</c> or <c>cuda:0</c>.</param>
/// <param name="random">What to draw from.</param>
public sealed class SampledPolicy(Module<Tensor, Tensor> network, int observationLength, int actions, string device, RandomGenerator random)
    : NetworkPolicy(network, observationLength, actions, device)
{
    private protected override int Choose(ReadOnlySpan<float> outputs)
    {
        var left = random.NextDouble();
        for (var action = 0; action < outputs.Length - 1; action++)
        {
            left -= Math.Exp(outputs[action]);
            if (left < 0)
            {
                return action;
            }
        }

        // Whatever rounding leaves of the total belongs to the last action.
        return outputs.Length - 1;
    }
}
