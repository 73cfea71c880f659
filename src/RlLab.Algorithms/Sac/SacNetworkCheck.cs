using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Algorithms.Sac;

/// <summary>Asks each network once, before anything is learned: one that does not fit the world is told by what it must take and give.</summary>
/// <param name="observations">The observations' space.</param>
/// <param name="elements">How many elements an action has.</param>
/// <param name="device">Where the networks are.</param>
internal sealed class SacNetworkCheck(Box<float> observations, int elements, Device device)
{
    /// <summary>Asks the networks.</summary>
    /// <exception cref="ArgumentException">One does not fit.</exception>
    public void Check(Module<Tensor, Tensor> policy, Module<Tensor, Tensor> critic, Module<Tensor, Tensor> target)
    {
        var (seen, both) = (observations.Shape.Select(size => (long)size), observations.Length + elements);
        Ask("policy", policy, [1, .. seen], 2 * elements, "the means and then the logarithms of the deviations of an action");
        foreach (var (name, network) in new[] { ("critic", critic), ("target", target) })
        {
            Ask(name, network, [1, both], 2, $"two critics' values of {observations.Length} numbers that are seen and {elements} that are done");
        }
    }

    private void Ask(string name, Module<Tensor, Tensor> network, long[] shape, long outputs, string meaning)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        network.eval();
        var need = $"The {name} must make [rows, {outputs}] of [rows, {string.Join(", ", shape[1..])}], {meaning}";
        Tensor answer;
        try
        {
            answer = network.call(zeros(shape, device: device));
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            throw new ArgumentException($"{need}, and cannot take that: {e.Message}", e);
        }

        if (!answer.shape.SequenceEqual([1, outputs]))
        {
            throw new ArgumentException($"{need}, and makes [{string.Join(", ", ["rows", .. answer.shape.Skip(1).Select(size => $"{size}")])}].");
        }
    }
}
