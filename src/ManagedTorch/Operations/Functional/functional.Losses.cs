namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            public static Tensor mse_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) =>
                PointwiseLoss.Apply(input, target, new SquaredError(), reduction);

            public static Tensor l1_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) =>
                PointwiseLoss.Apply(input, target, new AbsoluteError(), reduction);

            public static Tensor smooth_l1_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean,
                double beta = 1) =>
                beta == 0
                    ? l1_loss(input, target, reduction)
                    : PointwiseLoss.Apply(input, target, new SmoothError(beta), reduction);

            public static Tensor huber_loss(Tensor input, Tensor target, double delta = 1,
                Reduction reduction = Reduction.Mean) =>
                PointwiseLoss.Apply(input, target, new HuberError(delta), reduction);

            public static Tensor binary_cross_entropy(Tensor input, Tensor target, Tensor? weight = null,
                Reduction reduction = Reduction.Mean) =>
                Weighted(PointwiseLoss.Apply(input, target, new BinaryCrossEntropy(), Early(weight, reduction)), weight,
                    reduction);

            public static Tensor binary_cross_entropy_with_logits(Tensor input, Tensor target, Tensor? weight = null,
                Reduction reduction = Reduction.Mean, Tensor? pos_weights = null)
            {
                if (pos_weights is null)
                    return Weighted(PointwiseLoss.Apply(input, target, new BinaryCrossEntropyOfLogits(),
                        Early(weight, reduction)), weight, reduction);
                var scale = (pos_weights - 1) * target + 1;
                var losses = (1 - target) * input + scale * softplus(-input);
                return Reduced(weight is null ? losses : losses * weight, reduction);
            }

            public static Tensor kl_div(Tensor input, Tensor target, bool log_target = true,
                Reduction reduction = Reduction.Mean) =>
                log_target
                ? PointwiseLoss.Apply(input, target, new LogDivergence(), reduction)
                : PointwiseLoss.Apply(input, target, new Divergence(), reduction);

            public static Tensor nll_loss(Tensor input, Tensor target, Tensor? weight = null,
                Reduction reduction = Reduction.Mean) =>
                ClassLosses.NegativeLogLikelihood(input, target, weight, ClassLosses.Ignored, reduction);

            public static Tensor cross_entropy(Tensor input, Tensor target, Tensor? weight = null, long ignore_index = -100,
                Reduction reduction = Reduction.Mean, double label_smoothing = 0) =>
                ClassLosses.CrossEntropy(input, target, weight, ignore_index, reduction, label_smoothing);

            private static Reduction Early(Tensor? weight, Reduction reduction) => weight is null ? reduction : Reduction.None;

            private static Tensor Weighted(Tensor losses, Tensor? weight, Reduction reduction) =>
                weight is null ? losses : Reduced(losses * weight, reduction);

            private static Tensor Reduced(Tensor losses, Reduction reduction) => reduction switch
            {
                Reduction.Mean => losses.mean(),
                Reduction.Sum => losses.sum(),
                _ => losses,
            };
        }
    }
}
