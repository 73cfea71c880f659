using System.Runtime.InteropServices;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Torch.Tests.Modules;

/// <summary>
/// Modules of one's own and containers: what is registered under which name, and what the common calls do to it.
/// </summary>
public sealed class ModuleTests
{
    [Fact]
    public void Fields_are_registered_under_their_names_parameters_first_in_the_state()
    {
        using var net = new Network();
        net.named_parameters().Select(entry => entry.name).Should().Equal("scale", "body.weight", "body.bias", "tail.0.weight", "tail.0.bias");
        net.named_buffers().Select(entry => entry.name).Should().Equal("mean");
        net.state_dict().Keys.Should().Equal("scale", "body.weight", "body.bias", "tail.0.weight", "tail.0.bias", "mean");
        net.named_modules().Select(entry => entry.name).Should().Equal("body", "tail", "tail.0", "tail.1");
    }

    [Fact]
    public void A_module_used_twice_has_its_parameters_once_and_its_state_under_both_names()
    {
        var shared = Linear(2, 2);
        var net = Sequential(("first", shared), ("second", shared));
        net.parameters().Should().HaveCount(2);
        net.state_dict().Keys.Should().Equal("first.weight", "first.bias", "second.weight", "second.bias");
    }

    [Fact]
    public void Names_reach_into_submodules()
    {
        using var net = new Network();
        net.get_parameter("tail.0.bias").Should().BeSameAs(((Linear)net.Tail[0]).bias);
        net.has_parameter("tail.7.bias").Should().BeFalse();
        net.get_buffer("mean").Should().BeSameAs(net.Mean);
        net.has_buffer("body.mean").Should().BeFalse();
    }

    [Fact]
    public void A_buffer_that_is_not_persistent_is_no_state()
    {
        var net = Sequential(Linear(1, 1));
        net.register_buffer("noise", zeros(2), persistent: false);
        net.named_buffers().Select(entry => entry.name).Should().Equal("noise");
        net.state_dict().Keys.Should().NotContain("noise");
    }

    [Fact]
    public void Training_and_evaluation_reach_every_submodule()
    {
        var inner = Dropout(0.9);
        var net = Sequential(Linear(4, 4), Sequential(inner));
        net.eval();
        inner.training.Should().BeFalse();
        var x = ones(1, 4);
        net.call(x).Should().Match<Tensor>(y => y.allclose(((Linear)net[0]).call(x), 1e-5, 1e-8, false));
        net.train();
        inner.training.Should().BeTrue();
    }

    [Fact]
    public void Sequential_chains_its_layers_and_names_them_by_position_or_by_name()
    {
        var (first, second) = (Linear(3, 2), Linear(2, 1));
        var net = Sequential(first, Tanh(), second);
        var x = randn(5, 3);
        net.call(x).allclose(second.call(first.call(x).tanh())).Should().BeTrue();
        net.state_dict().Keys.Should().Equal("0.weight", "0.bias", "2.weight", "2.bias");
        Sequential(("l1", first), ("l2", second)).state_dict().Keys.Should().Equal("l1.weight", "l1.bias", "l2.weight", "l2.bias");
        net[1..].Count.Should().Be(2);
        net[(0, 1)].call(x).allclose(first.call(x)).Should().BeTrue();
    }

    [Fact]
    public void Sequential_without_layers_hands_on_its_input_and_never_disposes_it()
    {
        var x = ones(2);
        Sequential().call(x).Dispose();
        Sequential(Identity(), Identity()).call(x).Dispose();
        x.sum().item<float>().Should().Be(2);
    }

    [Fact]
    public void Sequential_never_disposes_an_input_that_a_layer_hands_on()
    {
        var x = ones(2);
        Sequential(new HandsOn(), new HandsOn()).call(x);
        x.sum().item<float>().Should().Be(2);
    }

