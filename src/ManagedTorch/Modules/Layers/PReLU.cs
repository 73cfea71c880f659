using TorchSharp.Modules;

namespace TorchSharp
{
    namespace Modules
    {
        /// <summary>A leaky ReLU whose slope is learned: one for all, or one a channel (dimension 1).</summary>
        public sealed class PReLU : torch.nn.Module<torch.Tensor, torch.Tensor>
        {
            private Parameter? slope;

            internal PReLU(long num_parameters, double init, torch.Device? device, torch.ScalarType? dtype) : base(nameof(PReLU))
            {
                (this.num_parameters, this.init) = (num_parameters, init);
                weight = torch.full(num_parameters, init, dtype: dtype ?? torch.get_default_dtype(), device: device).AsParameter();
            }

            public long num_parameters { get; }

            public double init { get; }

            public Parameter weight
            {
                get => slope!;
                set => Replace(ref slope, nameof(weight), value);
            }

            public override torch.Tensor forward(torch.Tensor tensor)
            {
                using var scope = torch.NewDisposeScope();
                var shape = tensor.shape;
                for (var dim = 0; dim < shape.Length; dim++) shape[dim] = dim == 1 && num_parameters > 1 ? num_parameters : 1;
                return torch.where(tensor.gt(0), tensor, tensor * weight.reshape(shape)).MoveToOuterDisposeScope();
            }
        }
    }

    public static partial class torch
    {
        public static partial class nn
        {
            public static PReLU PReLU(long num_parameters, double init = 0.25, Device? device = null, ScalarType? dtype = null) =>
                new(num_parameters, init, device, dtype);
        }
    }
}
