using TorchSharp.Modules;

namespace TorchSharp
{
    namespace Modules
    {
        /// <summary>y = x Wᵀ + b, with PyTorch's initial weights: uniform within ±1/√inputs.</summary>
        public sealed class Linear : torch.nn.Module<torch.Tensor, torch.Tensor>
        {
            private Parameter? ownWeight, ownBias;

            internal Linear(Parameter weight, Parameter? bias) : base(nameof(Linear))
            {
                (out_features, in_features) = (weight.shape[0], weight.shape[1]);
                this.weight = weight;
                this.bias = bias;
            }

            internal Linear(
                long inputSize, long outputSize, bool hasBias, torch.Device? device,
                torch.ScalarType? dtype) : base(nameof(Linear))
            {
                (out_features, in_features) = (outputSize, inputSize);
                weight = torch.empty(outputSize, inputSize, dtype: dtype, device: device).AsParameter();
                bias = hasBias ? torch.empty(outputSize, dtype: dtype, device: device).AsParameter() : null;
                Initialisation.OfWeightAndBias(weight, bias);
            }

            public long in_features { get; set; }

            public long out_features { get; set; }

            public Parameter weight
            {
                get => ownWeight!;
                set => Replace(ref ownWeight, nameof(weight), value);
            }

            public Parameter? bias
            {
                get => ownBias;
                set => Replace(ref ownBias, nameof(bias), value);
            }

            public override torch.Tensor forward(torch.Tensor tensor) => torch.nn.functional.linear(tensor, ownWeight!, ownBias);

            /// <summary>The result of this layer and a ReLU behind it.</summary>
            internal torch.Tensor Rectified(torch.Tensor input) => LinearLayer.Apply(input, ownWeight!, ownBias, relu: true);
        }
    }

    public static partial class torch
    {
        public static partial class nn
        {
            public static Linear Linear(
                long inputSize, long outputSize, bool hasBias = true, Device? device = null, ScalarType? dtype = null) =>
                new(inputSize, outputSize, hasBias, device, dtype);

            public static Linear Linear(Parameter weight, Parameter? bias = null) => new(weight, bias);
        }
    }
}
