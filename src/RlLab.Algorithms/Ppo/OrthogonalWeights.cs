using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using LinearLayer = TorchSharp.Modules.Linear;
using ConvolutionLayer = TorchSharp.Modules.Conv2d;

namespace RlLab.Algorithms.Ppo;

/// <summary>Orthogonal first weights, with which a policy begins nearly uniform and layers pass on what they are given at its own size.</summary>
/// <remarks>Saxe et al., "Exact solutions to the nonlinear dynamics of learning in deep linear neural networks" (2014); biases begin at 0.</remarks>
public static class OrthogonalWeights
{
    /// <summary>Gives all linear and convolutional layers of a network orthogonal weights, in their place.</summary>
    /// <param name="network">A network whose layers are registered in the order in which they are applied.</param>
    /// <param name="outputGain">What the last layer's weights are multiplied by: 0.01 for a policy, 1 for a value. Above 0.</param>
    /// <param name="gain">What the other layers' weights are multiplied by, above 0. Default: the square root of 2.</param>
    /// <returns>The same network.</returns>
    /// <exception cref="ArgumentException">The network has no such layer.</exception>
    public static Module<Tensor, Tensor> WithOrthogonalWeights(
        this Module<Tensor, Tensor> network, double outputGain, double gain = 1.4142135623730951)
    {
        Require.Positive(outputGain);
        Require.Positive(gain);
        var modules = Modules(network).Distinct().ToList();
        var deviations = modules.OfType<GaussianHead>().Select(head => head.LogDeviation);
        var layers = modules.Where(module => module is LinearLayer or ConvolutionLayer).Except(deviations).ToList();
        if (layers.Count == 0)
        {
            throw new ArgumentException($"A {network.GetType().Name} has no linear or convolutional layer.", nameof(network));
        }

        foreach (var layer in layers)
        {
            var (weight, bias) = layer is LinearLayer linear
                ? (linear.weight!, linear.bias)
                : (((ConvolutionLayer)layer).weight!, ((ConvolutionLayer)layer).bias);
            init.orthogonal_(weight, layer == layers[^1] ? outputGain : gain);
            if (bias is not null)
            {
                init.zeros_(bias);
            }
        }

        return network;
    }
    // torch's own list has all of one depth before those within them.
    private static IEnumerable<Module> Modules(Module module) => module.children().SelectMany(Modules).Prepend(module);
}
