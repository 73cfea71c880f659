namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>
        /// The covariances of variables (rows) over observations (columns), a whole number of times each (fweights), with weights of
        /// trust (aweights), divided by their sum less a correction.
        /// </summary>
        public Tensor cov(long correction = 1, Tensor? fweights = null, Tensor? aweights = null)
        {
            if (Live().layout.Rank > 2) throw new TorchException($"cov() needs at most two dimensions, not the shape {layout}.");
            var rows = layout.Rank == 2 ? this : reshape(1, layout.Count);
            if (!Dtype.IsFloating(element)) rows = rows.to(get_default_dtype());
            var trust = aweights?.to(rows.dtype);
            var weights = trust is null ? fweights?.to(rows.dtype) : fweights is null ? trust : fweights.to(rows.dtype).mul(trust);
            var total = weights is null ? tensor(rows.size(1), rows.dtype, rows.device) : weights.sum();
            var mean = weights is null ? rows.mean([1L], keepdim: true) : rows.mul(weights).sum(1, keepdim: true).div(total);
            var centered = rows.sub(mean);
            var freedom = trust is null || correction == 0
                ? total.sub(correction)
                : total.sub(weights!.mul(trust).sum().div(total).mul(correction));
            var products = (weights is null ? centered : centered.mul(weights)).mm(centered.t());
            return products.div(freedom.clamp_min(0)).squeeze();
        }

        /// <summary>The correlations of variables (rows) over observations (columns).</summary>
        public Tensor corrcoef()
        {
            var covariances = cov();
            if (covariances.ndim == 0) return covariances.div(covariances);
            var deviations = covariances.diag().sqrt();
            return covariances.div(deviations.unsqueeze(1)).div(deviations.unsqueeze(0)).clamp(-1, 1);
        }

        /// <summary>Slices along a dimension, each scaled down to a p-norm of at most maxnorm.</summary>
        public Tensor renorm(float p, long dim, float maxnorm)
        {
            var d = Live().layout.Dimension(dim);
            if (layout.Rank < 2) throw new TorchException($"renorm() needs at least two dimensions, not the shape {layout}.");
            if (!(p > 0)) throw new TorchException($"renorm() needs a norm of positive order, not {p}.");
            if (!(maxnorm >= 0)) throw new TorchException($"renorm() needs a largest norm that is not negative, not {maxnorm}.");
            var others = Enumerable.Range(0, layout.Rank).Where(other => other != d).Select(other => (long)other).ToArray();
            var norms = Moments.Norm(this, Dims.Of(layout, others), true, p);
            return mul(torch.where(norms.gt(maxnorm), norms.add(1e-7).reciprocal().mul(maxnorm), torch.ones_like(norms)));
        }
    }

    /// <summary>The distances between each row of one matrix and each of another, in batches; two rows alike pass on no gradient.</summary>
    public static Tensor cdist(
        Tensor x1, Tensor x2, double p = 2, compute_mode compute_mode = compute_mode.use_mm_for_euclid_dist_if_necessary)
    {
        if (x1.ndim < 2 || x2.ndim < 2) throw new TorchException($"cdist() needs matrices, not the shapes {x1.layout} and {x2.layout}.");
        if (!(p >= 0)) throw new TorchException($"cdist() needs an order that is not negative, not {p}.");
        return x1.unsqueeze(-2).sub(x2.unsqueeze(-3)).norm(-1, false, (float)p);
    }
}

/// <summary>How PyTorch is to find euclidean distances; here always from the differences, which is the exact way.</summary>
public enum compute_mode
{
    use_mm_for_euclid_dist_if_necessary = 0,
    use_mm_for_euclid_dist = 1,
    donot_use_mm_for_euclid_dist = 2,
}