    [Theory]
    [InlineData(ScalarType.Float32, true)]
    [InlineData(ScalarType.Float32, false)]
    [InlineData(ScalarType.Float64, true)]
    public void A_layer_and_the_ReLU_behind_it_give_what_they_give_one_by_one(ScalarType type, bool bias)
    {
        var (first, second) = (Linear(5, 20, bias, dtype: type), Linear(20, 3, bias, dtype: type));
        var x = randn([7, 5], type).requires_grad_();
        var (together, apart) = (Sequential(first, ReLU(), second, ReLU()), second.call(first.call(x).relu()).relu());
        var parameters = together.parameters().Append(x).ToArray();

        var result = together.call(x);
        result.Equals(apart).Should().BeTrue();
        result.min().ToDouble().Should().Be(0, "some of the numbers were below 0");
        var expected = autograd.grad([(apart * apart).sum()], parameters);
        (result * result).sum().backward();
        foreach (var (parameter, gradient) in parameters.Zip(expected)) parameter.grad!.Equals(gradient).Should().BeTrue();

        using (no_grad()) together.call(x).Equals(apart).Should().BeTrue();
    }

    [Fact]
    public void What_a_ReLU_behind_a_layer_gave_must_not_be_overwritten_before_the_backward_pass()
    {
        var result = Sequential(Linear(2, 3), ReLU()).call(ones(4, 2));
        using (no_grad()) result.add_(1);
        result.Invoking(r => r.sum().backward()).Should().Throw<Exception>().OnManaged<ExternalException>("*changed by an operation in place*");
    }

    [Fact]
    public void A_ReLU_with_a_hook_is_called_by_itself()
    {
        var (relu, seen) = (ReLU(), new List<double>());
        relu.register_forward_pre_hook((_, input) =>
        {
            seen.Add(input.min().ToDouble());
            return input;
        });
        Sequential(Linear(3, 50), relu).call(randn(10, 3));
        seen.Should().ContainSingle().Which.Should().BeNegative();
    }

    [Fact]
    public void A_module_list_names_by_position_even_after_a_change()
    {
        var list = ModuleList<Linear>(Linear(1, 1), Linear(1, 2));
        list.parameters().Should().HaveCount(4);
        list.Insert(0, Linear(1, 3));
        list.RemoveAt(1);
        list.state_dict().Select(entry => (entry.Key, entry.Value.shape[0])).Should()
            .Equal(("0.weight", 3), ("0.bias", 3), ("1.weight", 2), ("1.bias", 2));
    }

    [Fact]
    public void A_module_dictionary_names_by_key()
    {
        var dictionary = ModuleDict<Linear>(("actor", Linear(1, 1)), ("critic", Linear(1, 1)));
        dictionary.Remove("actor").Should().BeTrue();
        dictionary.Add("target", Linear(1, 1));
        dictionary.state_dict().Keys.Should().Equal("critic.weight", "critic.bias", "target.weight", "target.bias");
    }

    [Fact]
    public void Hooks_see_and_change_what_passes_until_they_are_removed()
    {
        var layer = Identity();
        var calls = 0;
        var before = layer.register_forward_pre_hook((_, x) => x + 1);
        var after = layer.register_forward_hook((_, _, y) => y * 10);
        layer.register_forward_hook(_ => calls++);
        layer.call(tensor(2.0f)).item<float>().Should().Be(30);
        before.remove();
        after.remove();
        layer.call(tensor(2.0f)).item<float>().Should().Be(2);
        calls.Should().Be(2);
    }

    [Fact]
    public void What_was_computed_before_a_conversion_is_differentiated_by_the_values_of_then()
    {
        using var layer = nn.Linear(2, 1, hasBias: false);
        using (no_grad()) layer.weight!.fill_(2);
        var x = ones(1, 2, requires_grad: true);
        layer.call(x).sum().backward();
        var loss = layer.call(x).sum();

        layer.to(float64);
        loss.backward();

        x.grad!.ShouldEqual(tensor(new[,] { { 4f, 4 } }));
        // The package makes new parameters, which have no share in what the old ones made.
        layer.weight!.grad!.ShouldEqual(tensor(new[,] { { Engine.IsManaged ? 2.0 : 1, Engine.IsManaged ? 2 : 1 } }));
        layer.call(ones(1, 2, float64)).sum().backward();
        layer.weight.grad!.Values().Should().Equal(Engine.IsManaged ? [3, 3] : [2, 2]);
    }

