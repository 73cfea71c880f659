using TorchSharp;
using static TorchSharp.torch.nn;

namespace RlLab.Algorithms.Dqn;

/// <summary>The noise of a network's <see cref="NoisyLinear"/> layers; of a network without any it is nothing, and nothing is drawn.</summary>
/// <remarks>
/// Fortunato et al. (2018), section 3.1: drawn before each action, and anew for each pass of an update. RlLab evaluates and films without it.
/// </remarks>
/// <param name="network">The network.</param>
/// <param name="random">What to draw from.</param>
[Checkpointed]
public sealed partial class NetworkNoise([Rebuilt] Module network, RandomGenerator random)
{
    [Rebuilt]
    private readonly NoisyLinear[] _layers = [.. LayersOf(network)];

    /// <summary>Gives every noisy layer new noise.</summary>
    public void Draw()
    {
        foreach (var layer in _layers)
        {
            layer.Draw(random);
        }
    }

    /// <summary>Takes the noise away until it is drawn again.</summary>
    public void Silence()
    {
        foreach (var layer in _layers)
        {
            layer.Silence();
        }
    }

    /// <summary>That of what the noise is drawn from.</summary>
    internal RandomState RandomState
    {
        get => random.State;
        set => random.State = value;
    }

    /// <summary>The noisy layers of a network.</summary>
    internal static IEnumerable<NoisyLinear> LayersOf(Module network) => network.modules().Prepend(network).OfType<NoisyLinear>().Distinct();
}
