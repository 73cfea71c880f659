using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Torch.Tests.Core.Gradients;

/// <summary>Every differentiable operation, over shapes that broadcast, are empty, or have no dimensions.</summary>
internal static class OperationCases
{
    private static readonly long[][] OneShapes = [[3, 4], [5], [], [2, 3, 2], [0], [2, 0, 3]];
    private static readonly long[][][] TwoShapes =
        [[[3, 4], [3, 4]], [[3, 4], [4]], [[2, 1, 3], [4, 1]], [[3], []], [[], []], [[0, 3], [3]], [[2, 1], [2, 5]]];

    public static IEnumerable<OperationCase> All() =>
        Unary().Concat(Binary()).Concat(InPlace()).Concat(Reductions()).Concat(Shapes()).Concat(Indexing()).Concat(Products()).Concat(Losses());

    private static IEnumerable<OperationCase> Unary()
    {
        (string Name, Func<Tensor, Tensor> Apply, double Low, double High)[] functions =
        [
            ("neg", x => -x, -2, 2), ("abs", x => x.abs(), 0.1, 2), ("abs of negatives", x => x.abs(), -2, -0.1), ("exp", x => x.exp(), -2, 2),
            ("exp2", x => x.exp2(), -2, 2), ("expm1", x => x.expm1(), -2, 2), ("log", x => x.log(), 0.2, 3), ("log2", x => x.log2(), 0.2, 3),
            ("log10", x => x.log10(), 0.2, 3), ("log1p", x => x.log1p(), -0.5, 3), ("sqrt", x => x.sqrt(), 0.2, 3), ("rsqrt", x => x.rsqrt(), 0.2, 3),
            ("square", x => x.square(), -2, 2), ("reciprocal", x => x.reciprocal(), 0.3, 2), ("sin", x => x.sin(), -3, 3),
            ("cos", x => x.cos(), -3, 3),
            ("tan", x => x.tan(), -1, 1), ("asin", x => x.asin(), -0.9, 0.9), ("acos", x => x.acos(), -0.9, 0.9), ("atan", x => x.atan(), -3, 3),
            ("sinh", x => x.sinh(), -2, 2), ("cosh", x => x.cosh(), -2, 2), ("tanh", x => x.tanh(), -2, 2), ("asinh", x => x.asinh(), -2, 2),
            ("acosh", x => x.acosh(), 1.2, 3), ("atanh", x => x.atanh(), -0.9, 0.9), ("sigmoid", x => x.sigmoid(), -3, 3),
            ("relu", x => x.relu(), 0.1, 2),
            ("relu of negatives", x => x.relu(), -2, -0.1), ("relu6", x => F.relu6(x), 1, 5), ("silu", x => F.silu(x), -3, 3),
            ("gelu", x => F.gelu(x), -3, 3),
            ("selu", x => F.selu(x), -2, -0.1), ("elu", x => F.elu(x, 1.3), -2, -0.1), ("celu", x => F.celu(x, 0.7), -2, -0.1),
            ("leaky_relu", x => F.leaky_relu(x, 0.1), -2, -0.1), ("softplus", x => F.softplus(x, 2), -3, 3),
            ("logsigmoid", x => F.logsigmoid(x), -3, 3),
            ("hardtanh", x => F.hardtanh(x), -0.9, 0.9), ("hardsigmoid", x => F.hardsigmoid(x), -2.5, 2.5),
            ("hardswish", x => F.hardswish(x), -2.5, 2.5),
            ("softsign", x => F.softsign(x), 0.1, 3), ("mish", x => F.mish(x), -3, 3), ("tanhshrink", x => F.tanhshrink(x), -2, 2),
            ("softshrink", x => F.softshrink(x), 0.6, 2), ("hardshrink", x => F.hardshrink(x), 0.6, 2), ("erf", x => x.erf(), -3, 3),
            ("erfc", x => x.erfc(), -3, 3),
            ("logit", x => x.logit(), 0.1, 0.9), ("lgamma", x => x.lgamma(), 0.2, 4), ("lgamma of negatives", x => x.lgamma(), -0.9, -0.1),
            ("digamma", x => x.digamma(), 0.2, 4),
            ("sinc", x => x.sinc(), 0.1, 2), ("float_power", x => x.float_power(2.5), 0.3, 2), ("clamp inside", x => x.clamp(-5, 5), -2, 2),
            ("clamp outside", x => x.clamp(3, 5), -2, 2),
            ("pow 3", x => x.pow(3), -2, 2), ("pow 0.5", x => x.pow(0.5), 0.3, 2), ("number to a power", x => pow(tensor(1.7), x), -2, 2),
            ("add a number", x => x + 2.5, -2, 2), ("number minus", x => 2.5 - x, -2, 2), ("number over", x => 2.5 / x, 0.5, 2),
            ("over a number", x => x / 2.5, -2, 2),
            ("remainder", x => x.remainder(0.7), 0.1, 0.6), ("deg2rad", x => x.deg2rad(), -2, 2), ("frac", x => x.frac(), 0.1, 0.9),
            ("sign", x => x.sign(), 0.1, 2),
            ("to float64 and on", x => x.to(float64) * 2, -2, 2), ("clone", x => x.clone(), -2, 2),
            ("masked_fill", x => x.masked_fill(x > 0.3, 4), 0.4, 2),
            ("where", x => where(x > 10, x * 2, x.square()), -2, 2), ("erfinv", x => x.erfinv(), -0.9, 0.9), ("sinc", x => x.sinc(), -2, 2),
            ("entr", x => special.entr(x), 0.2, 2), ("ndtr", x => special.ndtr(x), -2, 2), ("clamp", x => x.clamp(-0.5, 0.7), -2, 2),
            ("nan_to_num", x => x.nan_to_num(), -2, 2),
        ];
        return functions.SelectMany(f => OneShapes.Select(shape => new OperationCase(f.Name, x => f.Apply(x[0]), f.Low, f.High, shape)));
    }