    [Fact]
    public void Converting_keeps_the_parameters_their_optimizer_knows()
    {
        using var net = new Network();
        var before = net.parameters().ToList();
        net.to(ScalarType.Float64);
        net.parameters().Should().Equal(before, ReferenceEquals);
    }

    [Fact]
    public void Converting_reaches_everything_and_only_to_what_has_gradients()
    {
        using var net = new Network();
        net.to(ScalarType.Float64).Should().BeSameAs(net);
        net.state_dict().Values.Select(value => value.dtype).Should().AllBeEquivalentTo(ScalarType.Float64);
        net.call(ones(1, 3, dtype: ScalarType.Float64)).dtype.Should().Be(ScalarType.Float64);
        net.Invoking(n => n.to(ScalarType.Int64)).Should().Throw<Exception>().OnManaged<ArgumentException>();
        net.Invoking(n => n.cuda()).Should().Throw<Exception>().OnManaged<NotSupportedException>("*--engine libtorch*");
    }

    [Fact]
    public void Gradients_are_let_go_of_or_set_to_zero()
    {
        var layer = Linear(2, 1);
        layer.call(ones(1, 2)).sum().backward();
        layer.zero_grad(set_to_none: false);
        layer.weight.grad!.sum().item<float>().Should().Be(0);
        layer.zero_grad();
        layer.weight.grad.Should().BeNull();
    }

    [Fact]
    public void Parameters_outlive_the_scope_that_the_module_was_made_in()
    {
        Linear layer;
        Sequential net;
        using (NewDisposeScope())
        {
            layer = Linear(2, 1);
            net = Sequential(BatchNorm1d(2), GRUOf(2).Head);
        }

        layer.weight.IsInvalid.Should().BeFalse();
        net.state_dict().Values.Should().OnlyContain(value => !value.IsInvalid);
        layer.Dispose();
        layer.weight.IsInvalid.Should().BeTrue();
    }

    [Fact]
    public void A_name_is_given_once()
    {
        var net = Sequential(("a", Linear(1, 1)));
        net.Invoking(n => n.register_module("a", Linear(1, 1))).Should().Throw<InvalidOperationException>();
    }

    [Fact]
    public void Names_have_no_dots_and_modules_without_parameters_take_none()
    {
        var net = Sequential(("a", Linear(1, 1)));
        net.Invoking(n => n.register_module("a.b", Linear(1, 1))).Should().Throw<ArgumentException>();
        ReLU().Invoking(r => r.register_buffer("x", zeros(1))).Should().Throw<InvalidOperationException>();
    }

    private static (GRU Body, Linear Head) GRUOf(long size) => (GRU(size, size), Linear(size, 1));

    private sealed class HandsOn() : Module<Tensor, Tensor>(nameof(HandsOn))
    {
        public override Tensor forward(Tensor input) => input;
    }

    private sealed class Network : Module<Tensor, Tensor>
    {
        private readonly Linear body = Linear(3, 4);
        private readonly Sequential tail = Sequential(Linear(4, 2), ReLU());
        private readonly Parameter scale = new(ones(2));
        private readonly Tensor mean = zeros(2);
        private readonly string note = "not a component";

        public Network() : base(nameof(Network)) => RegisterComponents();

        public Tensor Mean => mean;

        public Sequential Tail => tail;

        public override Tensor forward(Tensor input) => tail.call(body.call(input)) * scale - mean + note.Length * 0;
    }

    [Fact]
    public void A_hook_may_take_itself_off()
    {
        var layer = Identity();
        var calls = 0;
        var first = layer.register_forward_hook(_ => calls++);
        var once = first;
        once = layer.register_forward_hook((_, _, y) =>
        {
            once.remove();
            return y * 10;
        });
        layer.register_forward_hook((_, _, y) => y + 1);
        layer.call(tensor(2.0f)).item<float>().Should().Be(21);
        layer.call(tensor(2.0f)).item<float>().Should().Be(3);
        calls.Should().Be(2);
    }
}
