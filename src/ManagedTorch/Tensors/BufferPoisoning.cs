using System.Runtime.CompilerServices;

namespace TorchSharp;

/// <summary>
/// A debugging aid: fills memory with NaN (all bits set) when it goes back to a pool, so that whatever still reads it shows.
/// Switched on by the environment variable <c>MANAGEDTORCH_POISON=1</c> or the AppContext switch
/// <c>ManagedTorch.PoisonReturnedBuffers</c>, before the first tensor is made.
/// </summary>
internal static unsafe class BufferPoisoning
{
    public static readonly bool Enabled =
        Environment.GetEnvironmentVariable("MANAGEDTORCH_POISON") == "1" ||
        (AppContext.TryGetSwitch("ManagedTorch.PoisonReturnedBuffers", out var on) && on);

    public static void Poison(byte* data, long bytes)
    {
        for (long done = 0; done < bytes; done += 1 << 30)
            Unsafe.InitBlockUnaligned(data + done, 0xFF, (uint)Math.Min(bytes - done, 1 << 30));
    }
}
