using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Algorithms.Networks;

/// <summary>The first layer of a network that sees bytes: 0 to 255 become numbers from 0 to 1.</summary>
public sealed class ScaledPixels() : Module<Tensor, Tensor>(nameof(ScaledPixels))
{
    /// <summary>Bytes of any shape to float32 of that shape.</summary>
    /// <param name="input">The bytes.</param>
    public override Tensor forward(Tensor input)
    {
        using var numbers = input.to_type(ScalarType.Float32);
        return numbers / 255;
    }
}
