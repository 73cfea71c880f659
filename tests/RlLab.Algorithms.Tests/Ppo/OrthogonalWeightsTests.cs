using RlLab.Algorithms.Ppo;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Algorithms.Tests.Ppo;

public sealed class OrthogonalWeightsTests
{
    [Fact]
    public void Each_layers_weights_are_orthogonal_times_its_gain_and_biases_are_0()
    {
        manual_seed(1);
        using var scope = NewDisposeScope();
        var (convolution, first, last) = (Conv2d(2, 4, 3), Linear(8, 6), Linear(6, 3));
        Sequential(convolution, Flatten(), Sequential(first, Tanh()), last).WithOrthogonalWeights(outputGain: 0.01);
        HasGain(convolution.weight!.reshape(4, -1), Math.Sqrt(2));
        HasGain(first.weight!, Math.Sqrt(2));
        HasGain(last.weight!, 0.01);
        new[] { convolution.bias!, first.bias!, last.bias! }.Should().OnlyContain(bias => bias.abs().sum().ToSingle() == 0);
    }

    [Fact]
    public void The_deviation_of_a_gaussian_head_is_left_and_its_means_are_the_last_layer()
    {
        manual_seed(1);
        using var scope = NewDisposeScope();
        var head = new GaussianHead(6, 2, deviation: 0.5);
        Sequential(Linear(4, 6), Tanh(), head).WithOrthogonalWeights(outputGain: 0.01);
        var outputs = head.call(eye(6));
        HasGain(outputs.narrow(1, 0, 2).t(), 0.01);
        outputs.narrow(1, 2, 2).data<float>().ToArray().Should().OnlyContain(logarithm => Math.Abs(logarithm - Math.Log(0.5)) < 1e-6);
    }

    private static void HasGain(Tensor weight, double gain)
    {
        var products = weight.matmul(weight.t());
        var off = (products - eye(products.shape[0]) * (gain * gain)).abs().max().ToSingle();
        off.Should().BeLessThan((float)(1e-5 * gain * gain) + 1e-9f);
    }
}