    private static IEnumerable<OperationCase> Binary()
    {
        (string Name, Func<Tensor, Tensor, Tensor> Apply, double Low, double High)[] functions =
        [
            ("add", (a, b) => a + b, -2, 2), ("add with alpha", (a, b) => a.add(b, 0.3), -2, 2), ("sub", (a, b) => a - b, -2, 2),
            ("mul", (a, b) => a * b, -2, 2),
            ("div", (a, b) => a / b, 0.4, 2), ("pow", (a, b) => a.pow(b), 0.4, 2), ("atan2", (a, b) => a.atan2(b), 0.3, 2),
            ("maximum", (a, b) => a.maximum(b + 10), -2, 2),
            ("minimum", (a, b) => a.minimum(b + 10), -2, 2), ("remainder of tensors", (a, b) => a.remainder(b + 10), 0.1, 2),
            ("where of two", (a, b) => where(a > 0.5, a, b), 0.6, 2),
            ("lerp", (a, b) => a.lerp(b, a * b), -1, 1), ("lerp from the end", (a, b) => a.lerp(b, a * b), 0.8, 1.6),
            ("xlog1py", (a, b) => special.xlog1py(a, b), 0.3, 2), ("clamp between tensors", (a, b) => a.clamp(b * 0.5, b * 0.8), 0.3, 2),
            ("addcmul", (a, b) => a.addcmul(a, b, 0.5), -1, 1), ("addcdiv", (a, b) => a.addcdiv(a, b, 0.5), 0.5, 1),
            ("xlogy", (a, b) => a.xlogy(b), 0.3, 2), ("logaddexp", (a, b) => a.logaddexp(b), -2, 2), ("logaddexp2", (a, b) => a.logaddexp2(b), -2, 2),
            ("hypot", (a, b) => a.hypot(b), 0.3, 2),
            ("copysign", (a, b) => a.copysign(-b), 0.3, 2), ("fmax", (a, b) => a.fmax(b + 10), -2, 2), ("fmin", (a, b) => a.fmin(b + 10), -2, 2),
            ("mul by itself", (a, b) => a * a * b, -1, 1),
        ];
        return functions.SelectMany(f => TwoShapes.Select(shapes => new OperationCase(f.Name, x => f.Apply(x[0], x[1]), f.Low, f.High, shapes)));
    }

