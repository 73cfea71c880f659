using TorchSharp.Modules;

namespace TorchSharp
{
    namespace Modules
    {
        /// <summary>Layer normalisation (Ba et al. 2016): over the last dimensions of each example.</summary>
        public sealed class LayerNorm : torch.nn.Module<torch.Tensor, torch.Tensor>
        {
            private Parameter? ownWeight, ownBias;

            internal LayerNorm(
                long[] normalized_shape, double eps, bool elementwise_affine, bool bias, torch.Device? device,
                torch.ScalarType? dtype)
                : base(nameof(LayerNorm))
            {
                this.normalized_shape = normalized_shape;
                this.eps = eps;
                this.elementwise_affine = elementwise_affine;
                if (!elementwise_affine) return;
                weight = torch.ones(normalized_shape, dtype: dtype, device: device).AsParameter();
                if (bias) this.bias = torch.zeros(normalized_shape, dtype: dtype, device: device).AsParameter();
            }

            public long[] normalized_shape { get; set; }

            public double eps { get; set; }

            public bool elementwise_affine { get; set; }

            public Parameter? weight
            {
                get => ownWeight;
                set => Replace(ref ownWeight, nameof(weight), value);
            }

            public Parameter? bias
            {
                get => ownBias;
                set => Replace(ref ownBias, nameof(bias), value);
            }

            public void reset_parameters()
            {
                if (weight is not null) torch.nn.init.ones_(weight);
                if (bias is not null) torch.nn.init.zeros_(bias);
            }

            public override torch.Tensor forward(torch.Tensor tensor) =>
                torch.nn.functional.layer_norm(tensor, normalized_shape, ownWeight, ownBias, eps);
        }
    }

    public static partial class torch
    {
        public static partial class nn
        {
            public static LayerNorm LayerNorm(
                long normalized_shape, double eps = 1e-5, bool elementwise_affine = true, bool bias = true, Device? device = null,
                ScalarType? dtype = null) => new([normalized_shape], eps, elementwise_affine, bias, device, dtype);

            public static LayerNorm LayerNorm(
                long[] normalized_shape, double eps = 1e-5, bool elementwise_affine = true, bool bias = true,
                Device? device = null, ScalarType? dtype = null) => new(normalized_shape, eps, elementwise_affine, bias, device,
                dtype);
        }
    }
}
