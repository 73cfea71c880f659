using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>The lower and upper triangles of matrices.</summary>
internal static unsafe class Triangles
{
    public static Tensor Keep(Tensor x, long diagonal, bool lower)
    {
        if (x.Live().layout.Rank < 2)
            throw new TorchException($"A triangle needs at least two dimensions, but the shape is {x.layout}.");
        Launch.On(x);
        long rows = x.layout.Sizes[^2], columns = x.layout.Sizes[^1];
        var mask = Tensor.Fresh(Shape.Of(rows, columns), ScalarType.Bool);
        for (long i = 0; i < rows; i++)
            for (long j = 0; j < columns; j++)
                mask.pointer[i * columns + j] = (lower ? j - i <= diagonal : j - i >= diagonal) ? (byte)1 : (byte)0;
        var zero = Factory.Zeros(Shape.Scalar, x.element, x.device, false);
        return Selection.Where(mask, x, zero);
    }
}
