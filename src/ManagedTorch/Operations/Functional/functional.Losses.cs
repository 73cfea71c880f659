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
                beta >= 0
                    ? PointwiseLoss.Apply(input, target, new SmoothError(beta), reduction)
                    : throw new TorchException($"smooth_l1_loss() needs a beta that is not negative, not {beta}.");

            public static Tensor huber_loss(Tensor input, Tensor target, double delta = 1,
                Reduction reduction = Reduction.Mean) =>
                delta > 0
                    ? PointwiseLoss.Apply(input, target, new HuberError(delta), reduction)
                    : throw new TorchException($"huber_loss() needs a delta above 0, not {delta}.");

            public static Tensor binary_cross_entropy(Tensor input, Tensor target, Tensor? weight = null,
                Reduction reduction = Reduction.Mean)
            {
                RequireProbabilities("input", input);
                RequireProbabilities("target", target);
                return Weighted(PointwiseLoss.Apply(input, target, new BinaryCrossEntropy(), Early(weight, reduction)), weight,
                    reduction);
            }


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

            private static void RequireProbabilities(string name, Tensor tensor)
            {
                using var mode = no_grad();
                using var scope = NewDisposeScope();
                if (!tensor.ge(0).logical_and(tensor.le(1)).all().ToBoolean())
                    throw new TorchException($"binary_cross_entropy(): all elements of {name} should be between 0 and 1, and not nan.");
            }

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
