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

    /// <summary>An image that will be needed soon, if it is below <paramref name="end"/>, and something else.</summary>
    public Ahead Ahead(in ConvolutionShape s, nint n, nint end, T* more, nint count)
    {
        bool none = data == null || n >= end;
        return none ? new(more, count * sizeof(T)) : new(data + n * s.ImageSize, s.ImageSize * sizeof(T), more, count * sizeof(T));
    }

    /// <summary>Brings the first of some images into the cache; the others are fetched ahead.</summary>
    public void Sweep(in ConvolutionShape s, nint n, nint end)
    {
        if (data != null && n < end)
            Fetching.Sweep(data + n * s.ImageSize, s.ImageSize);
    }

    /// <summary>An image to read, in memory that stays valid until the next one is asked for on this thread.</summary>
    public T* Read(in ConvolutionShape s, nint n)
    {
        T* image = data + n * s.ImageSize;
        if (factor == null)
            return image;
        nint plane = (nint)s.Height * s.Width;
        T* read = Scratch.Get<T>(Slot, s.ImageSize);
        for (nint c = 0; c < s.Channels; c++)
            BatchNormalization.Rectify(image + c * plane, factor[c], offset[c], read + c * plane, plane);
        return read;
    }

    /// <summary>One channel of an image to read, in memory of the same kind.</summary>
    public T* Read(in ConvolutionShape s, nint n, nint channel)
    {
        nint plane = (nint)s.Height * s.Width;
        T* image = data + n * s.ImageSize + channel * plane;
        if (factor == null)
            return image;
        T* read = Scratch.Get<T>(Slot, plane);
        BatchNormalization.Rectify(image, factor[channel], offset[channel], read, plane);
        return read;
    }
}