    private static IEnumerable<OperationCase> InPlace()
    {
        (string Name, Func<Tensor, Tensor, Tensor> Apply)[] functions =
        [
            ("add_", (a, b) => (a * 2).add_(b)), ("sub_", (a, b) => (a * 2).sub_(b)), ("mul_", (a, b) => (a + 1).mul_(b)),
            ("div_", (a, b) => (a + 1).div_(b)), ("pow_", (a, b) => (a + 1).pow_(b)),
            ("exp_", (a, b) => (a * b).exp_() + a), ("lerp_", (a, b) => (a * 1).lerp_(b, a * b)),
            ("clamp_", (a, b) => (a * 1).clamp_(b * 0.8, b * 1.1)), ("sigmoid_", (a, b) => (a * b).sigmoid_() * b),
            ("log_", (a, b) => (a * b).log_()), ("square then add_", (a, b) => { var y = a * b; y.mul_(2).add_(a); return y; }),
            ("copy_", (a, b) => { var y = a * 1; y.copy_(b * 3); return y * a; }),
            ("fill_ a part", (a, b) => { var y = a * b; y.flatten()[0].fill_(2); return y * a; }),
            ("write through a view", (a, b) => { var y = a * b; y.select(0, 0).mul_(a.select(0, 0)); return y * y; }),
            ("write through a view of a view",
                (a, b) => { var y = a * b; y.flatten().slice(0, 1, 5, 2).add_(b.flatten().slice(0, 0, 4, 2)); return y.exp(); }),
            ("a view sees a later write", (a, b) => { var y = a * 2; var v = y.select(0, 1); y.mul_(b); return v * a.select(0, 0); }),
            ("write into what needs no gradient", (a, b) =>
            {
                var y = zeros(a.shape, float64);
                y.select(0, 0).copy_(a.select(0, 0));
                y.select(0, 1).add_(b.select(0, 1));
                return y * b;
            }),
            ("index a part", (a, b) => { var y = a * 1; y[0] = b[1] * 2; return y * a; }),
            ("index by a mask", (a, b) => { var y = a * 1; y[a > 1] = 3.0; return y * b; }),
            ("transposed write", (a, b) => { var y = a * 1; y.t().mul_(b.t()); return y; }),
        ];
        return functions.Select(f => new OperationCase(f.Name, x => f.Apply(x[0], x[1]), 0.5, 2, [2, 3], [2, 3]));
    }

    private static IEnumerable<OperationCase> Reductions()
    {
        (string Name, Func<Tensor, Tensor> Apply)[] functions =
        [
            ("sum", x => x.sum()), ("sum 0", x => x.sum(0L)), ("sum -1 kept", x => x.sum(-1, keepdim: true)), ("sum 0 2", x => x.sum([0L, 2L])),
            ("mean", x => x.mean()), ("mean 1", x => x.mean([1L])),
            ("mean 0 1", x => x.mean([0L, 1L], keepdim: true)), ("var", x => x.@var()), ("var 1", x => x.@var(1)), ("std", x => x.std()),
            ("std 0", x => x.std(0, unbiased: false, keepdim: true)),
            ("std 1 2", x => x.std([1L, 2L])), ("max", x => x.max()), ("min", x => x.min()), ("max 1", x => x.max(1).values),
            ("min 2 kept", x => x.min(2, true).values), ("amax", x => x.amax(0, 1)),
            ("amin kept", x => x.amin([1L], true)), ("prod", x => x.prod()), ("prod 1", x => x.prod(1)), ("prod kept", x => x.prod(0, true)),
            ("cumsum", x => x.cumsum(1)), ("cumprod", x => x.cumprod(2)),
            ("norm", x => x.norm()), ("norm 1", x => x.norm(1, false, 2)), ("norm of p 1", x => x.norm(2, true, 1)),
            ("norm of p 3", x => x.norm(0, false, 3)), ("norm of p inf", x => x.norm(0, false, float.PositiveInfinity)),
            ("logsumexp", x => x.logsumexp(1)), ("logsumexp kept", x => x.logsumexp(-1, true)), ("softmax", x => x.softmax(-1)),
            ("softmax 0", x => x.softmax(0)), ("log_softmax", x => x.log_softmax(-1)),
            ("log_softmax 1", x => x.log_softmax(1)), ("sort", x => x.sort(1).Values), ("sort down", x => x.sort(2, true).Values),
            ("topk", x => x.topk(2, 1).values), ("kthvalue", x => x.kthvalue(2, 1).values),
            ("median", x => x.median()), ("nanmedian", x => x.nanmedian()),
            ("nanquantile", x => x.nanquantile(tensor(new[] { 0.3, 0.5 }).to(x.dtype), 1)), ("logcumsumexp", x => x.logcumsumexp(1)),
            ("cov", x => x[0].cov()), ("weighted cov", x => x[0].cov(1, tensor(new[] { 1L, 2, 1, 3 }), tensor(new[] { 0.5, 1, 2, 1 }))),
            ("corrcoef", x => x[0].corrcoef()), ("renorm", x => x.renorm(2, 1, 1)), ("cdist", x => cdist(x[0], x[1])),
            ("norm of p 0.5", x => x.norm(0, false, 0.5f)), ("nansum", x => x.nansum()), ("nanmean", x => x.nanmean(1)),
            ("cummax", x => x.cummax(1).values), ("cummin", x => x.cummin(2).values), ("quantile", x => x.quantile(tensor(new[] { 0.3, 0.5 }), 1)),
            ("diff", x => x.diff()), ("diff of pairs", x => x.diff(2, 1, prepend: x.select(1, 0).unsqueeze(1))),
            ("trapezoid", x => x.trapezoid(0.5, 1)), ("aminmax", x => { var (low, high) = x.aminmax(1); return high - low; }),
            ("var_mean", x => { var (v, m) = x.var_mean(1); return v * m; }), ("normalize", x => F.normalize(x)),
        ];
        return functions.Select(f => new OperationCase(f.Name, x => f.Apply(x[0]), -2, 2, [2, 3, 4]));
    }

