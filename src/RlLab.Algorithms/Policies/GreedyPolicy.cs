using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Algorithms;

/// <summary>Takes the action that the network gives the highest number; of several, the first.</summary>
/// <param name="network">Observations [1, length] to numbers [1, actions], such as values or log-probabilities.</param>
/// <param name="observationLength">How long an observation is.</param>
/// <param name="actions">How many actions there are.</param>
/// <param name="device">Where the network is: <c>cpu</c> or <c>cuda:0</c>.</param>
public sealed class GreedyPolicy(Module<Tensor, Tensor> network, int observationLength, int actions, string device)
    : NetworkPolicy(network, observationLength, actions, device)
{
    private protected override int Choose(ReadOnlySpan<float> outputs)
    {
        var best = 0;
        for (var action = 1; action < outputs.Length; action++)
        {
            if (outputs[action] > outputs[best])
            {
                best = action;
            }
        }

        return best;
    }
}
