using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using SequentialNetwork = TorchSharp.Modules.Sequential;

namespace RlLab.Algorithms.Networks;

/// <summary>The network of the arcade experiments: two convolutions with batch normalisation, and three linear layers.</summary>
public static class ArcadeNetwork
{
    /// <summary>[batch, 5, 44, 40] bytes to action values [batch, actions].</summary>
    /// <param name="actions">How many actions there are.</param>
    public static SequentialNetwork Create(int actions) => Sequential(
        new ScaledPixels(),
        Conv2d(5, 32, kernel_size: 4, stride: 2, padding: 2), BatchNorm2d(32), ReLU(),
        Conv2d(32, 32, kernel_size: 2, stride: 2), BatchNorm2d(32), ReLU(),
        Flatten(),
        Linear(3520, 512), ReLU(),
        Linear(512, 128), ReLU(),
        Linear(128, Require.AtLeast(actions, 1)));
}
