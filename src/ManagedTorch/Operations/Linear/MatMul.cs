using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Recorded products of matrices and batches.</summary>
internal static class MatMul
{
    public static Tensor Matrices(Tensor a, Tensor b)
    {
        a.Live();
        b.Live();
        if (a.layout.Rank != 2 || b.layout.Rank != 2)
            throw new TorchException($"mm() multiplies two matrices, not tensors of the shapes {a.layout} and {b.layout}.");
        RequireFit(a, b);
        Launch.Of("mm", a, b);
        var result = Tensor.Result(Shape.Of(a.layout.Sizes[0], b.layout.Sizes[1]), a.element);
        Products.Multiply(a, b, result);
        if (a.Tracked || b.Tracked) result.MadeBy(new MatricesNode(a, b));
        return result;
    }

    public static Tensor Batches(Tensor a, Tensor b)
    {
        a.Live();
        b.Live();
        if (a.layout.Rank != 3 || b.layout.Rank != 3 || a.layout.Sizes[0] != b.layout.Sizes[0])
            throw new TorchException(
                $"bmm() multiplies two batches of as many matrices, not tensors of the shapes {a.layout} and {b.layout}.");
        RequireFit(a, b);
        Launch.Of("bmm", a, b);
        var result = Tensor.Result(Shape.Of([a.layout.Sizes[0], a.layout.Sizes[1], b.layout.Sizes[2]]), a.element);
        Products.MultiplyBatch(a, b, result);
        if (a.Tracked || b.Tracked) result.MadeBy(new BatchesNode(a, b));
        return result;
    }

    /// <summary>The product by PyTorch's rules: vectors gain a dimension for the time, leading dimensions broadcast.</summary>
    public static Tensor Any(Tensor a, Tensor b)
    {
        int ra = a.Live().layout.Rank, rb = b.Live().layout.Rank;
        if (ra == 0 || rb == 0)
            throw new TorchException(
                $"matmul() needs at least one dimension on both sides; the shapes are {a.layout} and {b.layout}.");
        if (ra == 2 && rb == 2) return Matrices(a, b);
        if (ra == 1 && rb == 1)
        {
            if (a.layout.Count != b.layout.Count)
                throw new TorchException($"The vectors of the shapes {a.layout} and {b.layout} differ in length.");
            return Matrices(a.reshape(1, -1), b.reshape(-1, 1)).reshape();
        }
        if (ra == 1) return Any(a.unsqueeze(0), b).squeeze(-2);
        if (rb == 1) return Any(a, b.unsqueeze(-1)).squeeze(-1);
        if (rb == 2)
        {
            // One large product instead of many small ones.
            RequireFit(a, b);
            return Matrices(a.reshape(-1, a.layout.Sizes[^1]), b).reshape([.. a.layout.Sizes[..^1], b.layout.Sizes[1]]);
        }
        var leading = Shape.Broadcast(Shape.Of(a.layout.Sizes.AsSpan(0, ra - 2)), Shape.Of(b.layout.Sizes.AsSpan(0, rb - 2)));
        var left = a.expand([.. leading.Sizes, .. a.layout.Sizes[^2..]]).reshape(leading.Count, a.layout.Sizes[^2],
            a.layout.Sizes[^1]);
        var right = b.expand([.. leading.Sizes, .. b.layout.Sizes[^2..]]).reshape(leading.Count, b.layout.Sizes[^2],
            b.layout.Sizes[^1]);
        return Batches(left, right).reshape([.. leading.Sizes, a.layout.Sizes[^2], b.layout.Sizes[^1]]);
    }

    private static void RequireFit(Tensor a, Tensor b)
    {
        if (a.element != b.element)
            throw new TorchException($"The matrices to multiply must be of one type, not {a.element} and {b.element}.");
        if (a.layout.Sizes[^1] != b.layout.Sizes[^2])
            throw new TorchException(
                $"mat1 and mat2 shapes cannot be multiplied: "
                + $"{a.layout} and {b.layout} ({a.layout.Sizes[^1]} columns against {b.layout.Sizes[^2]} rows).");
    }

    private sealed class MatricesNode : Node
    {
        private SavedTensor a, b;

        public MatricesNode(Tensor a, Tensor b)
        {
            Connect(a, b);
            if (Needs(1)) this.a = new SavedTensor(a);
            if (Needs(0)) this.b = new SavedTensor(b);
        }

        public override void Backward(Tensor g)
        {
            if (Needs(0))
            {
                var transposed = Products.Transposed(b.Value);
                var back = Tensor.Fresh(Shape.Of(g.layout.Sizes[0], transposed.layout.Sizes[1]), g.element);
                Products.Multiply(g, transposed, back);
                transposed.Free();
                Give(0, back);
            }
            if (Needs(1))
            {
                var transposed = Products.Transposed(a.Value);
                var back = Tensor.Fresh(Shape.Of(transposed.layout.Sizes[0], g.layout.Sizes[1]), g.element);
                Products.Multiply(transposed, g, back);
                transposed.Free();
                Give(1, back);
            }
        }

        public override void ReleaseSaved()
        {
            a.Release();
            b.Release();
        }
    }

    private sealed class BatchesNode : Node
    {
        private SavedTensor a, b;

        public BatchesNode(Tensor a, Tensor b)
        {
            Connect(a, b);
            if (Needs(1)) this.a = new SavedTensor(a);
            if (Needs(0)) this.b = new SavedTensor(b);
        }

        public override void Backward(Tensor g)
        {
            if (Needs(0))
            {
                var transposed = Products.Transposed(b.Value);
                var back = Tensor.Fresh(Shape.Of([g.layout.Sizes[0], g.layout.Sizes[1], transposed.layout.Sizes[2]]), g.element);
                Products.MultiplyBatch(g, transposed, back);
                transposed.Free();
                Give(0, back);
            }
            if (Needs(1))
            {
                var transposed = Products.Transposed(a.Value);
                var back = Tensor.Fresh(Shape.Of([g.layout.Sizes[0], transposed.layout.Sizes[1], g.layout.Sizes[2]]), g.element);
                Products.MultiplyBatch(transposed, g, back);
                transposed.Free();
                Give(1, back);
            }
        }

        public override void ReleaseSaved()
        {
            a.Release();
            b.Release();
        }
    }
}
