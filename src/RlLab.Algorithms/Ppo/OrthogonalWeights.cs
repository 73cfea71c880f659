using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RlLab.Algorithms.Ppo;

/// <summary>Orthogonal first weights, with which a policy begins nearly uniform and layers pass on what they are given at its own size.</summary>
/// <remarks>Saxe et al., "Exact solutions to the nonlinear dynamics of learning in deep linear neural networks" (2014); biases begin at 0.</remarks>
public static class OrthogonalWeights
{
    /// <summary>Gives all linear and convolutional layers of a network orthogonal weights, in their place.</summary>
    /// <typeparam name="TNetwork">The network.</typeparam>
    /// <param name="network">A network whose layers are registered in the order in which they are applied.</param>
    /// <param name="outputGain">What the last layer's weights are multiplied by: 0.01 for a policy, 1 for a value. Above 0.</param>
    /// <param name="gain">What the other layers' weights are multiplied by, above 0. Default: the square root of 2.</param>
    /// <returns>The same network.</returns>
    public static TNetwork WithOrthogonalWeights<TNetwork>(this TNetwork network, double outputGain, double gain = 1.4142135623730951)
        where TNetwork : nn.Module
    {
        Require.Positive(outputGain);
        Require.Positive(gain);
        var modules = Modules(network).Distinct().ToList();
        var deviations = modules.OfType<GaussianHead>().Select(head => head.LogDeviation);
        var layers = modules.Where(module => module is Linear or Conv2d).Except(deviations).ToList();
        foreach (var layer in layers)
        {
            var (weight, bias) = layer is Linear linear ? (linear.weight!, linear.bias) : (((Conv2d)layer).weight!, ((Conv2d)layer).bias);
            nn.init.orthogonal_(weight, layer == layers[^1] ? outputGain : gain);
            if (bias is not null)
            {
                nn.init.zeros_(bias);
            }
        }

        return network;
    }
    // torch's own list has all of one depth before those within them.
    private static IEnumerable<nn.Module> Modules(nn.Module module) => module.children().SelectMany(Modules).Prepend(module);
}
