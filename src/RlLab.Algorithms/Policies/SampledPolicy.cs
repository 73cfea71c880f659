using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Algorithms;

/// <summary>Draws an action with the probability that the network gives it.</summary>
/// <typeparam name="TElement">What an observation is made of: <see cref="float"/> or <see cref="byte"/>.</typeparam>
/// <param name="network">Observations [1, ...] to log-probabilities [1, actions].</param>
/// <param name="observations">The observations' space.</param>
/// <param name="actions">The actions' space, a <see cref="Discrete"/> one.</param>
/// <param name="device">Where the network is: <c>cpu</c> or <c>cuda:0</c>.</param>
/// <param name="random">What to draw from.</param>
public sealed class SampledPolicy<TElement>(
    Module<Tensor, Tensor> network, Box<TElement> observations, Space<int> actions, string device, RandomGenerator random)
    : NetworkPolicy<TElement>(network, observations, actions, device)
    where TElement : unmanaged, IComparable<TElement>
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
