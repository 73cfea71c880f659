using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Torch.Tests.Core;

public class CustomFunctionTests
{
    private sealed class Threshold : autograd.SingleTensorFunction<Threshold>
    {
        public override string Name => nameof(Threshold);
        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars) => ((Tensor)vars[0]).ge((double)vars[1]).to(float32);
        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) => [grad_output, null!];
    }

    private sealed class Product : autograd.SingleTensorFunction<Product>
    {
        public override string Name => nameof(Product);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
        {
            ctx.save_for_backward([(Tensor)vars[0], (Tensor)vars[1]]);
            ctx.save_data("factor", vars[2]);
            is_grad_enabled().Should().BeFalse("the forward pass of a custom function is not recorded");
            return (Tensor)vars[0] * (Tensor)vars[1] * (float)vars[2];
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
        {
            var saved = ctx.get_saved_variables();
            var factor = (float)ctx.get_data("factor")!;
            return [grad_output * saved[1] * factor, grad_output * saved[0] * factor, null!];
        }
    }

    private sealed class Returning : autograd.SingleTensorFunction<Returning>
    {
        public override string Name => nameof(Returning);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
        {
            ctx.save_for_backward([(Tensor)vars[1]]);
            return ((Tensor)vars[0]).clone();
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) => [ctx.get_saved_variables()[0], null!];
    }

    private sealed class SumAndDifference : autograd.MultiTensorFunction<SumAndDifference>
    {
        public override string Name => nameof(SumAndDifference);
        public override List<Tensor> forward(autograd.AutogradContext ctx, params object[] vars) =>
            [(Tensor)vars[0] + (Tensor)vars[1], (Tensor)vars[0] - (Tensor)vars[1]];
        public override List<Tensor> backward(autograd.AutogradContext ctx, List<Tensor> g) => [g[0] + g[1], g[0] - g[1]];
    }

    private sealed class TooFew : autograd.SingleTensorFunction<TooFew>
    {
        public override string Name => nameof(TooFew);
        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars) => (Tensor)vars[0] * 1;
        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) => [grad_output];
    }

    [Fact]
    public void A_straight_through_estimator_passes_the_gradient()
    {
        var x = tensor(new[] { 0.2f, 0.7f }, requires_grad: true);
        var y = Threshold.apply(x, 0.5);
        y.data<float>().ToArray().Should().Equal(0, 1);
        (y * tensor(new[] { 3f, 4f })).sum().backward();
        x.grad!.data<float>().ToArray().Should().Equal(3, 4);
        using (no_grad()) Threshold.apply(x, 0.5).requires_grad.Should().BeFalse();
        Threshold.apply(x.detach(), 0.5).requires_grad.Should().BeFalse();
    }

    [Fact]
    public void Saved_tensors_and_data_reach_the_backward_pass()
    {
        var a = tensor(new[] { 1f, 2f }, requires_grad: true);
        var b = tensor(new[] { 3f, 5f }, requires_grad: true);
        Product.apply(a, b, 10f).sum().backward();
        a.grad!.data<float>().ToArray().Should().Equal(30, 50);
        b.grad!.data<float>().ToArray().Should().Equal(10, 20);
    }

    [Fact]
    public void A_saved_tensor_that_was_overwritten_is_refused()
    {
        var a = ones(2, requires_grad: true);
        var b = ones(2);
        var y = Product.apply(a, b, 1f).sum();
        b.add_(1);
        var backward = () => y.backward();
        backward.Should().Throw<ExternalException>().WithMessage("*in place*");
    }

    [Fact]
    public void Results_that_nothing_depends_on_get_gradients_of_zeros()
    {
        var a = tensor(2f, requires_grad: true);
        var b = tensor(3f, requires_grad: true);
        var both = SumAndDifference.apply(a, b);
        (both[1] * 5).backward();
        a.grad!.ToSingle().Should().Be(5);
        b.grad!.ToSingle().Should().Be(-5);
    }

    [Fact]
    public void A_wrong_number_of_gradients_is_told()
    {
        var x = ones(1, requires_grad: true);
        var y = TooFew.apply(x, 2).sum();
        var backward = () => y.backward();
        backward.Should().Throw<NotImplementedException>().WithMessage("*TooFew*expected 2*got 1*");
    }

    [Fact]
    public void A_gradient_is_taken_in_the_type_of_what_it_is_the_gradient_of()
    {
        var x = ones(3, requires_grad: true);
        var factors = tensor(new[] { 2f, 3f, 4f });
        Returning.apply(x * factors, tensor(new[] { 1.0, 10, 100 })).sum().backward();
        x.grad!.dtype.Should().Be(float32);
        x.grad!.data<float>().ToArray().Should().Equal(2, 30, 400);
    }

    [Fact]
    public void A_gradient_of_a_broadcast_is_summed_and_one_of_another_shape_is_refused()
    {
        var x = ones(3, requires_grad: true);
        Returning.apply(x, ones(4, 3)).sum().backward();
        x.grad!.data<float>().ToArray().Should().Equal(4, 4, 4);
        var backward = () => Returning.apply(x, ones(2)).sum().backward();
        backward.Should().Throw<Exception>().OnManaged<ExternalException>("*Returning*invalid gradient at index 0*[2]*[3]*");
    }
}
