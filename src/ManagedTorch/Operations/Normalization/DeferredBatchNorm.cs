using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>
/// A normalization with a ReLU behind it that no tensor has the result of: the convolution that comes next computes it on the way
/// from memory, image by image, forward and backward.
/// </summary>
/// <param name="values">The values before, under the place in the graph that the result would have.</param>
/// <param name="line">Factor and offset of each channel.</param>
/// <param name="node">Where the gradient goes; null where nothing is recorded.</param>
internal sealed class DeferredBatchNorm(Tensor values, Tensor line, BatchNormNode? node) : IDisposable
{
    public Tensor Values => values;

    public Tensor Line => line;

    public BatchNormNode? Node => node;

    public void Dispose()
    {
        values.Free();
        line.Free();
    }
}
