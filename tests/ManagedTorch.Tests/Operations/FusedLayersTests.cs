using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ManagedTorch.Tests.Operations;

/// <summary>A Sequential computes a normalization and the ReLU behind it in one pass; nobody may notice.</summary>
public sealed class FusedLayersTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Normalization_with_relu_gives_the_bits_of_one_after_the_other(bool training)
    {
        using var scope = NewDisposeScope();
        foreach (long[] shape in (long[][])[[4, 3, 5, 7], [6, 3, 1, 1]])
        {
            var x = randn(shape);
            var weights = randn(shape);
            var together = Run(watched: false);
            var apart = Run(watched: true);
            foreach (var (fused, separate) in together.Zip(apart))
                fused.data<float>().ToArray().Should().Equal(separate.data<float>().ToArray());

            Tensor[] Run(bool watched)
            {
                var (norm, relu) = (BatchNorm2d(3), ReLU());
                norm.weight!.detach().copy_(tensor(new float[] { 0.5f, -2, 1.5f }));
                norm.bias!.detach().copy_(tensor(new float[] { 0.1f, 0.2f, -0.3f }));
                norm.train(training);
                int calls = 0;
                if (watched)
                    relu.register_forward_hook(_ => calls++);
                var input = x.clone().requires_grad_();
                var y = Sequential(norm, relu).call(input);
                (y * weights).sum().backward();
                calls.Should().Be(watched ? 1 : 0);
                return [y.detach(), input.grad!, norm.weight.grad!, norm.bias.grad!, norm.running_mean!, norm.running_var!];
            }
        }
    }

    [Fact]
    public void What_is_handed_on_between_layers_may_be_overwritten_and_nothing_else()
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var (conv, norm) = (Conv2d(2, 3, 3), BatchNorm2d(3));
        var x = randn(2, 2, 6, 5);
        float[] before = x.data<float>().ToArray();
        var expected = functional.relu(norm.call(conv.call(x)));
        float[] results = Sequential(conv, norm, ReLU()).call(x).data<float>().ToArray();
        results.Should().Equal(expected.data<float>().ToArray());
        x.data<float>().ToArray().Should().Equal(before);

        var images = conv.call(x);
        before = images.data<float>().ToArray();
        foreach (var chain in new[] { Sequential(norm, ReLU()), Sequential(Identity(), norm, ReLU()),
            Sequential(Flatten(3), norm, ReLU()) })
        {
            chain.call(images).data<float>().ToArray().Should().Equal(results);
            images.data<float>().ToArray().Should().Equal(before, "the caller still has it");
        }
    }
}
