using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RlLab.Algorithms.Sac;

/// <summary>What a nat of entropy is worth in reward: it rises while there is less entropy than wanted, and falls while there is more.</summary>
/// <remarks>
/// Haarnoja et al., "Soft actor-critic algorithms and applications" (2019), section 5. What is learned is its logarithm, which keeps it above 0,
/// by the loss log(alpha) (entropy - target).
/// </remarks>
[Checkpointed]
internal sealed partial class Temperature : IDisposable
{
    // One number, which is read at each update: it is better off on the CPU, wherever the networks are.
    private readonly Parameter _logarithm;
    private readonly Adam? _optimizer;
    private readonly double _targetEntropy;

    /// <param name="options">The first temperature, how fast it changes, and the entropy that leads it.</param>
    /// <param name="elements">How many elements an action has.</param>
    public Temperature(SacOptions options, int elements)
    {
        _logarithm = new Parameter(tensor((float)Math.Log(options.Temperature)));
        _logarithm.DetachFromDisposeScope();
        _optimizer = options.TemperatureLearningRate > 0 ? optim.Adam([_logarithm], options.TemperatureLearningRate) : null;
        _targetEntropy = options.TargetEntropy ?? -elements;
        Value = options.Temperature;
    }

    /// <summary>Alpha.</summary>
    public double Value { get; private set; }

    /// <summary>Takes a step by the entropy that the policy has.</summary>
    /// <exception cref="DivergedException">It has left for infinity.</exception>
    public void Follow(double entropy)
    {
        if (_optimizer is null)
        {
            return;
        }

        using var scope = NewDisposeScope();
        _optimizer.zero_grad();
        ((entropy - _targetEntropy) * _logarithm).backward();
        _optimizer.step();
        Value = Math.Exp(_logarithm.item<float>());
        DivergedException.ThrowIfNotFinite(Value, "the temperature");
    }

    public void Dispose()
    {
        _optimizer?.Dispose();
        _logarithm.Dispose();
    }
}
