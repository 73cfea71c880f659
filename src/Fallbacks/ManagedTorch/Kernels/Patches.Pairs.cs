using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace TorchSharp.Kernels;

internal static unsafe partial class Patches
{
    // A stride of two in float32 on AVX-512: the two column phases of a row by permutations.

    /// <summary>
    /// Both column phases of one row phase for a stride of two, sixteen columns of each at a time. What is written behind a row
    /// is overwritten by the next; only the last rows are cut. Nothing is read from <paramref name="end"/> on.
    /// </summary>
    private static void SplitPairs(in ConvolutionShape s, float* image, float* end, int i, float* phases)
    {
        Vector512<int> evens = Vector512.Create(0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30);
        Vector512<int> odds = evens + Vector512<int>.One;
        Vector512<float> places = Vector512.Create(0f, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
        int height = s.PhaseHeight, width = s.PhaseWidth, imageWidth = s.Width, padding = s.PaddingWidth, size = height * width;
        for (int r = 0; r < height; r++)
        {
            int y = r * s.StrideHeight + i - s.PaddingHeight;
            bool inside = y >= 0 && y < s.Height;
            float* row = image + (nint)y * imageWidth;
            for (int q = 0; q < width; q += 16)
            {
                int x = 2 * q - padding, columns = Math.Min(16, width - q), at = r * width + q;
                Vector512<float> low = default, high = default;
                if (inside && x >= 0 && x + 2 * columns <= imageWidth && row + x + 32 <= end)
                {
                    low = Vector512.Load(row + x);
                    high = Vector512.Load(row + x + 16);
                }
                else if (inside)
                {
                    low = Part(row, x, imageWidth, places);
                    high = Part(row, x + 16, imageWidth, places);
                }

                Vector512<float> even = Avx512F.PermuteVar16x32x2(low, evens, high),
                    odd = Avx512F.PermuteVar16x32x2(low, odds, high);
                if (at + 16 <= size)
                {
                    even.Store(phases + at);
                    odd.Store(phases + size + at);
                }
                else
                {
                    Vector512<float> mask = Vector512.LessThan(places, Vector512.Create((float)columns));
                    Avx512F.MaskStore(phases + at, mask, even);
                    Avx512F.MaskStore(phases + size + at, mask, odd);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Part(float* row, int x, int width, Vector512<float> places)
    {
        if (x >= 0 && x + 16 <= width)
            return Vector512.Load(row + x);
        return Avx512F.MaskLoad(row + x, Inside(x, width, places), Vector512<float>.Zero);
    }

    /// <summary>
    /// The image from its phases for a stride of two, thirty-two pixels of a row at a time. What is written behind a row is
    /// overwritten by the next; only the very last row is cut.
    /// </summary>
    private static void JoinPairs(in ConvolutionShape s, float* phases, float* image)
    {
        Vector512<int> lows = Vector512.Create(0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
        Vector512<int> highs = lows + Vector512.Create(8);
        Vector512<float> places = Vector512.Create(0f, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
        int height = s.Height, width = s.Width, phaseHeight = s.PhaseHeight, phaseWidth = s.PhaseWidth, padding = s.PaddingWidth;
        int stride = s.StrideHeight, paddingHeight = s.PaddingHeight, size = phaseHeight * phaseWidth;
        for (int c = 0; c < s.Channels; c++, phases += 2 * stride * size)
        {
            int i = paddingHeight % stride, row = paddingHeight / stride;
            for (int y = 0; y < height; y++, image += width)
            {
                int limit = c == s.Channels - 1 && y == height - 1 ? width : int.MaxValue;
                float* even = phases + 2 * i * size + row * phaseWidth, odd = even + size;
                bool inside = row < phaseHeight;
                for (int q = 0; 2 * q - padding < width; q += 16)
                {
                    Vector512<float> a = default, b = default;
                    if (inside)
                    {
                        a = Part(even, q, phaseWidth, places);
                        b = Part(odd, q, phaseWidth, places);
                    }

                    int x = 2 * q - padding;
                    Put(image, x, limit, places, Avx512F.PermuteVar16x32x2(a, lows, b));
                    if (x + 16 < width)
                        Put(image, x + 16, limit, places, Avx512F.PermuteVar16x32x2(a, highs, b));
                }

                if (++i == stride)
                {
                    i = 0;
                    row++;
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(float* row, int x, int limit, Vector512<float> places, Vector512<float> value)
    {
        if (x >= 0 && x + 16 <= limit)
            value.Store(row + x);
        else
            Avx512F.MaskStore(row + x, Inside(x, limit, places), value);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Inside(int x, int width, Vector512<float> places)
    {
        Vector512<float> at = places + Vector512.Create((float)x);
        return Vector512.GreaterThanOrEqual(at, Vector512<float>.Zero) & Vector512.LessThan(at, Vector512.Create((float)width));
    }
}
