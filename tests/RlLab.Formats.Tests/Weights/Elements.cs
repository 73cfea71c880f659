using static TorchSharp.torch;

namespace RlLab.Formats.Tests.Weights;

/// <summary>A tensor's elements, to be compared to the bit.</summary>
internal static class Elements
{
    public static byte[] Of(Tensor tensor) => tensor.numel() == 0 ? [] : tensor.detach().contiguous().bytes.ToArray();
}
