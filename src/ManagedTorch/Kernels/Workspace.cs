using System.Runtime.InteropServices;

namespace TorchSharp.Kernels;

/// <summary>Aligned memory outside the collector for the length of one kernel.</summary>
internal readonly unsafe struct Workspace<T>(nint count) : IDisposable
    where T : unmanaged
{
    public readonly T* Data = (T*)NativeMemory.AlignedAlloc((nuint)Math.Max(1, count * sizeof(T)), 64);

    public void Dispose() => NativeMemory.AlignedFree(Data);
}
