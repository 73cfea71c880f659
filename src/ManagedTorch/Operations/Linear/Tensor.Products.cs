namespace TorchSharp;

public static partial class torch
{
    public static Tensor addmm(Tensor input, Tensor mat1, Tensor mat2, float beta, float alpha) =>
        input.addmm(mat1, mat2, beta, alpha);
    public static Tensor addmv(Tensor input, Tensor mat1, Tensor mat2, float beta, float alpha) =>
        input.addmv(mat1, mat2, beta, alpha);
    public static Tensor dot(Tensor input, Tensor other) => input.dot(other);

    public partial class Tensor
    {
        public Tensor mm(Tensor target) => MatMul.Matrices(this, target);
        public Tensor bmm(Tensor batch2) => MatMul.Batches(this, batch2);
        public Tensor matmul(Tensor target) => MatMul.Any(this, target);

        public Tensor mv(Tensor target)
        {
            if (Live().layout.Rank != 2 || target.Live().layout.Rank != 1)
                throw new TorchException(
                    $"mv() multiplies a matrix and a vector, not tensors of the shapes {layout} and {target.layout}.");
            return MatMul.Any(this, target);
        }

        public Tensor dot(Tensor target)
        {
            if (Live().layout.Rank != 1 || target.Live().layout.Rank != 1)
                throw new TorchException(
                    $"dot() multiplies two vectors, not tensors of the shapes {layout} and {target.layout}.");
            return MatMul.Any(this, target);
        }

        public Tensor vdot(Tensor target) => dot(target);
        public Tensor inner(Tensor vec2) =>
            ndim == 0 || vec2.ndim == 0 ? mul(vec2) : matmul(vec2.ndim == 1 ? vec2 : vec2.transpose(-1, -2));

        public Tensor outer(Tensor vec2)
        {
            if (Live().layout.Rank != 1 || vec2.Live().layout.Rank != 1)
                throw new TorchException(
                    $"outer() multiplies two vectors, not tensors of the shapes {layout} and {vec2.layout}.");
            return unsqueeze(1).mul(vec2);
        }

        public Tensor ger(Tensor vec2) => outer(vec2);

        public Tensor addmm(Tensor mat1, Tensor mat2, float beta = 1, float alpha = 1) => Plus(mat1.mm(mat2), beta, alpha);
        public Tensor addmv(Tensor mat, Tensor vec, float beta = 1, float alpha = 1) => Plus(mat.mv(vec), beta, alpha);
        public Tensor addr(Tensor vec1, Tensor vec2, float beta = 1, float alpha = 1) => Plus(vec1.outer(vec2), beta, alpha);
        public Tensor baddbmm(Tensor batch1, Tensor batch2, float beta = 1, float alpha = 1) =>
            Plus(batch1.bmm(batch2), beta, alpha);
        public Tensor addbmm(Tensor batch1, Tensor batch2, float beta = 1, float alpha = 1) =>
            Plus(batch1.bmm(batch2).sum(0), beta, alpha);
        public Tensor addmm_(Tensor mat1, Tensor mat2, float beta = 1, float alpha = 1) => copy_(addmm(mat1, mat2, beta, alpha));
        public Tensor addmv_(Tensor mat, Tensor vec, float beta = 1, float alpha = 1) => copy_(addmv(mat, vec, beta, alpha));
        public Tensor addr_(Tensor vec1, Tensor vec2, float beta = 1, float alpha = 1) => copy_(addr(vec1, vec2, beta, alpha));

        private Tensor Plus(Tensor product, float beta, float alpha)
        {
            if (alpha != 1) product = product.mul(alpha);
            return beta == 0 ? product : (beta == 1 ? this : mul(beta)).add(product);
        }

        public Tensor addcmul(Tensor tensor1, Tensor tensor2, Scalar value) => add(Times(tensor1.mul(tensor2), value));
        public Tensor addcmul_(Tensor tensor1, Tensor tensor2, Scalar value) => add_(Times(tensor1.mul(tensor2), value));
        public Tensor addcdiv(Tensor tensor1, Tensor tensor2, Scalar value) => add(Times(tensor1.div(tensor2), value));
        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2, Scalar value) => add_(Times(tensor1.div(tensor2), value));
        public Tensor addcdiv(Tensor tensor1, Tensor tensor2) => add(tensor1.div(tensor2));
        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2) => add_(tensor1.div(tensor2));
        public Tensor lerp(Tensor end, Tensor weight) => Interpolation.Apply(this, end, weight);
        public Tensor lerp_(Tensor end, Tensor weight) => Interpolation.ApplyInPlace(this, end, weight);

        private static Tensor Times(Tensor x, Scalar value) =>
            value.Value is { Category: > 0 } number && number.ToDouble() == 1 ? x : x.mul(value);

        public Tensor diag(long diagonal = 0) => ndim == 1 ? diag_embed(diagonal) : this.diagonal(diagonal).clone();
        public Tensor diagflat(long offset = 0) => flatten().diag_embed(offset);

        public Tensor diag_embed(long offset = 0, long dim1 = -2, long dim2 = -1)
        {
            var rank = Live().layout.Rank + 1;
            int a = Shape.Dimension(dim1, rank), b = Shape.Dimension(dim2, rank);
            var length = layout.Sizes[^1] + Math.Abs(offset);
            var sizes = new List<long>(layout.Sizes[..^1]);
            sizes.Insert(Math.Min(a, b), length);
            sizes.Insert(Math.Max(a, b), length);
            var whole = torch.zeros(sizes.ToArray(), element, device);
            whole.diagonal(offset, a, b).copy_(this);
            return whole;
        }

        public Tensor trace() => diagonal().sum();
    }
}
