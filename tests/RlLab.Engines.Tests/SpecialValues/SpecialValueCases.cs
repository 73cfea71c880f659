using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace RlLab.Engines.Tests.SpecialValues;

/// <summary>The cases of special-values.tsv, in TorchSharp's words. What the package itself gets wrong is not among them.</summary>
internal static class SpecialValueCases
{
    private const double Nan = double.NaN, Infinity = double.PositiveInfinity;

    /// <summary>More than a vector of any machine holds, so that vector code and its rest are both asked.</summary>
    private static readonly double[] Line =
        [0, -0.0, Nan, Infinity, -Infinity, 1, -1, 0.5, -0.5, 2, -2, 3, -3, 6, 7, 20, -20, 100, -100, 0.25, 1.5, 2.5];

    /// <summary>Fewer, of which every one meets every other.</summary>
    private static readonly double[] Pair = [0, -0.0, Nan, Infinity, -Infinity, 1, -1, 0.5, 2, -3];

    private static readonly double[][] Rows =
    [
        [1, 5, 3, 5, 2], [1, Nan, 3, 4, 2], [Nan, Nan, Nan, Nan, Nan], [Infinity, 1, 2, -Infinity, 3],
        [-Infinity, -Infinity, -Infinity, -Infinity, -Infinity], [Infinity, Infinity, 1, 2, 3], [0, 0, 0, 0, 0], [2, 2, 2, 2, 2],
        [0, 3, 0, -4, 1], [Nan, Infinity, -Infinity, 0, 1],
        [1, 2, 3, 4, 5, 6, 7, 8, Nan, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20],
    ];

    public static IEnumerable<SpecialValueCase> All =>
        [.. Elementwise(), .. Undifferentiated(), .. OfTwo(), .. OfTwoUndifferentiated(), .. Reductions(), .. Places(), .. Losses()];

    private static IEnumerable<SpecialValueCase> Elementwise()
    {
        (string Name, Func<Tensor, Tensor> Apply)[] functions =
        [
            ("abs", x => x.abs()), ("neg", x => x.neg()), ("exp", x => x.exp()), ("expm1", x => x.expm1()), ("log", x => x.log()),
            ("log1p", x => x.log1p()), ("log2", x => x.log2()), ("sqrt", x => x.sqrt()), ("rsqrt", x => x.rsqrt()), ("square", x => x.square()),
            ("reciprocal", x => x.reciprocal()), ("tanh", x => x.tanh()), ("atan", x => x.atan()), ("sigmoid", x => x.sigmoid()),
            ("relu", x => x.relu()), ("relu6", x => x.relu6()), ("leaky_relu", x => x.leaky_relu(0.1)),
            ("softplus", x => x.softplus()), ("hardsigmoid", x => x.hardsigmoid().mul(6)),
            ("hardshrink", x => F.hardshrink(x, 0.5)), ("softshrink", x => F.softshrink(x, 0.5)), ("threshold", x => F.threshold(x, 0.5, 7)),
            ("softsign", x => F.softsign(x)), ("erf", x => x.erf()), ("erfc", x => x.erfc()), ("erfinv", x => x.erfinv()), ("sign", x => x.sign()),
            ("floor", x => x.floor()), ("ceil", x => x.ceil()), ("trunc", x => x.trunc()), ("round", x => torch.round(x)),
            ("round to tenths", x => torch.round(x, 1)), ("frac", x => x.frac()), ("sinc", x => x.sinc()),
            ("logit within", x => x.clamp(0, 1).logit(0.1)),
            ("nan_to_num", x => torch.nan_to_num(x, 1, 2, 3)), ("entr", x => special.entr(x)), ("ndtr", x => special.ndtr(x)),
            ("clamp", x => x.clamp(-1, 2)), ("clamp with limits that cross", x => x.clamp(7, 3)), ("clamp from nan", x => x.clamp(Nan, 3)),
            ("clamp to nan", x => x.clamp(-1, Nan)), ("clamp_min", x => x.clamp_min(0.5)), ("clamp_max nan", x => x.clamp_max(Nan)),
            ("clamp_", x => (x * 1).clamp_(-1, 2)), ("pow 0", x => x.pow(0)), ("pow 2", x => x.pow(2)), ("pow 3", x => x.pow(3)),
            ("pow 0.5", x => x.pow(0.5)), ("pow -1", x => x.pow(-1)), ("pow 2.5", x => x.pow(2.5)), ("pow nan", x => x.pow(Nan)),
            ("remainder 3", x => x.remainder(3)), ("fmod 3", x => x.fmod(3)), ("xlogy", x => x.xlogy(2)), ("where", x => where(x > 0, x, -x)),
            ("maximum of 0", x => x.maximum(zeros_like(x))), ("masked_fill", x => x.masked_fill(x.isnan(), 1)),
        ];
        return functions.Select(f => new SpecialValueCase(f.Name, x => [f.Apply(x[0])], [Line]));
    }