    private static IEnumerable<OperationCase> Shapes()
    {
        (string Name, Func<Tensor, Tensor> Apply)[] functions =
        [
            ("reshape", x => x.reshape(4, -1)), ("permute", x => x.permute(2, 0, 1)), ("transpose and reshape", x => x.transpose(0, 1).reshape(6, 4)),
            ("flatten", x => x.flatten(1)), ("unflatten", x => x.unflatten(2, 2, 2)),
            ("squeeze", x => x.unsqueeze(1).squeeze(1) * x), ("unsqueeze", x => x.unsqueeze(-1)), ("expand", x => x.unsqueeze(0).expand(3, 2, 3, 4)),
            ("repeat", x => x.repeat(2, 1, 2)), ("tile", x => x.tile([2L])),
            ("repeat_interleave", x => x.repeat_interleave(2, 1)), ("flip", x => x.flip(0, 2)), ("roll", x => x.roll(1, 2)),
            ("roll two", x => x.roll([1L, -2L], [0L, 1L])), ("narrow", x => x.narrow(2, 1, 2)),
            ("select", x => x.select(1, 2)), ("slice", x => x.slice(2, 0, 4, 2)),
            ("chunk", x => { var c = x.chunk(2, 1); return c[0].sum(1) * c[1].sum(1); }),
            ("split", x => { var s = x.split(3, 2); return s[0].sum(-1) * s[1].sum(-1); }),
            ("unbind", x => { var u = x.unbind(1); return u[0] * u[1] + u[2] * u[2]; }), ("cat", x => cat([x, x * 2], 1)),
            ("stack", x => stack([x, x.square()], 2)), ("diagonal", x => x.diagonal(1, 1, 2)),
            ("diag", x => x[0, 0].diag(1)), ("tril", x => x.tril()), ("triu", x => x.triu(1)), ("unfold", x => x.unfold(2, 3, 1)),
            ("contiguous", x => x.transpose(0, 2).contiguous()), ("movedim", x => x.movedim([0L], [2L])),
            ("view after permute", x => x.permute(1, 0, 2).contiguous().view(3, 8)), ("trace", x => x[0].trace()),
            ("select_scatter", x => x.select_scatter(x.select(0, 0) * 2, 0, 1)),
            ("slice_scatter", x => x.slice_scatter(x.slice(2, 0, 2, 1) * 3, 2, 1, 3)),
            ("diagonal_scatter", x => x.diagonal_scatter(x.diagonal(0, 1, 2) * 2, 0, 1, 2)), ("rot90", x => x.rot90(1, (1, 2)) * 2),
            ("rot90 backwards", x => x.rot90(-1)), ("meshgrid", x => meshgrid([x[0, 0], x[1, 0]])[0]),
            ("diag_embed", x => x.diag_embed(1)), ("vstack", x => vstack([x[0], x[1] * 2])),
            ("broadcast_tensors", x => broadcast_tensors(x[0], x)[0]),
        ];
        return functions.Select(f => new OperationCase(f.Name, x => f.Apply(x[0]), -2, 2, [2, 3, 4]));
    }

