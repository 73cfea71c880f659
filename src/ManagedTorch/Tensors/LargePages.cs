using System.Runtime.InteropServices;

namespace TorchSharp;

/// <summary>
/// Asks Linux to back large blocks with pages of 2 MiB where it leaves the choice to programs: a sweep over megabytes then misses
/// the translation cache far less often (5% of a convolution step). Elsewhere, or where it cannot be asked, nothing happens.
/// </summary>
internal static unsafe partial class LargePages
{
    public const long Size = 2 << 20;

    /// <summary>MADV_HUGEPAGE</summary>
    private const int HugePage = 14;

    private static bool able = OperatingSystem.IsLinux();

    /// <summary>What to align a block of so many bytes to.</summary>
    public static nuint Alignment(long bytes, nuint otherwise) => able && bytes >= Size ? (nuint)Size : otherwise;

    public static void Ask(void* block, long bytes)
    {
        if (!able || bytes < Size) return;
        try
        {
            _ = Advise(block, (nuint)bytes, HugePage);
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            able = false;
        }
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(void* block, nuint bytes, int advice);
}
