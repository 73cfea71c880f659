using TorchSharp;
using static TorchSharp.torch;

namespace SimulatedDevice.Tests;

/// <summary>Gradients live where their tensors do.</summary>
public sealed class AutogradTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void A_gradient_goes_back_through_a_move()
    {
        var x = tensor(new[] { 1f, 2f }, requires_grad: true);
        var moved = x.cuda() * 3;
        moved.retain_grad();
        (moved.cpu() * tensor(new[] { 1f, 10f })).sum().backward();
        x.grad!.is_cuda.Should().BeFalse();
        x.grad.data<float>().ToArray().Should().Equal(3, 30);
        moved.grad!.is_cuda.Should().BeTrue();
    }

    [Fact]
    public void A_gradient_goes_back_through_a_copy()
    {
        var x = tensor(new[] { 1f, 2f }, requires_grad: true);
        var target = zeros(2, device: CUDA);
        target.copy_(x);
        target.is_cuda.Should().BeTrue();
        (target * target).sum().backward();
        x.grad!.data<float>().ToArray().Should().Equal(2, 4);
    }

    [Fact]
    public void The_gradient_of_a_number_of_the_CPU_is_on_the_CPU()
    {
        var scale = tensor(2f, requires_grad: true);
        (scale * ones(3, device: CUDA)).sum().backward();
        scale.grad!.is_cuda.Should().BeFalse();
        scale.grad.item<float>().Should().Be(3);
    }

    [Fact]
    public void A_write_through_a_view_stays_on_the_device()
    {
        var x = ones([2, 2], device: CUDA, requires_grad: true);
        var y = x * 2;
        y.select(0, 0).mul_(x.select(0, 1));
        y.sum().backward();
        x.grad!.is_cuda.Should().BeTrue();
        x.grad.cpu().data<float>().ToArray().Should().Equal(2, 2, 4, 4);
    }

    [Fact]
    public void A_gradient_of_another_device_is_not_taken()
    {
        var x = ones(2, device: CUDA, requires_grad: true);
        var assigned = () => x.grad = ones(2);
        assigned.Should().Throw<Exception>().WithMessage("assigned grad has data located on a different device*cuda:0*cpu*");
        var given = () => autograd.backward((x * 2), ones(2));
        given.Should().Throw<Exception>().WithMessage("*gradient on cpu*tensor on cuda:0*");
    }

    [Fact]
    public void A_custom_function_whose_gradient_is_on_the_CPU_is_named()
    {
        var x = ones(2, device: CUDA, requires_grad: true);
        var result = Homesick.apply(x).sum();
        var act = () => result.backward();
        act.Should().Throw<Exception>().WithMessage("Function Homesick returned an invalid gradient at index 0 - expected device cuda:0 but got cpu");
    }

    [Fact]
    public void A_custom_function_gets_gradients_of_zeros_where_its_result_is()
    {
        var x = ones(2, device: CUDA, requires_grad: true);
        Pair.apply(x)[0].sum().backward();
        x.grad!.cpu().data<float>().ToArray().Should().Equal(1, 1);
    }

    private sealed class Homesick : autograd.SingleTensorFunction<Homesick>
    {
        public override string Name => nameof(Homesick);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars) => (Tensor)vars[0] * 2;

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor gradient) => [gradient.cpu()];
    }

    private sealed class Pair : autograd.MultiTensorFunction<Pair>
    {
        public override string Name => nameof(Pair);

        public override List<Tensor> forward(autograd.AutogradContext ctx, params object[] vars) => [(Tensor)vars[0] * 1, (Tensor)vars[0] * 2];

        public override List<Tensor> backward(autograd.AutogradContext ctx, List<Tensor> gradients) => [gradients[0] + gradients[1]];
    }
}
