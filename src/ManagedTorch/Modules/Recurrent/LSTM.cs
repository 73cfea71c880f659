using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp
{
    namespace Modules
    {
        /// <summary>Long short-term memory over a sequence.</summary>
        public sealed class LSTM : nn.Module<Tensor, (Tensor, Tensor)?, (Tensor, Tensor, Tensor)>
        {
            private readonly RecurrentStack layers;

            internal LSTM(RecurrentStack layers) : base(nameof(LSTM))
            {
                this.layers = layers;
                foreach (var (parameterName, parameter) in layers.Named()) register_parameter(parameterName, parameter);
            }

            public new (Tensor, Tensor, Tensor) call(Tensor input, (Tensor, Tensor)? h0_c0 = null) => base.call(input, h0_c0);

            /// <summary>The output of every step, the last hidden and the last cell state of every layer.</summary>
            public override (Tensor, Tensor, Tensor) forward(Tensor input, (Tensor, Tensor)? h0_c0 = null)
            {
                var (outputs, final) = layers.Run(input, h0_c0 is { } initial ? [initial.Item1, initial.Item2] : null, training);
                return (outputs, final[0], final[1]);
            }
        }
    }

    public static partial class torch
    {
        public static partial class nn
        {
            public static LSTM LSTM(
                long inputSize, long hiddenSize, long numLayers = 1, bool bias = true, bool batchFirst = false,
                double dropout = 0, bool bidirectional = false, Device? device = null, ScalarType? dtype = null) =>
                new(new RecurrentStack(
                    LstmStep.Instance, inputSize, hiddenSize, numLayers, bias, batchFirst, dropout, bidirectional, device, dtype));
        }
    }
}
