using TorchSharp.Modules;

namespace TorchSharp
{
    namespace Modules
    {
        /// <summary>The normal distribution of a mean and a standard deviation, which are broadcast together.</summary>
        public class Normal : torch.distributions.Distribution
        {
            private static readonly double HalfLogTwoPi = 0.5 * Math.Log(2 * Math.PI);

            private readonly torch.Tensor loc, scale;

            public Normal(torch.Tensor loc, torch.Tensor scale, torch.Generator? generator = null)
                : base(generator, Shape.Broadcast(loc.layout, scale.layout).Sizes)
            {
                this.loc = Keep(() => loc.expand(batch_shape.Shape));
                this.scale = Keep(() => scale.expand(batch_shape.Shape));
            }

            public override torch.Tensor mean => loc;

            public override torch.Tensor mode => loc;

            public override torch.Tensor stddev => scale;

            public override torch.Tensor variance => scale.square();

            /// <summary>mean + deviation · noise, so gradients flow to both.</summary>
            public override torch.Tensor rsample(params long[] sample_shape)
            {
                using var scope = torch.NewDisposeScope();
                var noise = torch.randn(Extended(sample_shape), dtype: loc.dtype, device: loc.device, generator: Source);
                return (loc + noise * scale).MoveToOuterDisposeScope();
            }

            public override torch.Tensor log_prob(torch.Tensor value)
            {
                using var scope = torch.NewDisposeScope();
                return ((value - loc).square() / (-2 * variance) - scale.log() - HalfLogTwoPi).MoveToOuterDisposeScope();
            }

            public override torch.Tensor entropy() => scale.log() + (0.5 + HalfLogTwoPi);

            public override torch.Tensor cdf(torch.Tensor value)
            {
                using var scope = torch.NewDisposeScope();
                return (0.5 * (1 + ((value - loc) / (scale * Math.Sqrt(2))).erf())).MoveToOuterDisposeScope();
            }
        }
    }

    public static partial class torch
    {
        public static partial class distributions
        {
            public static Normal Normal(Tensor loc, Tensor scale, Generator? generator = null) => new(loc, scale, generator);

            public static Normal Normal(float loc, float scale = 1, Generator? generator = null) =>
                new(tensor(loc), tensor(scale), generator);

            public static Normal Normal(double loc, double scale = 1, Generator? generator = null) =>
                new(tensor(loc), tensor(scale), generator);
        }
    }
}