    private static IEnumerable<OperationCase> Indexing()
    {
        var index = tensor(new long[] { 2, 0, 2, 1 });
        var apart = tensor(new long[,] { { 0, 2, 1, 0 }, { 2, 1, 0, 1 } });
        var places = tensor(new long[,] { { 0, 2, 1, 0 }, { 2, 2, 0, 1 } });
        (string Name, Func<Tensor, Tensor> Apply)[] functions =
        [
            ("gather", x => x.gather(0, places)), ("index_select", x => x.index_select(0, index)), ("index by a tensor", x => x[index]),
            ("index by two tensors", x => x[index, index]),
            ("index by a mask", x => x[x > 0]),
            ("index by a column of a mask", x => x[TensorIndex.Colon, TensorIndex.Tensor(tensor(new[] { true, false, true, true }))]),
            ("index by tensor and range", x => x[TensorIndex.Tensor(index), TensorIndex.Slice(1, 3)]),
            ("index by range and tensor", x => x[TensorIndex.Slice(0, 2), TensorIndex.Tensor(index)]),
            ("index by ellipsis", x => x[TensorIndex.Ellipsis, 1]), ("index by new dimension", x => x[TensorIndex.None, TensorIndex.Colon, 2]),
            ("scatter", x => x.scatter(0, apart, x.narrow(0, 0, 2) * 3)),
            ("scatter_add", x => x.scatter_add(0, places, x.narrow(0, 0, 2) * 3)),
            ("index_add", x => x.index_add(0, index, x.index_select(0, index) * 2, 0.5)),
            ("index_fill", x => x.index_fill(0, tensor(new long[] { 1 }), 2)),
            ("index_copy", x => x.index_copy(0, tensor(new long[] { 1, 0 }), x.narrow(0, 1, 2) * 2)), ("take", x => x.take(index)),
            ("masked_select", x => x.masked_select(x > 0)),
            ("index_put_ adding", x => (x * 1).index_put_(x[index] * 2, [index], true)),
            ("masked_scatter", x => x.masked_scatter(x > 0, x.flatten() * 2)),
        ];
        return functions.Select(f => new OperationCase(f.Name, x => f.Apply(x[0]), -2, 2, [3, 4]));
    }

    private static IEnumerable<OperationCase> Products()
    {
        yield return new("mm", x => x[0].mm(x[1]), -1, 1, [3, 4], [4, 2]);
        yield return new("mm of nothing", x => x[0].mm(x[1]), -1, 1, [3, 0], [0, 2]);
        yield return new("mm transposed", x => x[0].t().mm(x[1].t()), -1, 1, [4, 3], [5, 4]);
        yield return new("bmm", x => x[0].bmm(x[1]), -1, 1, [2, 3, 4], [2, 4, 2]);
        yield return new("matmul of vectors", x => x[0].matmul(x[1]), -1, 1, [4], [4]);
        yield return new("matmul of matrix and vector", x => x[0].matmul(x[1]), -1, 1, [3, 4], [4]);
        yield return new("matmul of vector and matrix", x => x[0].matmul(x[1]), -1, 1, [4], [4, 2]);
        yield return new("matmul of batches", x => x[0].matmul(x[1]), -1, 1, [2, 1, 3, 4], [5, 4, 2]);
        yield return new("matmul of batch and matrix", x => x[0].matmul(x[1]), -1, 1, [2, 3, 4], [4, 2]);
        yield return new("addmm", x => addmm(x[0], x[1], x[2], 0.5f, 2f), -1, 1, [2], [3, 4], [4, 2]);
        yield return new("baddbmm", x => x[0].baddbmm(x[1], x[2]), -1, 1, [2, 1, 2], [2, 3, 4], [2, 4, 2]);
        yield return new("einsum of matrices", x => einsum("ij,jk->ik", x[0], x[1]), -1, 1, [3, 4], [4, 2]);
        yield return new("einsum of batches", x => einsum("bij,bkj->bik", x[0], x[1]), -1, 1, [2, 3, 4], [2, 2, 4]);
        yield return new("einsum with sums", x => einsum("ij,kl->jl", x[0], x[1]), -1, 1, [3, 4], [2, 2]);
        yield return new("einsum of three", x => einsum("i,ij,j", x[0], x[1], x[2]), -1, 1, [3], [3, 4], [4]);
        yield return new("tensordot", x => x[0].tensordot(x[1], [1L, 2L], [0L, 2L]), -1, 1, [2, 3, 4], [3, 2, 4]);
        yield return new("kron", x => x[0].kron(x[1]), -1, 1, [2, 3], [2]);
        yield return new("matrix_power", x => x[0].matrix_power(3), -1, 1, [3, 3]);
        yield return new("prelu", x => F.prelu(x[0], x[1]), -2, -0.1, [2, 3, 2], [3]);
        yield return new("outer", x => x[0].outer(x[1]), -1, 1, [3], [4]);
        yield return new("linear", x => F.linear(x[0], x[1], x[2]), -1, 1, [3, 4], [2, 4], [2]);
        yield return new("linear of three dimensions", x => F.linear(x[0], x[1], x[2]), -1, 1, [2, 3, 4], [2, 4], [2]);
        yield return new("linear of a vector", x => F.linear(x[0], x[1]), -1, 1, [4], [2, 4]);
        yield return new("linear of no rows", x => F.linear(x[0], x[1], x[2]), -1, 1, [0, 4], [2, 4], [2]);
        yield return new("linear twice", x => F.linear(F.linear(x[0], x[1]), x[1]), -1, 1, [3, 4], [4, 4]);
    }