    private static IEnumerable<SpecialValueCase> Undifferentiated()
    {
        // libtorch's gradient of elu and its kin at nan is nan in float64 and 1 in float32; here it is nan.
        (string Name, Func<Tensor, Tensor> Apply)[] functions =
        [
            ("elu", x => x.elu()), ("selu", x => x.selu()), ("celu", x => x.celu(0.5)),
            ("sgn", x => x.sgn()), ("signbit", x => x.signbit()), ("isnan", x => torch.isnan(x)), ("isfinite", x => x.isfinite()),
            ("isinf", x => x.isinf()), ("logical_not", x => x.logical_not()), ("floor_divide", x => x.floor_divide(3)),
            ("to bool", x => x.to(ScalarType.Bool)), ("to int64", x => x.to(ScalarType.Int64)), ("to int32", x => x.mul(1e10).to(ScalarType.Int32)),
            ("to int16", x => x.mul(1e4).to(ScalarType.Int16)), ("to int8", x => x.mul(10).to(ScalarType.Int8)),
            ("to uint8", x => x.mul(10).to(ScalarType.Byte)),
        ];
        return functions.Select(f => new SpecialValueCase(f.Name, x => [f.Apply(x[0])], [Line], HasGradient: false));
    }

    private static IEnumerable<SpecialValueCase> OfTwo()
    {
        (string Name, Func<Tensor, Tensor, Tensor> Apply)[] functions =
        [
            ("add", (a, b) => a + b), ("mul", (a, b) => a * b), ("div", (a, b) => a / b), ("maximum", (a, b) => a.maximum(b)),
            ("minimum", (a, b) => a.minimum(b)), ("fmax", (a, b) => a.fmax(b)), ("fmin", (a, b) => a.fmin(b)), ("atan2", (a, b) => a.atan2(b)),
            ("hypot", (a, b) => a.hypot(b)), ("logaddexp", (a, b) => a.logaddexp(b)), ("xlogy of two", (a, b) => torch.xlogy(a, b)),
            ("xlog1py", (a, b) => special.xlog1py(a, b)), ("copysign", (a, b) => a.copysign(b)), ("pow of two", (a, b) => a.pow(b)),
            ("lerp 0.3", (a, b) => a.lerp(b, tensor(0.3).to(a.dtype))), ("lerp 0.7", (a, b) => a.lerp(b, tensor(0.7).to(a.dtype))),
            ("lerp 1", (a, b) => a.lerp(b, tensor(1.0).to(a.dtype))), ("lerp by the second", (a, b) => ones_like(a).lerp(a, b)),
            ("lerp_", (a, b) => (a * 1).lerp_(b, tensor(0.7).to(a.dtype))), ("addcmul", (a, b) => torch.addcmul(a, a, b, 0.5)),
            ("clamp to a tensor", (a, b) => torch.clamp(a, max: b)), ("clamp between tensors", (a, b) => a.clamp(b, b + 1)),
            ("clamp between crossing tensors", (a, b) => a.clamp(b + 1, b)), ("clamp_ between tensors", (a, b) => (a * 1).clamp_(b, b + 1)),
            ("cosine_similarity", (a, b) => F.cosine_similarity(a.unsqueeze(1), b.unsqueeze(1))),
        ];
        return functions.Select(f => new SpecialValueCase(f.Name, x => [f.Apply(x[0], x[1])], EveryTwo()));
    }

    private static IEnumerable<SpecialValueCase> OfTwoUndifferentiated()
    {
        (string Name, Func<Tensor, Tensor, Tensor> Apply)[] functions =
        [
            ("heaviside", (a, b) => a.heaviside(b)), ("isclose", (a, b) => torch.isclose(a, b)),
            ("isclose with nan", (a, b) => torch.isclose(a, b, nanEqual: true)),
            ("eq", (a, b) => a.eq(b)), ("lt", (a, b) => a.lt(b)), ("ge", (a, b) => a.ge(b)), ("remainder", (a, b) => a.remainder(b)),
            ("floor_divide of two", (a, b) => a.floor_divide(b)),
        ];
        return functions.Select(f => new SpecialValueCase(f.Name, x => [f.Apply(x[0], x[1])], EveryTwo(), HasGradient: false));
    }

