using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp
{
    namespace Modules
    {
        /// <summary>One step of a gated recurrent unit.</summary>
        public sealed class GRUCell : nn.Module<Tensor, Tensor, Tensor>
        {
            private readonly RecurrentWeights weights;
            private readonly long hiddenSize;

            internal GRUCell(
                long inputSize, long hiddenSize, bool bias, Device? device, ScalarType? dtype) : base(nameof(GRUCell))
            {
                this.hiddenSize = hiddenSize;
                weights = new RecurrentWeights(GruStep.Instance.Gates, inputSize, hiddenSize, bias, device, dtype);
                foreach (var (parameterName, parameter) in weights.Named("")) register_parameter(parameterName, parameter);
                Initialisation.OfRecurrent(parameters(), hiddenSize);
            }

            /// <summary>The next state (batch, hidden); no state before means zeros.</summary>
            public override Tensor forward(Tensor input, Tensor? h0 = null)
            {
                using var scope = NewDisposeScope();
                var state = h0 ?? zeros(input.layout.Sizes[0], hiddenSize, dtype: input.dtype, device: input.device);
                return GruStep.Instance.Step(weights.FromInput(input), weights.FromHidden(state), [state])[0].MoveToOuterDisposeScope();
            }
        }
    }

    public static partial class torch
    {
        public static partial class nn
        {
            public static GRUCell GRUCell(
                long inputSize, long hiddenSize, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new(inputSize, hiddenSize, bias, device, dtype);
        }
    }
}
