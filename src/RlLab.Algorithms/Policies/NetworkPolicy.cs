using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Algorithms;

/// <summary>A policy that asks a network for one number an action; how it chooses by them is its subclass's affair.</summary>
public abstract class NetworkPolicy : IPolicy<float, int>
{
    private readonly Module<Tensor, Tensor> _network;
    private readonly Device _device;
    private readonly float[] _observation;
    private readonly float[] _outputs;

    private protected NetworkPolicy(Module<Tensor, Tensor> network, int observationLength, int actions, string device)
    {
        (_network, _device) = (network, torch.device(device));
        (_observation, _outputs) = (new float[observationLength], new float[actions]);
    }

    /// <inheritdoc/>
    public int Act(ReadOnlySpan<float> observation)
    {
        observation.CopyTo(_observation);
        using (no_grad())
        using (NewDisposeScope())
        {
            var outputs = _network.call(tensor(_observation, 1, _observation.Length, device: _device));
            outputs.cpu().data<float>().CopyTo(_outputs);
        }

        return Choose(_outputs);
    }

    private protected abstract int Choose(ReadOnlySpan<float> outputs);
}
