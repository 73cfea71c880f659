using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Algorithms;

/// <summary>A policy that asks a network for one number an action; how it chooses by them is its subclass's affair.</summary>
/// <typeparam name="TElement">What an observation is made of: <see cref="float"/> or <see cref="byte"/>.</typeparam>
public abstract class NetworkPolicy<TElement> : IPolicy<TElement, int>
    where TElement : unmanaged, IComparable<TElement>
{
    private readonly Module<Tensor, Tensor> _network;
    private readonly Device _device;
    private readonly long[] _shape;
    private readonly TElement[] _observation;
    private readonly float[] _outputs;

    private protected NetworkPolicy(Module<Tensor, Tensor> network, Box<TElement> observations, Space<int> actions, string device)
    {
        (_network, _device) = (network, torch.device(device));
        _shape = [1, .. observations.Shape];
        _observation = new TElement[observations.Length];
        _outputs = new float[((Discrete)actions).Count];
    }

    /// <inheritdoc/>
    public int Act(ReadOnlySpan<TElement> observation)
    {
        observation.CopyTo(_observation);
        using (no_grad())
        using (NewDisposeScope())
        {
            var outputs = _network.call(ToTensor());
            outputs.cpu().data<float>().CopyTo(_outputs);
        }

        return Choose(_outputs);
    }

    private protected abstract int Choose(ReadOnlySpan<float> outputs);

    private Tensor ToTensor() => _observation switch
    {
        float[] numbers => tensor(numbers, _shape, device: _device),
        byte[] pixels => tensor(pixels, _shape, device: _device),
        _ => throw new NotSupportedException($"A network cannot see observations of {typeof(TElement).Name}; float and byte it can."),
    };
}
