using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>
/// Normal numbers sixteen at a time: each block of sixteen uniform numbers becomes sixteen normal ones, by Box and Muller on the
/// pairs (j, j + 8). An incomplete last block is drawn anew as the last sixteen of the tensor.
/// </summary>
internal static unsafe class NormalBlocks
{
    public const int Length = 16;
    private const int Half = Length / 2;

    public static void Fill(Tensor target, double mean, double std, Generator generator)
    {
        InPlace.Check(target);
        Launch.Of("random", target);
        var node = target.Tracked ? new FillNode(target) : null;
        using (var source = generator.Lock())
        {
            if (target.element == ScalarType.Float32)
                Singles((float*)target.pointer, target.layout.Count, (float)mean, (float)std, source);
            else Doubles((double*)target.pointer, target.layout.Count, mean, std, source);
        }
        InPlace.Done(target, node);
        GC.KeepAlive(target);
    }

    private static void Singles(float* x, long count, float mean, float std, in Generator.Lease source)
    {
        for (long i = 0; i < count; i++) x[i] = source.Single();
        for (long i = 0; i < count - (Length - 1); i += Length) Transform(x + i, mean, std);
        if (count % Length == 0) return;
        x += count - Length;
        for (var i = 0; i < Length; i++) x[i] = source.Single();
        Transform(x, mean, std);
    }

    private static void Transform(float* x, float mean, float std)
    {
        for (var j = 0; j < Half; j++)
        {
            float u1 = 1 - x[j], u2 = x[j + Half];
            var radius = MathF.Sqrt(-2 * MathF.Log(u1));
            var (sine, cosine) = MathF.SinCos(2 * MathF.PI * u2);
            x[j] = radius * cosine * std + mean;
            x[j + Half] = radius * sine * std + mean;
        }
    }

    private static void Doubles(double* x, long count, double mean, double std, in Generator.Lease source)
    {
        for (long i = 0; i < count; i++) x[i] = source.Double();
        for (long i = 0; i < count - (Length - 1); i += Length) Transform(x + i, mean, std);
        if (count % Length == 0) return;
        x += count - Length;
        for (var i = 0; i < Length; i++) x[i] = source.Double();
        Transform(x, mean, std);
    }

    private static void Transform(double* x, double mean, double std)
    {
        for (var j = 0; j < Half; j++)
        {
            double u1 = 1 - x[j], u2 = x[j + Half];
            var radius = Math.Sqrt(-2 * Math.Log(u1));
            var (sine, cosine) = Math.SinCos(2 * Math.PI * u2);
            x[j] = radius * cosine * std + mean;
            x[j + Half] = radius * sine * std + mean;
        }
    }
}
