using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Quantiles along a dimension, interpolated between the two elements next to each.</summary>
internal static class Quantiles
{
    public static Tensor Of(Tensor x, Tensor q, long dim, bool keepdim, bool leaveOutNan)
    {
        Require(x, q);
        var d = x.layout.Dimension(dim);
        var reduced = Dims.One(x.layout, d).Result(x.layout, keepdim);
        var sorted = (x.layout.Rank == 0 ? x.reshape(1) : x).sort(d).Values.movedim([d], [Math.Max(x.layout.Rank, 1) - 1]);
        var ranks = Ranks(sorted, q.detach().flatten(), leaveOutNan);
        var low = ranks.floor();
        var below = sorted.gather(-1, low.to(ScalarType.Int64));
        var values = below.lerp(sorted.gather(-1, ranks.ceil().to(ScalarType.Int64)), ranks.sub(low));
        return values.movedim([-1L], [0L]).reshape([.. q.layout.Sizes, .. reduced.Sizes]);
    }

    private static void Require(Tensor x, Tensor q)
    {
        if (!Dtype.IsFloating(x.Live().element)) throw new TorchException($"quantile() input must be float or double, not {x.element}.");
        if (q.Live().element != x.element)
            throw new TorchException($"quantile() q must be of the input's type, {x.element}, not {q.element}.");
        if (x.layout.Count == 0) throw new TorchException($"quantile() input must not be empty: the shape is {x.layout}.");
        using var mode = no_grad();
        using var scope = NewDisposeScope();
        if (!q.ge(0).logical_and(q.le(1)).all().ToBoolean()) throw new TorchException("quantile() q must lie between 0 and 1.");
    }

    /// <summary>Places between the sorted elements, of which nan are the last.</summary>
    private static Tensor Ranks(Tensor sorted, Tensor q, bool leaveOutNan)
    {
        using var mode = no_grad();
        var nan = sorted.isnan();
        var last = sorted.layout.Sizes[^1] - 1;
        if (!leaveOutNan) return where(nan.any(-1, keepdim: true), torch.full_like(q, last), q.mul(last));
        return q.mul(nan.logical_not().sum(-1L, keepdim: true).sub(1).clamp_min(0).to(q.dtype));
    }
}
