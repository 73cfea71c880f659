using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Torch.Tests.Optimizers;

/// <summary>Optimisers beyond their golden paths: groups, states, files, and parameters of unusual make.</summary>
public sealed class OptimizerTests
{
    public static TheoryData<string> Names =>
        ["SGD", "SGD momentum", "Adam", "Adam amsgrad", "AdamW", "RMSProp", "RMSProp centered", "Adagrad"];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_saved_state_continues_bit_for_bit(string name)
    {
        var (parameter, optimizer) = Start(name);
        Steps(parameter, optimizer, 5);
        var (resumed, other) = Start(name);
        using (no_grad()) resumed.copy_(parameter);
        var file = new MemoryStream();
        optimizer.save_state_dict(new BinaryWriter(file));
        file.Position = 0;
        other.load_state_dict(new BinaryReader(file));
        Steps(parameter, optimizer, 5);
        Steps(resumed, other, 5);
        resumed.data<float>().ToArray().Should().Equal(parameter.data<float>().ToArray());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_state_dictionary_is_copied_not_shared(string name)
    {
        var (parameter, optimizer) = Start(name);
        Steps(parameter, optimizer, 3);
        var (copy, other) = Start(name);
        using (no_grad()) copy.copy_(parameter);
        other.load_state_dict(optimizer.state_dict());
        Steps(parameter, optimizer, 4);
        Steps(copy, other, 4);
        copy.data<float>().ToArray().Should().Equal(parameter.data<float>().ToArray());
    }

    [Fact]
    public void Adams_file_is_name_counts_options_and_states()
    {
        var parameter = new Parameter(tensor([1f]));
        var optimizer = optim.Adam([parameter], lr: 0.5);
        var file = new MemoryStream();
        optimizer.save_state_dict(new BinaryWriter(file));
        var reader = new BinaryReader(new MemoryStream(file.ToArray()));
        reader.ReadString().Should().Be("Adam");
        reader.ReadBytes(2).Should().Equal(1, 1);
        new[] { 0, 0, 0, 0, 0, 0 }.Select(_ => reader.ReadDouble()).Should().Equal(0.5, 0.5, 0.9, 0.999, 1e-8, 0);
        reader.ReadBytes(2).Should().Equal(0, 0);
        reader.ReadInt64().Should().Be(0);
        foreach (var _ in new[] { "exp_avg", "exp_avg_sq" })
        {
            reader.ReadBytes(3).Should().Equal(6, 1, 1);
            reader.ReadSingle().Should().Be(0);
        }

        reader.ReadBoolean().Should().BeFalse();
        reader.BaseStream.Position.Should().Be(reader.BaseStream.Length);
    }

    [Fact]
    public void A_state_of_another_optimizer_or_other_parameters_is_refused()
    {
        var file = new MemoryStream();
        optim.Adam([new Parameter(zeros(1))]).save_state_dict(new BinaryWriter(file));
        var sgd = optim.SGD([new Parameter(zeros(1))], 0.1);
        sgd.Invoking(o => o.load_state_dict(new BinaryReader(new MemoryStream(file.ToArray()))))
            .Should().Throw<Exception>().OnManaged<InvalidDataException>("*Adam*SGD*");
        var two = optim.Adam([new Parameter(zeros(1)), new Parameter(zeros(1))]);
        two.Invoking(o => o.load_state_dict(new BinaryReader(new MemoryStream(file.ToArray()))))
            .Should().Throw<Exception>().OnManaged<ArgumentException>("*1 parameters*2*");
    }

    [Fact]
    public void Groups_have_options_of_their_own_and_take_the_rest_from_the_optimizer()
    {
        var (slow, fast) = (new Parameter(tensor([1f])), new Parameter(tensor([1f])));
        var optimizer = optim.SGD(
            new[] { new SGD.ParamGroup { Parameters = [slow] }, new SGD.ParamGroup([fast], new SGD.Options { LearningRate = 0.5 }) }, 0.1,
            momentum: 0.9);
        (slow + fast).sum().backward();
        optimizer.step();
        slow.item<float>().Should().BeApproximately(0.9f, 1e-6f);
        fast.item<float>().Should().BeApproximately(0.5f, 1e-6f);
        optimizer.ParamGroups.Select(group => group.LearningRate).Should().Equal(0.1, 0.5);
        optimizer.parameters().Should().Equal([slow, fast], ReferenceEquals);
    }

    [Fact]
    public void Parameters_of_equal_values_are_not_one_parameter()
    {
        var (a, b) = (new Parameter(zeros(2)), new Parameter(zeros(2)));
        optim.SGD([a, b], 0.1).parameters().Should().HaveCount(2);
    }

    [Fact]
    public void One_parameter_is_not_taken_twice()
    {
        var (a, b) = (new Parameter(zeros(2)), new Parameter(zeros(2)));
        optim.SGD([a], 0.1).Invoking(o => o.add_param_group(new SGD.ParamGroup { Parameters = [a] })).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => optim.SGD([a, b, a], 0.1)).Should().Throw<ArgumentException>().WithMessage("*[2]*twice*");
    }

    [Fact]
    public void The_first_step_of_Adam_moves_by_the_learning_rate_against_the_gradients_sign()
    {
        var parameter = new Parameter(tensor([1f, 1f, 1f]));
        (parameter * tensor([100f, -0.01f, 0f])).sum().backward();
        optim.Adam([parameter], lr: 0.1).step();
        parameter.ShouldBeClose(1e-4, 0.9, 1.1, 1);
    }

