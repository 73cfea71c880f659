using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Torch.Tests.Core;

public class AutogradTests
{
    [Fact]
    public void Gradients_of_two_backward_passes_add_up()
    {
        var x = tensor(new[] { 1f, 2f }, requires_grad: true);
        (x * x).sum().backward();
        (x * 3).sum().backward();
        x.grad!.data<float>().ToArray().Should().Equal(5, 7);
    }

    [Fact]
    public void A_value_used_twice_gets_both_gradients()
    {
        var x = tensor(3f, requires_grad: true);
        var y = x * x;
        (y * y + y).backward();
        x.grad!.ToSingle().Should().Be(4 * 27 + 2 * 3);
    }

    [Fact]
    public void A_second_backward_pass_needs_retain_graph()
    {
        var x = tensor(2f, requires_grad: true);
        var y = x.exp();
        y.backward(retain_graph: true);
        y.backward();
        x.grad!.ToSingle().Should().BeApproximately(2 * MathF.Exp(2), 1e-4f);
        var again = () => y.backward();
        again.Should().Throw<ExternalException>().WithMessage("*retain_graph*");
    }

    [Fact]
    public void A_value_that_the_backward_pass_needs_must_not_be_overwritten()
    {
        var x = ones(3, requires_grad: true);
        var y = x * 2;
        var z = y.sum();
        y.add_(1);
        var backward = () => z.backward();
        backward.Should().NotThrow("a sum needs nothing of what it added");
        var w = x.exp();
        var v = (w * w).sum();
        w.zero_();
        var overwritten = () => v.backward();
        overwritten.Should().Throw<Exception>().OnManaged<ExternalException>("*in place*[3]*version 1*expected version 0*");
    }

    [Fact]
    public void A_write_through_a_view_counts_as_a_write_to_the_whole()
    {
        var x = ones(2, 2, requires_grad: true);
        var y = x * 1;
        var z = (y * y).sum();
        y[0, 0].fill_(5);
        var backward = () => z.backward();
        backward.Should().Throw<Exception>().OnManaged<ExternalException>("*in place*");
    }

    [Fact]
    public void A_leaf_is_not_overwritten_while_gradients_are_recorded()
    {
        var x = ones(2, requires_grad: true);
        var write = () => x.add_(1);
        write.Should().Throw<Exception>().OnManaged<ExternalException>("*leaf*no_grad*");
        var writeToView = () => x[0].fill_(3);
        writeToView.Should().Throw<Exception>().OnManaged<ExternalException>("*leaf*no_grad*");
        using (no_grad()) x.add_(1);
        x.data<float>().ToArray().Should().Equal(2, 2);
        x.requires_grad.Should().BeTrue();
    }

    [Fact]
    public void No_graph_is_made_under_no_grad_and_modes_nest()
    {
        var x = ones(2, requires_grad: true);
        using (no_grad())
        {
            (x * 2).requires_grad.Should().BeFalse();
            using (enable_grad()) (x * 2).requires_grad.Should().BeTrue();
            is_grad_enabled().Should().BeFalse();
        }
        using (inference_mode()) (x * 2).requires_grad.Should().BeFalse();
        is_grad_enabled().Should().BeTrue();
        (x * 2).requires_grad.Should().BeTrue();
    }

    [Fact]
    public void Detached_tensors_share_memory_and_stop_gradients()
    {
        var x = tensor(new[] { 1f, 2f }, requires_grad: true);
        var y = (x * 2).detach();
        y.requires_grad.Should().BeFalse();
        y.is_leaf.Should().BeTrue();
        (x * y).sum().backward();
        x.grad!.data<float>().ToArray().Should().Equal(2, 4);
        using (no_grad()) x.detach()[0] = 7f;
        x[0].ToSingle().Should().Be(7);
    }

    [Fact]
    public void Grad_returns_gradients_without_touching_grad()
    {
        var x = tensor(2f, requires_grad: true);
        var y = tensor(3f, requires_grad: true);
        var between = x * y;
        var z = between * x;
        var gradients = autograd.grad([z], [x, between], retain_graph: true);
        gradients[0].ToSingle().Should().Be(12);
        gradients[1].ToSingle().Should().Be(2);
        x.grad.Should().BeNull();
        y.grad.Should().BeNull();
        autograd.grad([x * x], [x, x]).Select(gradient => gradient.ToSingle()).Should().Equal(4, 4);
    }