    private static IEnumerable<SpecialValueCase> Reductions()
    {
        (string Name, Func<Tensor, Tensor> Apply)[] functions =
        [
            ("sum", x => x.sum()), ("mean", x => x.mean()), ("std", x => x.std()), ("var", x => x.@var()), ("max", x => x.max()),
            ("min", x => x.min()),
            ("amax", x => x.amax([0L])), ("amin", x => x.amin([0L])), ("median", x => x.median()), ("nanmedian", x => torch.nanmedian(x)),
            ("norm", x => x.norm()), ("norm of order 1", x => x.norm(1f)), ("norm of order 3", x => x.norm(3f)),
            ("norm of order inf", x => x.norm(float.PositiveInfinity)), ("norm of order -inf", x => x.norm(float.NegativeInfinity)),
            ("prod", x => x.prod()), ("cumprod", x => x.cumprod(0)), ("cumsum", x => x.cumsum(0)), ("logsumexp", x => x.logsumexp(0)),
            ("logcumsumexp", x => x.logcumsumexp(0)), ("softmax", x => x.softmax(0)), ("log_softmax", x => x.log_softmax(0)),
            ("nansum", x => x.nansum()), ("standardised", x => (x - x.mean()) / (x.std() + 1e-8)), ("normalize", x => F.normalize(x, 2, 0)),
            ("distance to itself", x => x.dist(x)), ("distances", x => cdist(x.reshape(-1, 1), x.reshape(-1, 1))),
            ("max_pool1d", x => F.max_pool1d(x.reshape(1, 1, -1), 2, 2)), ("avg_pool1d", x => F.avg_pool1d(x.reshape(1, 1, -1), 2, 2)),
            ("cross_entropy", x => F.cross_entropy(x.reshape(1, -1), tensor(new[] { 0L }))), ("diff", x => torch.diff(x)),
        ];
        return from f in functions
               from row in Enumerable.Range(0, Rows.Length)
               select new SpecialValueCase($"{f.Name} of row {row}", x => [f.Apply(x[0])], [Rows[row]]);
    }

    private static IEnumerable<SpecialValueCase> Places()
    {
        (string Name, Func<Tensor, Tensor[]> Apply)[] functions =
        [
            ("argmax", x => [x.argmax()]), ("argmin", x => [x.argmin()]), ("max along", x => { var (v, i) = x.max(0); return [v, i]; }),
            ("min along", x => { var (v, i) = x.min(0); return [v, i]; }), ("cummax", x => { var (v, i) = torch.cummax(x, 0); return [v, i]; }),
            ("cummin", x => { var (v, i) = x.cummin(0); return [v, i]; }), ("sort", x => { var (v, i) = x.sort(0, false, true); return [v, i]; }),
            ("sort down", x => { var (v, i) = x.sort(0, true, true); return [v, i]; }), ("topk", x => [x.topk(2, 0).Item1]),
            ("topk of the smallest", x => [x.topk(2, 0, false).Item1]), ("kthvalue", x => [x.kthvalue(2, 0).Item1]),
            ("aminmax", x => { var (low, high) = x.aminmax(); return [low, high]; }), ("any", x => [torch.any(x)]), ("all", x => [x.all()]),
            ("quantile", x => [x.quantile(tensor(new[] { 0.0, 0.3, 1.0 }).to(x.dtype), 0)]),
            ("nanquantile", x => [nanquantile(x, tensor(new[] { 0.0, 0.3, 1.0 }).to(x.dtype), 0)]),
            ("bucketize", x => [torch.bucketize(x, tensor(new[] { 0.0, 1, 2, 3 }).to(x.dtype))]),
            ("bucketize to the right", x => [torch.bucketize(x, tensor(new[] { 0.0, 1, 2, 3 }).to(x.dtype), right: true)]),
            ("histc", x => [torch.histc(x, 4, 0, 4)]), ("count_nonzero", x => [torch.count_nonzero(x)]),
        ];
        return from f in functions
               from row in Enumerable.Range(0, Rows.Length)
               select new SpecialValueCase($"{f.Name} of row {row}", x => f.Apply(x[0]), [Rows[row]], HasGradient: false);
    }

    private static IEnumerable<SpecialValueCase> Losses()
    {
        const nn.Reduction each = nn.Reduction.None;
        (string Name, Func<Tensor, Tensor, Tensor> Apply)[] functions =
        [
            ("mse_loss", (x, y) => F.mse_loss(x, y, each)), ("l1_loss", (x, y) => F.l1_loss(x, y, each)),
            ("smooth_l1_loss", (x, y) => F.smooth_l1_loss(x, y, each, 1)), ("smooth_l1_loss of beta 0", (x, y) => F.smooth_l1_loss(x, y, each, 0)),
            ("huber_loss", (x, y) => F.huber_loss(x, y, 0.5, each)), ("kl_div", (x, y) => F.kl_div(x, y, false, each)),
            ("binary_cross_entropy_with_logits", (x, y) => F.binary_cross_entropy_with_logits(x, y, null, each)),
            ("mean l1_loss", (x, y) => F.l1_loss(x, y)), ("mean smooth_l1_loss", (x, y) => F.smooth_l1_loss(x, y)),
        ];
        return functions.Select(f => new SpecialValueCase(f.Name, x => [f.Apply(x[0], x[1])], EveryTwo()));
    }

    /// <summary>Two vectors in which every number meets every other.</summary>
    private static double[][] EveryTwo() => [[.. Pair.SelectMany(a => Pair.Select(_ => a))], [.. Pair.SelectMany(_ => Pair)]];
}