    private static IEnumerable<OperationCase> Losses()
    {
        var classes = tensor(new long[] { 0, 2, 1, 2 });
        foreach (var reduction in Enum.GetValues<nn.Reduction>())
        {
            (string Name, Func<Tensor, Tensor, Tensor> Apply, double Low, double High)[] functions =
            [
                ("mse_loss", (x, y) => F.mse_loss(x, y, reduction), -2, 2), ("l1_loss", (x, y) => F.l1_loss(x, y + 10, reduction), -2, 2),
                ("smooth_l1_loss", (x, y) => F.smooth_l1_loss(x * 2, y, reduction, 0.7), -2, 2),
                ("huber_loss", (x, y) => F.huber_loss(x * 2, y, 0.7, reduction), -2, 2),
                ("binary_cross_entropy", (x, y) => F.binary_cross_entropy(x, y, reduction: reduction), 0.1, 0.9),
                ("weighted binary_cross_entropy", (x, y) => F.binary_cross_entropy(x, y, y * 2, reduction), 0.1, 0.9),
                ("binary_cross_entropy_with_logits", (x, y) => F.binary_cross_entropy_with_logits(x, y, reduction: reduction), -2, 2),
                ("positively weighted logits", (x, y) => F.binary_cross_entropy_with_logits(x, y, null, reduction, x[0].detach() * 0 + 2), 0, 1),
                ("kl_div", (x, y) => F.kl_div(x, y, false, reduction), 0.2, 1),
                ("kl_div of logarithms", (x, y) => F.kl_div(x, y, true, reduction), -2, 0),
                ("nll_loss", (x, y) => F.nll_loss(x + y, classes, reduction: reduction), -2, 0),
                ("cross_entropy", (x, y) => F.cross_entropy(x * y, classes, reduction: reduction), -2, 2),
                ("weighted nll_loss", (x, y) => F.nll_loss(x + y, classes, tensor(new[] { 0.5, 2, 1 }), reduction), -2, 0),
                ("cross_entropy with ignored classes", (x, y) => F.cross_entropy(x * y, classes, ignore_index: 2, reduction: reduction), -2, 2),
                ("smoothed cross_entropy", (x, y) => F.cross_entropy(x + y, classes, reduction: reduction, label_smoothing: 0.1), -2, 2),
            ];
            foreach (var (name, apply, low, high) in functions)
                yield return new($"{name} ({reduction})", x => apply(x[0], x[1]), low, high, [4, 3], [4, 3]);
        }
        yield return new("cosine_similarity", x => F.cosine_similarity(x[0], x[1]), -2, 2, [4, 3], [4, 3]);
        yield return new("pairwise_distance", x => F.pairwise_distance(x[0], x[1]), -2, 2, [4, 3], [4, 3]);
        yield return new("glu", x => F.glu(x[0]), -2, 2, [3, 4]);
    }
}