    [Fact]
    public void Maximizing_walks_up()
    {
        var parameter = new Parameter(tensor([1f]));
        parameter.sum().backward();
        optim.SGD([parameter], 0.25, maximize: true).step();
        parameter.item<float>().Should().Be(1.25f);
    }

    [Fact]
    public void A_parameter_without_gradient_stays()
    {
        var parameter = new Parameter(tensor([1f]));
        optim.Adam([parameter], weight_decay: 0.5).step();
        parameter.item<float>().Should().Be(1);
    }

    [Fact]
    public void Zeroing_keeps_the_gradient_and_its_memory()
    {
        var parameter = new Parameter(tensor([1f]));
        parameter.sum().backward();
        optim.SGD([parameter], 0.1).zero_grad();
        parameter.grad!.item<float>().Should().Be(0);
    }

    [Fact]
    public void A_closure_computes_the_loss_with_gradients_on()
    {
        var parameter = new Parameter(tensor([2f]));
        using var _ = no_grad();
        var loss = optim.SGD([parameter], 0.5).step(() =>
        {
            var value = parameter.square().sum();
            value.backward();
            return value;
        });
        loss!.item<float>().Should().Be(4);
        parameter.item<float>().Should().Be(0);
    }

    [Fact]
    public void Transposed_parameters_and_strided_gradients_are_updated_in_place()
    {
        var storage = zeros(2, 3);
        var parameter = new Parameter(storage.t());
        parameter.grad = arange(6, dtype: ScalarType.Float32).reshape(2, 3).t();
        optim.SGD([parameter], 1).step();
        parameter.detach().t().contiguous().data<float>().ToArray().Should().Equal(0, -1, -2, -3, -4, -5);
    }

    [Fact]
    public void Float64_is_updated_in_float64()
    {
        var parameter = new Parameter(tensor([1.0]));
        (parameter * 1e-9).sum().backward();
        optim.SGD([parameter], 1).step();
        parameter.item<double>().Should().Be(1 - 1e-9);
    }

    [Fact]
    public void A_backward_through_a_weight_that_was_stepped_since_is_refused()
    {
        var parameter = new Parameter(tensor([3f]));
        var loss = parameter.square().sum();
        parameter.grad = tensor([1f]);
        optim.SGD([parameter], 1).step();
        loss.Invoking(l => l.backward()).Should().Throw<Exception>();
    }

    [Fact]
    public void A_module_converted_under_its_optimizer_is_refused()
    {
        var layer = nn.Linear(1, 1);
        var optimizer = optim.Adam(layer.parameters());
        layer.to(ScalarType.Float64);
        layer.call(ones(1, 1, dtype: ScalarType.Float64)).sum().backward();
        optimizer.Invoking(o => o.step()).Should().Throw<Exception>().OnManaged<InvalidOperationException>("*Float64*Float32*");
    }

    [Theory]
    [InlineData("SGD momentum")]
    [InlineData("Adam")]
    public void A_state_of_parameters_of_another_shape_is_refused(string name)
    {
        var (parameter, optimizer) = Start(name);
        Steps(parameter, optimizer, 1);
        var other = new Parameter(zeros(7, 3));
        OptimizerHelper target = name == "Adam" ? optim.Adam([other]) : optim.SGD([other], 0.05, momentum: 0.9);
        target.Invoking(o => o.load_state_dict(optimizer.state_dict())).Should().Throw<ArgumentException>().WithMessage("*[5]*[7, 3]*");
        var file = new MemoryStream();
        optimizer.save_state_dict(new BinaryWriter(file));
        file.Position = 0;
        target.Invoking(o => o.load_state_dict(new BinaryReader(file))).Should().Throw<ArgumentException>().WithMessage("*[5]*[7, 3]*");
    }

    [Theory]
    [InlineData(-0.1, 0.9, 0.999)]
    [InlineData(0.1, 1.0, 0.999)]
    [InlineData(0.1, 0.9, -0.1)]
    public void Options_out_of_range_are_refused(double rate, double beta1, double beta2)
    {
        var act = () => optim.Adam([new Parameter(zeros(1))], rate, beta1, beta2);
        act.Should().Throw<ArgumentException>();
    }

    private static (Parameter Parameter, OptimizerHelper Optimizer) Start(string name)
    {
        var parameter = new Parameter(tensor([1f, -2f, 0.5f, 3f, -1f]));
        Parameter[] all = [parameter];
        return (parameter, name switch
        {
            "SGD" => optim.SGD(all, 0.05),
            "SGD momentum" => optim.SGD(all, 0.05, momentum: 0.9, nesterov: true),
            "Adam" => optim.Adam(all, 0.05),
            "Adam amsgrad" => optim.Adam(all, 0.05, amsgrad: true),
            "AdamW" => optim.AdamW(all, 0.05, weight_decay: 0.1),
            "RMSProp" => optim.RMSProp(all, 0.05),
            "RMSProp centered" => optim.RMSProp(all, 0.05, momentum: 0.9, centered: true),
            _ => optim.Adagrad(all, 0.05, lr_decay: 0.1),
        });
    }

    private static void Steps(Parameter parameter, optim.Optimizer optimizer, int steps)
    {
        for (var i = 0; i < steps; i++)
        {
            optimizer.zero_grad();
            (parameter.square() * tensor([1f, 3f, 0.1f, 2f, 10f])).sum().backward();
            optimizer.step();
        }
    }
}
