namespace TorchSharp;

public static partial class torch
{
    public static partial class distributions
    {
        /// <summary>
        /// A family of distributions, one for each element of the batch shape; a draw has the event shape. Draws come from
        /// the generator that was passed in, or from the default one. Its tensors live until it is disposed or collected.
        /// </summary>
        public abstract class Distribution : IDisposable
        {
            private readonly List<Tensor> kept = [];

            private protected Distribution(Generator? generator, long[] batchShape)
            {
                Source = generator;
                batch_shape = new Size(batchShape);
                event_shape = Size.Empty;
            }

            public Size batch_shape { get; protected set; }

            public Size event_shape { get; protected set; }

            public abstract Tensor mean { get; }

            /// <summary>The likeliest value; TorchSharp has it for Normal.</summary>
            public virtual Tensor mode => throw Unsupported.Feature($"mode of {GetType().Name}");

            public abstract Tensor variance { get; }

            public virtual Tensor stddev => variance.sqrt();

            private protected Generator? Source { get; }

            /// <summary>Draws of the shape sample shape + batch shape, outside of the graph.</summary>
            public virtual Tensor sample(params long[] sample_shape)
            {
                using var _ = no_grad();
                return rsample(sample_shape);
            }

            public Tensor sample(Size sample_shape) => sample(sample_shape.Shape);

            /// <summary>
            /// Draws through which gradients flow to the parameters, where the distribution can do that (Normal can).
            /// </summary>
            public abstract Tensor rsample(params long[] sample_shape);

            public Tensor rsample(Size sample_shape) => rsample(sample_shape.Shape);

            public abstract Tensor log_prob(Tensor value);

            /// <summary>In nats.</summary>
            public abstract Tensor entropy();

            public virtual Tensor perplexity() => entropy().exp();

            public virtual Tensor cdf(Tensor value) => throw Unsupported.Feature($"cdf of {GetType().Name}");

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            protected virtual void Dispose(bool disposing)
            {
                foreach (var tensor in kept) tensor.Dispose();
                kept.Clear();
            }

            private protected long[] Extended(long[] sampleShape) => [.. sampleShape, .. batch_shape.Shape];

            /// <summary>Lets a tensor live as long as this; computed with the graph on, whoever asks first.</summary>
            private protected Tensor Keep(Func<Tensor> compute)
            {
                using var _ = enable_grad();
                using var scope = NewDisposeScope();
                var tensor = compute().MoveToOuterDisposeScope().DetachFromDisposeScope();
                kept.Add(tensor);
                return tensor;
            }

            /// <summary>Keeps probabilities a machine epsilon away from 0 and 1, so that their logarithms stay finite.</summary>
            private protected static Tensor Inside(Tensor probs)
            {
                double epsilon = probs.dtype == ScalarType.Float64 ? double.BitIncrement(1) - 1 : float.BitIncrement(1) - 1;
                return probs.clamp(epsilon, 1 - epsilon);
            }

            private protected static ArgumentException OneOf(string first, string second) =>
                new($"Pass either {first} or {second}, and not both.");
        }
    }
}
