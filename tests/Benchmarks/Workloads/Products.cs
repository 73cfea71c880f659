using static TorchSharp.torch;

namespace Benchmarks.Workloads;

/// <summary>One large matrix product.</summary>
internal static class Products
{
    private const int Size = 1024;

    public static Action Square()
    {
        var (a, b) = (rand(Size, Size), rand(Size, Size));
        return () =>
        {
            using var product = mm(a, b);
        };
    }
}