    [Fact]
    public void Grad_gives_null_for_an_input_that_may_be_unused()
    {
        var (x, y) = (tensor(2f, requires_grad: true), tensor(3f, requires_grad: true));
        (autograd.grad([x * 2], [y], allow_unused: true)[0] is null).Should().BeTrue();
    }

    [Fact]
    public void Grad_refuses_an_input_that_the_result_does_not_depend_on()
    {
        var (x, y) = (tensor(2f, requires_grad: true), tensor(3f, requires_grad: true));
        var unused = () => autograd.grad([x * 2], [y]);
        unused.Should().Throw<ExternalException>().WithMessage("*allow_unused*");
    }

    [Fact]
    public void Grad_does_not_run_or_free_what_lies_behind_the_inputs()
    {
        var x = tensor(2f, requires_grad: true);
        var between = x.exp();
        autograd.grad([between * between], [between])[0].ToSingle().Should().BeApproximately(2 * MathF.Exp(2), 1e-4f);
        between.backward();
        x.grad!.ToSingle().Should().BeApproximately(MathF.Exp(2), 1e-4f);
    }

    [Fact]
    public void Steps_of_a_sequence_add_up_in_one_gradient()
    {
        var x = arange(12, float32).reshape(4, 3).requires_grad_();
        var w = ones(2, 3, requires_grad: true);
        var total = zeros(1, 2);
        for (var t = 0; t < 4; t++) total = total + nn.functional.linear(x[TensorIndex.Slice(t, t + 1)], w) * (t + 1);
        total.sum().backward();
        x.grad!.sum([1L]).data<float>().ToArray().Should().Equal(6, 12, 18, 24);
        w.grad![1].data<float>().ToArray().Should().Equal(60, 70, 80);
    }

    [Fact]
    public void Backward_to_chosen_inputs_leaves_the_others_alone()
    {
        var x = tensor(2f, requires_grad: true);
        var y = tensor(3f, requires_grad: true);
        (x * y).backward(inputs: [y]);
        x.grad.Should().BeNull();
        y.grad!.ToSingle().Should().Be(2);
    }

    [Fact]
    public void Results_keep_their_gradient_only_when_asked_to()
    {
        var x = tensor(2f, requires_grad: true);
        var y = x * 3;
        var z = y * y;
        z.retain_grad();
        (z * 2).backward();
        y.grad.Should().BeNull();
        z.grad!.ToSingle().Should().Be(2);
    }

    [Fact]
    public void Only_numbers_have_an_implicit_gradient_of_one()
    {
        var x = ones(2, requires_grad: true);
        var vector = () => (x * 2).backward();
        vector.Should().Throw<Exception>().OnManaged<ExternalException>("*scalar outputs*[2]*");
        (x * 2).backward([tensor(new[] { 1f, 10f })]);
        x.grad!.data<float>().ToArray().Should().Equal(2, 20);
        var constant = () => ones(1).sum().backward();
        constant.Should().Throw<ExternalException>().WithMessage("*does not require grad*");
    }

    [Fact]
    public void Integers_cannot_require_gradients_and_conversions_are_differentiated()
    {
        var integers = () => arange(3).requires_grad_();
        integers.Should().Throw<Exception>().OnManaged<ExternalException>("*floating point*Int64*");
        var x = ones(2, requires_grad: true);
        (x.to(float64) * tensor(new[] { 2.0, 3.0 })).sum().backward();
        x.grad!.dtype.Should().Be(float32);
        x.grad!.data<float>().ToArray().Should().Equal(2, 3);
    }

    [Fact]
    public void A_long_chain_is_walked_and_freed_without_recursion()
    {
        using var scope = NewDisposeScope();
        var x = ones(1, requires_grad: true);
        var y = x;
        for (var i = 0; i < 50_000; i++) y = y + 1;
        y.sum().backward();
        x.grad!.ToSingle().Should().Be(1);
    }

