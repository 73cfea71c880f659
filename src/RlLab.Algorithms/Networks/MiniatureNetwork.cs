using static TorchSharp.torch.nn;
using SequentialNetwork = TorchSharp.Modules.Sequential;

namespace RlLab.Algorithms.Networks;

/// <summary>The network of MinAtar's paper for its games on boards of 10 x 10, with a last layer of one's own.</summary>
/// <remarks>
/// Young and Tian, "MinAtar" (2019): one convolution of 16 filters of 3 x 3, and 128 units, a quarter of those of Mnih et al. (2015).
/// </remarks>
public static class MiniatureNetwork
{
    /// <summary>How many features there are.</summary>
    public const int Features = 128;

    /// <summary>[batch, planes, 10, 10] to what the head makes of features [batch, 128].</summary>
    /// <param name="planes">How many planes an observation has.</param>
    /// <param name="head">What makes values or probabilities of the features.</param>
    public static SequentialNetwork Create(int planes, Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor> head) => Sequential(
        Conv2d(Require.AtLeast(planes, 1), 16, kernel_size: 3), ReLU(),
        Flatten(),
        Linear(16 * 8 * 8, Features), ReLU(),
        head);
}
