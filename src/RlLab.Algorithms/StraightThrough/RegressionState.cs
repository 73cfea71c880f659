using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Algorithms.StraightThrough;

/// <summary>All that changes as a regression is trained.</summary>
/// <param name="network">The network.</param>
/// <param name="optimizer">Improves it.</param>
[Checkpointed]
internal sealed partial class RegressionState(Module<Tensor, Tensor> network, optim.Optimizer optimizer)
{
    public Module<Tensor, Tensor> Network { get; } = network;

    public optim.Optimizer Optimizer { get; } = optimizer;

    /// <summary>Epochs that are over.</summary>
    public int Epochs { get; set; }

    /// <summary>Updates so far.</summary>
    public long Updates { get; set; }

    /// <summary>The error on the test samples after the last epoch; NaN before the first.</summary>
    public double Error { get; set; } = double.NaN;
}
