using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp
{
    namespace Modules
    {
        /// <summary>Gated recurrent units over a sequence.</summary>
        public sealed class GRU : nn.Module<Tensor, Tensor, (Tensor, Tensor)>
        {
            private readonly RecurrentStack layers;

            internal GRU(RecurrentStack layers) : base(nameof(GRU))
            {
                this.layers = layers;
                foreach (var (parameterName, parameter) in layers.Named()) register_parameter(parameterName, parameter);
            }

            public new (Tensor, Tensor) call(Tensor input, Tensor? h0 = null) => base.call(input, h0!);

            /// <summary>The output of every step and the last state of every layer; no state to begin with means zeros.</summary>
            public override (Tensor, Tensor) forward(Tensor input, Tensor? h0 = null)
            {
                var (outputs, final) = layers.Run(input, h0 is null ? null : [h0], training);
                return (outputs, final[0]);
            }
        }
    }

    public static partial class torch
    {
        public static partial class nn
        {
            public static GRU GRU(
                long inputSize, long hiddenSize, long numLayers = 1, bool bias = true, bool batchFirst = false,
                double dropout = 0, bool bidirectional = false, Device? device = null, ScalarType? dtype = null) =>
                new(new RecurrentStack(
                    GruStep.Instance, inputSize, hiddenSize, numLayers, bias, batchFirst, dropout, bidirectional, device, dtype));
        }
    }
}