    [Fact(Skip = "libtorch has higher derivatives.", SkipUnless = nameof(Engine.IsManaged), SkipType = typeof(Engine))]
    public void Higher_derivatives_are_refused_by_name()
    {
        var x = tensor(2f, requires_grad: true);
        var twice = () => autograd.grad([x * x], [x], create_graph: true);
        twice.Should().Throw<NotSupportedException>().WithMessage("*create_graph*--engine libtorch*");
    }

    [Fact]
    public void An_aborted_backward_pass_leaves_nothing_behind()
    {
        var x = ones(2, requires_grad: true);
        var bad = x.exp();
        var loss = (bad * bad).sum() + x.sum();
        bad.zero_();
        ((Action)(() => loss.backward())).Should().Throw<ExternalException>();
        x.grad = null;
        (x * 2).sum().backward();
        x.grad!.data<float>().ToArray().Should().Equal(2, 2);
    }

    [Fact]
    public void Asking_twice_retains_one_gradient()
    {
        var y = tensor(2f, requires_grad: true) * 3;
        y.retain_grad();
        y.retain_grad();
        (y * 2).backward();
        y.grad!.ToSingle().Should().Be(2);
    }

    [Fact]
    public void The_gradient_retained_of_an_overwritten_result_is_that_of_its_new_values()
    {
        var x = ones(3, requires_grad: true);
        var y = x * 3;
        y.retain_grad();
        y.mul_(5);
        y[0].mul_(7);
        y.sum().backward();
        y.grad!.data<float>().ToArray().Should().Equal(1, 1, 1);
        x.grad!.data<float>().ToArray().Should().Equal(105, 15, 15);
    }

    [Fact]
    public void Random_numbers_written_over_a_result_pass_no_gradient_on()
    {
        foreach (var length in new[] { 3, 40 })
        {
            var x = ones(length, requires_grad: true);
            (x * 2).normal_().sum().backward();
            (x.grad?.abs().sum().ToSingle() ?? 0).Should().Be(0);
            var y = x * 2;
            y[TensorIndex.Slice(0, 2)].uniform_(0, 1);
            y.sum().backward();
            x.grad![0].ToSingle().Should().Be(0);
            x.grad![2].ToSingle().Should().Be(2);
        }
    }

    [Fact]
    public void A_given_gradient_is_taken_in_the_results_type()
    {
        var x = tensor(new[] { 1.0, 2.0 }, requires_grad: true);
        (x * tensor(new[] { 3.0, 5.0 })).backward([ones(2)]);
        x.grad!.dtype.Should().Be(float64);
        x.grad!.data<double>().ToArray().Should().Equal(3, 5);
        autograd.grad([x * tensor(new[] { 3.0, 5.0 })], [x], [ones(2)])[0].data<double>().ToArray().Should().Equal(3, 5);
    }

    [Fact]
    public void A_gradient_whose_elements_lie_at_one_place_is_not_added_to()
    {
        var x = ones(3, requires_grad: true);
        x.grad = ones(1).expand(3);
        var backward = () => (x * 2).sum().backward();
        backward.Should().Throw<Exception>().OnManaged<ExternalException>("*one place*");
    }

    [Fact]
    public void A_float_power_in_place_is_differentiated_by_base_and_exponent_and_only_float64_can_hold_it()
    {
        var x = tensor(new[] { 1.0, 2 }, requires_grad: true);
        var exponent = tensor(3.0, requires_grad: true);
        var y = x * 1;
        y.float_power_(exponent).Values().Should().Equal(1, 8);

        y.sum().backward();

        x.grad!.Values().Should().Equal(3, 12);
        exponent.grad!.ToDouble().Should().BeApproximately(8 * Math.Log(2), 1e-12);
        var single = () => ones(2).float_power_(tensor(2.0));
        single.Should().Throw<Exception>().OnManaged<ExternalException>("*Float32*Float64*");
    }

    [Fact]
    public void A_write_in_place_of_wider_numbers_is_differentiated()
    {
        var a = tensor(new[] { 1f, 2f }, requires_grad: true);
        var b = tensor(new[] { 4.0, 5.0 }, requires_grad: true);
        a.clone().mul_(b).sum().backward();
        a.grad!.data<float>().ToArray().Should().Equal(4, 5);
        b.grad!.dtype.Should().Be(float64);
        b.grad!.data<double>().ToArray().Should().Equal(1, 2);
    }
}
