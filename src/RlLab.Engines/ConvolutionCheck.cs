using TorchSharp;
using static TorchSharp.torch;

namespace RlLab.Engines;

/// <summary>Holds the loaded engine's convolution gradients to plain loops.</summary>
/// <remarks>
/// The library that libtorch convolves with on a CPU, oneDNN, chooses its code by the processor's instruction set, and on some processors chose code
/// whose gradients are wrong, silently: networks train, and to less than they could.
/// </remarks>
public static class ConvolutionCheck
{
    /// <summary>The environment variable that keeps oneDNN to an older instruction set.</summary>
    public const string LimitVariable = "ONEDNN_MAX_CPU_ISA";

    /// <summary>How far from right single precision may be, relative to the largest gradient.</summary>
    public const double Tolerance = 1e-4;

    /// <summary>
    /// Batch, channels in, channels out, height and width, kernel, stride, padding: one shape of each kind that pixels are convolved with.
    /// </summary>
    private static readonly (int Batch, int In, int Out, int Size, int Kernel, int Stride, int Padding)[] Shapes =
        [(2, 3, 8, 7, 3, 1, 1), (2, 2, 3, 8, 4, 2, 2), (3, 5, 32, 12, 4, 2, 2), (2, 16, 16, 6, 2, 2, 0), (1, 1, 1, 6, 3, 1, 0)];

    /// <summary>
    /// The largest difference of a gradient to what plain loops give, relative to the largest gradient of its tensor. NaN where one is NaN.
    /// </summary>
    public static double LargestError()
    {
        var largest = 0.0;
        foreach (var shape in Shapes)
        {
            using var scope = NewDisposeScope();
            var image = Waves(shape.Batch, shape.In, shape.Size, shape.Size).requires_grad_();
            var kernel = Waves(shape.Out, shape.In, shape.Kernel, shape.Kernel).requires_grad_();
            using var result = nn.functional.conv2d(image, kernel, strides: [shape.Stride, shape.Stride], padding: [shape.Padding, shape.Padding]);
            using var upstream = Waves(result.shape);
            result.backward([upstream]);

            var (imageGradient, kernelGradient) = ByLoops(image, kernel, upstream, shape.Stride, shape.Padding);
            largest = Math.Max(largest, Math.Max(Error(image.grad!, imageGradient), Error(kernel.grad!, kernelGradient)));
        }

        return largest;
    }

    /// <summary>Values without a pattern that repeats within a kernel, the same on every machine.</summary>
    private static Tensor Waves(params long[] shape)
    {
        var values = new float[shape.Aggregate(1L, (count, length) => count * length)];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (float)Math.Sin(0.7 * i + 0.013 * i * i);
        }

        return tensor(values, shape);
    }

    private static (float[] Image, float[] Kernel) ByLoops(Tensor image, Tensor kernel, Tensor upstream, int stride, int padding)
    {
        var (x, w, g) = (image.data<float>().ToArray(), kernel.data<float>().ToArray(), upstream.data<float>().ToArray());
        var (dx, dw) = (new float[x.Length], new float[w.Length]);
        var (channels, size, kernelSize) = ((int)image.shape[1], (int)image.shape[2], (int)kernel.shape[2]);
        var (batch, outputs, rows, columns) = ((int)upstream.shape[0], (int)upstream.shape[1], (int)upstream.shape[2], (int)upstream.shape[3]);
        for (var i = 0; i < g.Length; i++)
        {
            var (column, row, output, sample) = (i % columns, i / columns % rows, i / (columns * rows) % outputs, i / (columns * rows * outputs));
            for (var k = 0; k < channels * kernelSize * kernelSize; k++)
            {
                var (kx, ky, channel) = (k % kernelSize, k / kernelSize % kernelSize, k / (kernelSize * kernelSize));
                var (px, py) = (column * stride - padding + kx, row * stride - padding + ky);
                if (px >= 0 && px < size && py >= 0 && py < size)
                {
                    var at = ((sample * channels + channel) * size + py) * size + px;
                    var weight = (output * channels + channel) * kernelSize * kernelSize + ky * kernelSize + kx;
                    dx[at] += g[i] * w[weight];
                    dw[weight] += g[i] * x[at];
                }
            }
        }

        return (dx, dw);
    }

    private static double Error(Tensor gradient, float[] expected)
    {
        var given = gradient.contiguous().data<float>().ToArray();
        return given.Zip(expected, (a, b) => (double)Math.Abs(a - b)).Aggregate(0.0, Math.Max) / expected.Max(Math.Abs);
    }
}
