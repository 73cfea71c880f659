using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Benchmarks.Workloads;

/// <summary>
/// A bottleneck of eight bits, trained through the threshold by a straight-through estimator, in batches of 32.
/// </summary>
internal static class StraightThrough
{
    private const int Samples = 1000, Batch = 32;

    public static Action Update()
    {
        var (encoder, decoder) = (Linear(10, 8), Linear(8, 1));
        var adam = optim.Adam(encoder.parameters().Concat(decoder.parameters()));
        var (x, y) = (rand(Samples, 10), rand(Samples, 1));
        int from = 0;
        return () =>
        {
            using var scope = NewDisposeScope();
            int to = Math.Min(from + Batch, Samples);
            var bits = Threshold.apply(sigmoid(encoder.call(x[from..to])));
            adam.zero_grad();
            var loss = functional.mse_loss(decoder.call(bits), y[from..to]);
            loss.backward();
            adam.step();
            from = to == Samples ? 0 : to;
        };
    }

    private sealed class Threshold : autograd.SingleTensorFunction<Threshold>
    {
        public override string Name => nameof(Threshold);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars) =>
            ((Tensor)vars[0]).ge(0.5).to_type(ScalarType.Float32);

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor gradient) => [gradient];
    }
}
