namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>max(0, margin - target (input1 - input2)): which of two is to be larger, by the target's sign.</summary>
            public static Tensor margin_ranking_loss(
                Tensor input1, Tensor input2, Tensor target, double margin = 0, Reduction reduction = Reduction.Mean) =>
                Reduced(target.neg().mul(input1.sub(input2)).add(margin).clamp_min(0), reduction);

            /// <summary>log(1 + exp(-target input)), for targets of 1 and -1.</summary>
            public static Tensor soft_margin_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) =>
                Reduced(target.neg().mul(input).exp().log1p(), reduction);

            /// <summary>The input where the target is 1, max(0, margin - input) where it is -1.</summary>
            public static Tensor hinge_embedding_loss(
                Tensor input, Tensor target, double margin = 0, Reduction reduction = Reduction.Mean)
            {
                var none = torch.zeros_like(input);
                var far = where(target.ne(1), input.neg().add(margin).clamp_min(0), none);
                return Reduced(far.add(where(target.ne(-1), input, none)), reduction);
            }

            /// <summary>1 - cosine where the target is 1, max(0, cosine - margin) where it is -1.</summary>
            public static Tensor cosine_embedding_loss(
                Tensor input1, Tensor input2, Tensor target, double margin = 0, Reduction reduction = Reduction.Mean)
            {
                const double epsilon = 1e-12;
                var dim = target.ndim;
                var scale = input1.square().sum(dim).add(epsilon).mul(input2.square().sum(dim).add(epsilon)).sqrt();
                var cosine = input1.mul(input2).sum(dim).div(scale);
                var none = torch.zeros_like(cosine);
                var alike = where(target.eq(1), cosine.neg().add(1), none);
                return Reduced(alike.add(where(target.eq(-1), cosine.sub(margin).clamp_min(0), none)), reduction);
            }

            /// <summary>max(0, d(anchor, positive) - d(anchor, negative) + margin), with distances of order p.</summary>
            public static Tensor triplet_margin_loss(
                Tensor anchor, Tensor positive, Tensor negative, double margin = 1, long p = 2, double eps = 1e-06,
                bool swap = false, Reduction reduction = Reduction.Mean)
            {
                var near = pairwise_distance(anchor, positive, p, eps);
                var far = pairwise_distance(anchor, negative, p, eps);
                if (swap) far = far.minimum(pairwise_distance(positive, negative, p, eps));
                return Reduced(near.sub(far).add(margin).clamp_min(0), reduction);
            }

            /// <summary>
            /// The negative log likelihood of targets under normal distributions of the given means and variances, these of at least
            /// eps; full adds log(2π) / 2.
            /// </summary>
            public static Tensor gaussian_nll_loss(
                Tensor input, Tensor target, Tensor variance, bool full = false, float eps = 1e-06f,
                Reduction reduction = Reduction.Mean)
            {
                using (no_grad())
                    if (variance.lt(0).any().ToBoolean()) throw new ArgumentException("A variance cannot be negative.", nameof(variance));
                var least = variance.add(variance.detach().clamp_min(eps).sub(variance.detach()));
                var losses = least.log().add(input.sub(target).square().div(least)).mul(0.5);
                return Reduced(full ? losses.add(0.5 * Math.Log(2 * Math.PI)) : losses, reduction);
            }

            /// <summary>
            /// The negative log likelihood of counts under Poisson distributions, by the logarithms of their means or by the means;
            /// full adds Stirling's formula for log(target!).
            /// </summary>
            public static Tensor poisson_nll_loss(
                Tensor input, Tensor target, bool log_input = true, bool full = false, float eps = 1e-08f,
                Reduction reduction = Reduction.Mean)
            {
                var losses = log_input ? input.exp().sub(target.mul(input)) : input.sub(target.mul(input.add(eps).log()));
                if (full)
                {
                    var stirling = target.mul(target.log()).sub(target).add(target.mul(2 * Math.PI).log().mul(0.5));
                    losses = losses.add(stirling.masked_fill(target.le(1), 0));
                }
                return Reduced(losses, reduction);
            }
        }
    }
}
