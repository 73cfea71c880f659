using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace TorchSharp.Kernels;

internal static unsafe partial class Patches
{
    // A stride of two in float32 on AVX-512: the two column phases of a row by permutations.

    /// <summary>Both column phases of one row phase, sixteen columns of each at a time, row after row.</summary>
    private static void SplitPairs(in ConvolutionShape s, float* image, int i, float* phases)
    {
        Vector512<int> evens = Vector512.Create(0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30);
        Vector512<int> odds = evens + Vector512<int>.One;
        int height = s.PhaseHeight, width = s.PhaseWidth, imageHeight = s.Height, imageWidth = s.Width, stride = s.StrideHeight;
        nint size = (nint)height * width;
        for (int q = 0; q < width; q += 16)
        {
            int x = 2 * q - s.PaddingWidth, y = i - s.PaddingHeight;
            Vector512<float> inLow = Inside(x, imageWidth), inHigh = Inside(x + 16, imageWidth), inPhase = Inside(q, width);
            float* from = image + (nint)y * imageWidth + x, to = phases + q;
            for (int r = 0; r < height; r++, y += stride, from += (nint)stride * imageWidth, to += width)
            {
                Vector512<float> low = default, high = default;
                if ((uint)y < (uint)imageHeight)
                {
                    low = Avx512F.MaskLoad(from, inLow, Vector512<float>.Zero);
                    high = Avx512F.MaskLoad(from + 16, inHigh, Vector512<float>.Zero);
                }

                Avx512F.MaskStore(to, inPhase, Avx512F.PermuteVar16x32x2(low, evens, high));
                Avx512F.MaskStore(to + size, inPhase, Avx512F.PermuteVar16x32x2(low, odds, high));
            }
        }
    }

    /// <summary>The image from its phases, thirty-two pixels of a row at a time, row after row.</summary>
    private static void JoinPairs(in ConvolutionShape s, float* phases, float* image)
    {
        Vector512<int> lows = Vector512.Create(0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
        Vector512<int> highs = lows + Vector512.Create(8);
        int height = s.Height, width = s.Width, phaseHeight = s.PhaseHeight, phaseWidth = s.PhaseWidth, stride = s.StrideHeight;
        nint size = (nint)phaseHeight * phaseWidth;
        float* end = image + s.ImageSize;
        for (int c = 0; c < s.Channels; c++, phases += 2 * stride * size, image += (nint)height * width)
        {
            for (int q = 0; 2 * q - s.PaddingWidth < width; q += 16)
            {
                int x = 2 * q - s.PaddingWidth, i = s.PaddingHeight % stride, row = s.PaddingHeight / stride;
                Vector512<float> inPhase = Inside(q, phaseWidth), inLow = Inside(x, width), inHigh = Inside(x + 16, width);
                float* to = image + x;

                // What is written behind a row that is one such piece is overwritten by the next.
                bool overwritten = x >= 0 && x + 32 >= width && q == 0;
                for (int y = 0; y < height; y++, to += width)
                {
                    Vector512<float> even = default, odd = default;
                    if (row < phaseHeight)
                    {
                        float* from = phases + 2 * i * size + (nint)row * phaseWidth + q;
                        even = Avx512F.MaskLoad(from, inPhase, Vector512<float>.Zero);
                        odd = Avx512F.MaskLoad(from + size, inPhase, Vector512<float>.Zero);
                    }

                    Vector512<float> low = Avx512F.PermuteVar16x32x2(even, lows, odd),
                        high = Avx512F.PermuteVar16x32x2(even, highs, odd);
                    if (overwritten && to + 32 <= end)
                    {
                        low.Store(to);
                        high.Store(to + 16);
                    }
                    else
                    {
                        Avx512F.MaskStore(to, inLow, low);
                        Avx512F.MaskStore(to + 16, inHigh, high);
                    }

                    if (++i == stride)
                    {
                        i = 0;
                        row++;
                    }
                }
            }
        }
    }

    /// <summary>Which of sixteen places from <paramref name="x"/> on are from 0 to below <paramref name="width"/>.</summary>
    private static Vector512<float> Inside(int x, int width)
    {
        Vector512<int> at = Vector512<int>.Indices + Vector512.Create(x);
        return (Vector512.GreaterThanOrEqual(at, Vector512<int>.Zero) & Vector512.LessThan(at, Vector512.Create(width))).AsSingle();
    }
}
