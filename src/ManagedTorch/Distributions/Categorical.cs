using TorchSharp.Modules;

namespace TorchSharp
{
    namespace Modules
    {
        /// <summary>
        /// One of n categories, by probabilities or by logits over the last dimension; neither needs to be normalised.
        /// </summary>
        public class Categorical : torch.distributions.Distribution
        {
            private torch.Tensor? ownProbs, ownLogits;

            public Categorical(torch.Tensor? probs = null, torch.Tensor? logits = null, torch.Generator? generator = null)
                : base(generator, (probs ?? logits ?? throw OneOf(nameof(probs), nameof(logits))).shape[..^1])
            {
                if (probs is not null && logits is not null) throw OneOf(nameof(probs), nameof(logits));
                param_shape = (probs ?? logits)!.shape;
                if (probs is not null) ownProbs = Keep(() => probs / probs.sum(-1, keepdim: true));
                if (logits is not null) ownLogits = Keep(() => logits - logits.logsumexp(-1, keepdim: true));
            }

            public long[] param_shape { get; }

            public torch.Tensor probs => ownProbs ??= Keep(() => ownLogits!.softmax(-1));

            public torch.Tensor logits => ownLogits ??= Keep(() => Inside(ownProbs!).log());

            /// <summary>Categories have no mean: NaN.</summary>
            public override torch.Tensor mean => torch.full(batch_shape.Shape, double.NaN, dtype: probs.dtype, device: probs.device);

            public override torch.Tensor variance => mean;

            /// <summary>Indices; no gradient flows through them.</summary>
            public override torch.Tensor rsample(params long[] sample_shape)
            {
                using var scope = torch.NewDisposeScope();
                var draws = sample_shape.Aggregate(1L, (product, length) => product * length);
                var rows = probs.detach().reshape(-1, param_shape[^1]);
                var indices = torch.multinomial(rows, draws, replacement: true, Source);
                return indices.t().reshape(Extended(sample_shape)).MoveToOuterDisposeScope();
            }

            public override torch.Tensor log_prob(torch.Tensor value)
            {
                using var scope = torch.NewDisposeScope();
                // A value may have sample dimensions in front of the batch's, and either may be broadcast.
                var batch = Shape.Broadcast(value.layout, Shape.Of(param_shape.AsSpan(0, param_shape.Length - 1))).Sizes;
                var indices = value.to(torch.ScalarType.Int64).expand(batch).unsqueeze(-1);
                return logits.expand([.. batch, param_shape[^1]]).gather(-1, indices).squeeze(-1).MoveToOuterDisposeScope();
            }

            public override torch.Tensor entropy()
            {
                using var scope = torch.NewDisposeScope();
                // An impossible category has the logit -infinity; its term is 0, not 0 * infinity.
                var least = probs.dtype == torch.ScalarType.Float64 ? double.MinValue : float.MinValue;
                return (logits.clamp(min: least) * probs).sum(-1).neg().MoveToOuterDisposeScope();
            }
        }
    }

    public static partial class torch
    {
        public static partial class distributions
        {
            public static Categorical Categorical(Tensor? probs = null, Tensor? logits = null, Generator? generator = null) =>
                new(probs, logits, generator);

            /// <summary>All categories alike.</summary>
            public static Categorical Categorical(int categories, Generator? generator = null) =>
                new(full(categories, 1.0 / categories), generator: generator);
        }
    }
}
