using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Checkpoints;

/// <summary>A convolution, a batch normalisation, an embedding and a linear layer: what has parameters and buffers of its own.</summary>
internal sealed class EveryLayer : Subject
{
    private readonly Images _network = new();
    private readonly Tensor _images = arange(4 * 2 * 6 * 6, dtype: ScalarType.Float32).sin().reshape(4, 2, 6, 6);
    private readonly Tensor _words = tensor(new[] { 0L, 3, 1, 3 });

    protected override Module Network => _network;

    protected override Tensor Loss() => functional.mse_loss(_network.call(_images, _words), arange(4, dtype: ScalarType.Float32).reshape(4, 1));

    protected override float[] Answers()
    {
        using var _ = no_grad();
        return [.. _network.call(_images, _words).data<float>()];
    }

    private sealed class Images : Module<Tensor, Tensor, Tensor>
    {
        // A bias before a normalisation has rounding errors for gradients, and Adam makes whole steps of them.
        private readonly Conv2d _convolution = Conv2d(2, 4, 3, bias: false);
        private readonly BatchNorm2d _normalisation = BatchNorm2d(4);
        private readonly Embedding _embedding = Embedding(5, 3);
        private readonly Linear _head = Linear(4 * 4 * 4 + 3, 1);

        public Images()
            : base(nameof(Images)) => RegisterComponents();

        public override Tensor forward(Tensor images, Tensor words)
        {
            var seen = functional.relu(_normalisation.call(_convolution.call(images))).flatten(1);
            return _head.call(cat([seen, _embedding.call(words)], 1));
        }
    }
}
