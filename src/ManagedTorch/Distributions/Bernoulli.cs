using TorchSharp.Modules;

namespace TorchSharp
{
    namespace Modules
    {
        /// <summary>1 with a probability, else 0; by the probability or by its logit.</summary>
        public class Bernoulli : torch.distributions.Distribution
        {
            private torch.Tensor? ownProbs, ownLogits;

            public Bernoulli(torch.Tensor? p = null, torch.Tensor? l = null, torch.Generator? generator = null)
                : base(generator, (p ?? l ?? throw OneOf("probs", "logits")).shape)
            {
                if (p is not null && l is not null) throw OneOf("probs", "logits");
                if (p is not null) ownProbs = Keep(p.alias);
                if (l is not null) ownLogits = Keep(l.alias);
            }

            public torch.Tensor probs => ownProbs ??= Keep(() => ownLogits!.sigmoid());

            public torch.Tensor logits => ownLogits ??= Keep(() => FromProbs(Inside(ownProbs!)));

            public override torch.Tensor mean => probs;

            public override torch.Tensor variance => probs * (1 - probs);

            /// <summary>Zeros and ones of the probabilities' type; no gradient flows through them.</summary>
            public override torch.Tensor rsample(params long[] sample_shape) =>
                torch.bernoulli(probs.detach().expand(Extended(sample_shape)), Source);

            public override torch.Tensor log_prob(torch.Tensor value)
            {
                using var scope = torch.NewDisposeScope();
                var shape = Shape.Broadcast(logits.layout, value.layout).Sizes;
                return CrossEntropy(logits.expand(shape), value.expand(shape)).neg().MoveToOuterDisposeScope();
            }

            public override torch.Tensor entropy() => CrossEntropy(logits, probs);

            private static torch.Tensor CrossEntropy(torch.Tensor logits, torch.Tensor target) =>
                torch.nn.functional.binary_cross_entropy_with_logits(logits, target, reduction: torch.nn.Reduction.None);

            private static torch.Tensor FromProbs(torch.Tensor probs) => probs.log() - probs.neg().log1p();
        }
    }

    public static partial class torch
    {
        public static partial class distributions
        {
            public static Bernoulli Bernoulli(Tensor? probs = null, Tensor? logits = null, Generator? generator = null) =>
                new(probs, logits, generator);

            public static Bernoulli Bernoulli(float? probs, float? logits, Generator? generator = null) =>
                new(probs is { } p ? tensor(p) : null, logits is { } l ? tensor(l) : null, generator);

            public static Bernoulli Bernoulli(double? probs, double? logits, Generator? generator = null) =>
                new(probs is { } p ? tensor(p) : null, logits is { } l ? tensor(l) : null, generator);
        }
    }
}
