namespace TorchSharp.Kernels;

/// <summary>
/// Work on one run of contiguous elements at a time: a plane of pixels, numbered over batch and channels. A convolution does it to
/// the planes of each image that it finishes, while they are in the cache.
/// </summary>
internal interface IPlanes
{
    void Run(nint plane);

    /// <summary>What some planes' work reads besides the planes themselves.</summary>
    Ahead Reads(nint plane, nint count);
}

internal struct NoPlanes : IPlanes
{
    public readonly void Run(nint plane)
    {
    }

    public readonly Ahead Reads(nint plane, nint count) => default;
}
