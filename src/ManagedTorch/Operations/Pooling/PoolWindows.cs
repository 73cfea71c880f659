using TorchSharp.Kernels;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Checks the arguments of a pooling operation and takes its measures.</summary>
internal static class PoolWindows
{
    public static (PoolingWindow Rows, PoolingWindow Columns) Measure(
        string name, int dimensions, Tensor x, SidePair kernel, SidePair stride, SidePair padding, SidePair dilation,
        bool ceiling)
    {
        Require(name, dimensions, x);
        kernel.RequireAtLeast(1, name, "kernel size");
        stride.RequireAtLeast(1, name, "stride");
        padding.RequireAtLeast(0, name, "padding");
        dilation.RequireAtLeast(1, name, "dilation");
        if (2 * padding.Height > kernel.Height || 2 * padding.Width > kernel.Width)
            throw new TorchException(
                $"{name}(): the padding must be at most half of the kernel size, "
                + $"but they are ({padding.Height}, {padding.Width}) and ({kernel.Height}, {kernel.Width}).");
        var rows = new PoolingWindow(dimensions == 2 ? (int)x.layout.Sizes[^2] : 1, kernel.Height, stride.Height, padding.Height,
            dilation.Height, ceiling);
        var columns = new PoolingWindow((int)x.layout.Sizes[^1], kernel.Width, stride.Width, padding.Width, dilation.Width,
            ceiling);
        if (rows.Count < 1 || columns.Count < 1)
            throw new TorchException($"{name}(): a window of ({kernel.Height}, {kernel.Width}) does not fit into the input of shape {x.layout}.");
        return (rows, columns);
    }

    public static void Require(string name, int dimensions, Tensor x)
    {
        x.Live();
        if (x.layout.Rank != dimensions + 1 && x.layout.Rank != dimensions + 2)
            throw new TorchException($"{name}() needs an input of {dimensions + 1} or {dimensions + 2} dimensions, not of shape {x.layout}.");
        if (!Dtype.IsFloating(x.element)) throw Unsupported.Feature($"{name}() of {x.element}");
    }

    public static int Planes(Tensor x, int dimensions)
    {
        long planes = 1;
        foreach (var length in x.layout.Sizes.AsSpan(0, x.layout.Rank - dimensions)) planes *= length;
        return (int)planes;
    }
}
