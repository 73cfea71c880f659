namespace TorchSharp;

public static partial class torch
{
    public static Tensor einsum(string equation, params Tensor[] tensors) => Einsum.Apply(equation, tensors);
    public static Tensor tensordot(Tensor a, Tensor b, long dims = 2) => a.tensordot(b, dims);
    public static Tensor tensordot(Tensor a, Tensor b, long[] dims1, long[] dims2) => a.tensordot(b, dims1, dims2);
    public static Tensor chain_matmul(params Tensor[] matrices) => matrices.Aggregate((product, matrix) => product.mm(matrix));

    public partial class Tensor
    {
        public Tensor tensordot(Tensor b, long dims = 2) => tensordot(b,
            Enumerable.Range(0, (int)dims).Select(i => ndim - dims + i).ToArray(),
                Enumerable.Range(0, (int)dims).Select(i => (long)i).ToArray());

        public Tensor tensordot(Tensor b, long[] dims1, long[] dims2)
        {
            var (da, db) = (dims1.Select(d => layout.Dimension(d)).ToArray(), dims2.Select(d => b.layout.Dimension(d)).ToArray());
            var (ra, rb) = (Enumerable.Range(0, layout.Rank).Except(da).ToArray(),
                Enumerable.Range(0, b.layout.Rank).Except(db).ToArray());
            var inner = da.Aggregate(1L, (product, d) => product * layout.Sizes[d]);
            var left = permute(ra.Concat(da).Select(d => (long)d).ToArray()).reshape(inner == 0 ? 0 : layout.Count / inner,
                inner);
            var right = b.permute(db.Concat(rb).Select(d => (long)d).ToArray()).reshape(inner,
                inner == 0 ? 0 : b.layout.Count / inner);
            return left.mm(right).reshape([.. ra.Select(d => layout.Sizes[d]), .. rb.Select(d => b.layout.Sizes[d])]);
        }

        public Tensor kron(Tensor other)
        {
            var rank = (int)Math.Max(ndim, other.ndim);
            var (a, b) = (Padded(this, rank), Padded(other, rank));
            long[] left = [.. a.SelectMany(length => new[] { length, 1L })],
                right = [.. b.SelectMany(length => new[] { 1L, length })];
            return reshape(left).mul(other.reshape(right)).reshape(a.Zip(b, (x, y) => x * y).ToArray());
        }

        private static long[] Padded(Tensor x, int rank) => [.. Enumerable.Repeat(1L, rank - (int)x.ndim), .. x.layout.Sizes];

        public Tensor matrix_power(int n)
        {
            if (n < 0) throw Unsupported.Feature("negative powers of a matrix");
            var result = eye(Live().layout.Sizes[^1], dtype: element, device: device).expand(layout.Sizes);
            for (var power = this; n > 0; n >>= 1, power = power.matmul(power)) if ((n & 1) != 0) result = result.matmul(power);
            return result;
        }
    }
}
