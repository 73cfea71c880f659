using RlLab.Tests;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SimulatedDevice.Tests;

/// <summary>What a GPU would be told and waited for.</summary>
public sealed class CountTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Work_on_the_CPU_counts_nothing()
    {
        using var counts = new DeviceCounts();
        var net = Linear(3, 2);
        net.call(rand(4, 3)).sum().backward();
        (counts.Launches, counts.Synchronizations).Should().Be((0, 0));
    }

    [Fact]
    public void A_copy_from_one_device_to_the_other_is_waited_for()
    {
        using var counts = new DeviceCounts();
        var x = zeros(10, float64).cuda();
        counts.HostToDevice.Should().Be((1, 80));
        counts.Launches.Should().Be(0);
        x.cpu();
        counts.DeviceToHost.Should().Be((1, 80));
        counts.Synchronizations.Should().Be(2);
        x.cuda();
        x.to(CUDA, copy: false);
        counts.Synchronizations.Should().Be(2);
        tensor(new[] { 1f, 2f }, device: CUDA);
        counts.HostToDevice.Should().Be((2, 88));
        zeros(2, float64).copy_(x.narrow(0, 0, 2));
        counts.DeviceToHost.Should().Be((2, 96));
        counts.Synchronizations.Should().Be(4);
    }

    [Fact]
    public void A_number_that_is_read_is_waited_for()
    {
        var x = ones(3, device: CUDA);
        using var counts = new DeviceCounts();
        x.sum().item<float>();
        x.sum().ToDouble();
        ((float)x.sum()).Should().Be(3);
        (counts.Launches, counts.DeviceToHost, counts.Synchronizations).Should().Be((3, (3, 12), 3));
        x[x > 0].is_cuda.Should().BeTrue();
        counts.Synchronizations.Should().Be(4);
        cuda.synchronize();
        counts.Synchronizations.Should().Be(5);
    }

    [Fact]
    public void A_view_launches_nothing_and_each_operation_once()
    {
        var x = ones(2, 3, device: CUDA);
        using var counts = new DeviceCounts();
        x.t().unsqueeze(0).narrow(1, 0, 2).expand(4, 2, 2).detach();
        counts.Launches.Should().Be(0);
        (x * 2 + 1).exp_();
        counts.Operations.Should().BeEquivalentTo(new Dictionary<string, long> { ["multiply"] = 1, ["add"] = 1, ["exponential"] = 1 });
    }

    [Fact]
    public void Layers_in_one_pass_count_as_the_layers_that_they_are()
    {
        var together = Sequential(Conv2d(1, 2, 3), BatchNorm2d(2), ReLU(), Flatten(), Linear(8, 3), ReLU()).cuda();
        var x = rand(2, 1, 4, 4, device: CUDA);
        using var counts = new DeviceCounts();
        together.call(x);
        counts.Operations
            .Should().BeEquivalentTo(new Dictionary<string, long> { ["conv2d"] = 1, ["batch_norm"] = 1, ["relu"] = 2, ["linear"] = 1, ["add"] = 1 });
    }

    [Fact]
    public void A_backward_pass_launches_a_kernel_for_each_gradient()
    {
        var (x, w, b) = (ones(3, 4, device: CUDA), ones([2, 4], device: CUDA, requires_grad: true), ones([2], device: CUDA, requires_grad: true));
        var y = functional.linear(x, w, b).sigmoid().sum();
        using var counts = new DeviceCounts();
        y.backward();

        // The one it begins with, sigmoid, and the gradients of w and b; a sum spreads its gradient without a copy.
        counts.Launches.Should().Be(4);
        (counts.HostToDevice.Count, counts.DeviceToHost.Count, counts.Synchronizations).Should().Be((0, 0, 0));
    }

    [Fact]
    public void A_backward_pass_counts_what_is_done_in_one_pass_as_apart()
    {
        var (together, apart) = (Backward(Sequential(Linear(4, 3), ReLU())), Backward(Sequential(Linear(4, 3), Identity(), ReLU())));
        together.Should().Be(apart).And.Be(6);

        // The one it begins with, the sum's none, and square's, relu's, and the layer's three.
        static long Backward(Module<Tensor, Tensor> network)
        {
            var loss = network.cuda().call(ones([2, 4], device: CUDA, requires_grad: true)).square().sum();
            using var counts = new DeviceCounts();
            loss.backward();
            return counts.Launches;
        }
    }

    [Theory]
    [InlineData("adam", 8)]
    [InlineData("adam with weight decay and amsgrad", 10)]
    [InlineData("sgd", 1)]
    [InlineData("sgd with momentum", 3)]
    public void An_optimizer_counts_what_TorchSharp_launches_for_a_parameter(string name, int launches)
    {
        TorchSharp.Modules.Parameter[] parameters = [new(ones(3, device: CUDA)), new(ones(2, device: CUDA))];
        using optim.Optimizer optimizer = name switch
        {
            "adam" => optim.Adam(parameters),
            "adam with weight decay and amsgrad" => optim.Adam(parameters, weight_decay: 0.1, amsgrad: true),
            "sgd" => optim.SGD(parameters, 0.1),
            _ => optim.SGD(parameters, 0.1, momentum: 0.9),
        };
        Step(parameters, optimizer);
        using var counts = new DeviceCounts();
        optimizer.step();
        counts.Launches.Should().Be(2 * launches);
        optimizer.zero_grad();
        counts.Operations["zero_grad"].Should().Be(2);
        counts.Synchronizations.Should().Be(0);
    }

    [Fact]
    public void Clipping_by_the_norm_reads_it_once()
    {
        TorchSharp.Modules.Parameter[] parameters = [new(ones(3, device: CUDA)), new(ones(2, device: CUDA))];
        Step(parameters, optim.SGD(parameters, 0.1));
        using var counts = new DeviceCounts();
        nn.utils.clip_grad_norm_(parameters, 0.1);
        counts.DeviceToHost.Count.Should().Be(1);
    }

    private static void Step(TorchSharp.Modules.Parameter[] parameters, optim.Optimizer optimizer)
    {
        parameters.Select(parameter => parameter.square().sum()).Aggregate((a, b) => a + b).backward();
        optimizer.step();
    }
}
