using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp
{
    namespace Modules
    {
        /// <summary>One step of long short-term memory.</summary>
        public sealed class LSTMCell : nn.Module<Tensor, (Tensor, Tensor)?, (Tensor, Tensor)>
        {
            private readonly RecurrentWeights weights;
            private readonly long hiddenSize;

            internal LSTMCell(
                long inputSize, long hiddenSize, bool bias, Device? device, ScalarType? dtype) : base(nameof(LSTMCell))
            {
                this.hiddenSize = hiddenSize;
                weights = new RecurrentWeights(LstmStep.Instance.Gates, inputSize, hiddenSize, bias, device, dtype);
                foreach (var (parameterName, parameter) in weights.Named("")) register_parameter(parameterName, parameter);
                Initialisation.OfRecurrent(parameters(), hiddenSize);
            }

            public new (Tensor, Tensor) call(Tensor input, (Tensor, Tensor)? h0_c0 = null) => base.call(input, h0_c0);

            /// <summary>The next hidden and cell state (batch, hidden); no state before means zeros.</summary>
            public override (Tensor, Tensor) forward(Tensor input, (Tensor, Tensor)? h0_c0)
            {
                using var scope = NewDisposeScope();
                Tensor Zeros() => zeros(input.layout.Sizes[0], hiddenSize, dtype: input.dtype, device: input.device);
                var (hidden, cell) = h0_c0 ?? (Zeros(), Zeros());
                var next = LstmStep.Instance.Step(weights.FromInput(input), weights.FromHidden(hidden), [hidden, cell]);
                return (next[0].MoveToOuterDisposeScope(), next[1].MoveToOuterDisposeScope());
            }
        }
    }

    public static partial class torch
    {
        public static partial class nn
        {
            public static LSTMCell LSTMCell(
                long inputSize, long hiddenSize, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new(inputSize, hiddenSize, bias, device, dtype);
        }
    }
}
