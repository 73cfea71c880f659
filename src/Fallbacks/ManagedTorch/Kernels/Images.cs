using System.Numerics;

namespace TorchSharp.Kernels;

/// <summary>
/// A batch of images as a convolution reads them: as they lie in memory, or through max(0, x factor + offset) with a factor and an
/// offset for each channel, which is a normalization with its ReLU that is never written down.
/// </summary>
internal readonly unsafe struct Images<T>(T* data, T* factor = null, T* offset = null)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Slot = 4;

    public bool Normalized => factor != null;

    /// <summary>Where an image lies in memory.</summary>
    public T* Raw(in ConvolutionShape s, nint n) => data + n * s.ImageSize;

    /// <summary>An image to read, in memory that stays valid until the next one is asked for on this thread.</summary>
    public T* Read(in ConvolutionShape s, nint n)
    {
        T* image = Raw(s, n);
        if (!Normalized)
            return image;
        T* read = Scratch.Get<T>(Slot, s.ImageSize);
        nint plane = (nint)s.Height * s.Width;
        for (nint c = 0; c < s.Channels; c++)
            BatchNormalization.Rectify(image + c * plane, factor[c], offset[c], read + c * plane, plane);
        return read;
    }
}
