using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>What a normalization comes down to.</summary>
/// <param name="Mean">[channels].</param>
/// <param name="Scale">[channels]: one over the standard deviation.</param>
/// <param name="Line">[2, channels]: factor and offset of the line that does it all.</param>
internal readonly record struct BatchNormCoefficients(Tensor Mean, Tensor Scale, Tensor Line)
{
    public void Free()
    {
        Mean.Free();
        Scale.Free();
        Line.Free();
    }
}

/// <summary>The sizes of what is normalized: (batch, channels, pixels).</summary>
internal readonly struct BatchSizes(Shape x)
{
    public readonly int Batch = (int)x.Sizes[0];
    public readonly int Channels = (int)x.Sizes[1];
    public readonly int Pixels = (int)(x.Count / Math.Max(1, x.Sizes[0] * x.Sizes[1]));

    public long Count => (long)Batch * Pixels;
}
