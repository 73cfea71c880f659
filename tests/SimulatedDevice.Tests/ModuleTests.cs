using RlLab.Tests;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SimulatedDevice.Tests;

/// <summary>Modules, optimisers and their files on the device: the CPU's numbers to the last bit.</summary>
public sealed class ModuleTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public static TheoryData<string> ModuleNames => [.. Networks.Keys];

    public static TheoryData<string> OptimizerNames => [.. Optimizers.Keys];

    private static Dictionary<string, (Func<Module<Tensor, Tensor>> Create, long[] Input)> Networks { get; } = new()
    {
        ["linear"] = (() => Linear(4, 3), [5, 4]),
        ["linear with relu"] = (() => Sequential(Linear(4, 3), ReLU(), Linear(3, 2)), [5, 4]),
        ["convolution, normalization, relu"] = (
            () => Sequential(Conv2d(2, 3, 3), BatchNorm2d(3), ReLU(), Conv2d(3, 2, 2, stride: 2), BatchNorm2d(2), ReLU(), Flatten(), Linear(8, 3)),
            [3, 2, 7, 6]),
        ["conv1d, padded by reflection"] = (() => Conv1d(2, 3, 3, padding: 1, padding_mode: PaddingModes.Reflect), [2, 2, 6]),
        ["pools"] = (() => Sequential(MaxPool2d(2), AvgPool2d(2), AdaptiveAvgPool2d(1)), [2, 2, 8, 8]),
        ["layer norm, gelu, dropout"] = (() => Sequential(LayerNorm(4), GELU(), Dropout(0.4)), [3, 4]),
        ["softmax, prelu, hardtanh"] = (() => Sequential(Softmax(1), PReLU(1), Hardtanh()), [3, 4]),
        ["recurrent"] = (() => new Last(), [5, 2, 3]),
    };

    private static Dictionary<string, Func<IEnumerable<TorchSharp.Modules.Parameter>, optim.Optimizer>> Optimizers { get; } = new()
    {
        ["adam"] = parameters => optim.Adam(parameters, amsgrad: true),
        ["adamw"] = parameters => optim.AdamW(parameters),
        ["sgd"] = parameters => optim.SGD(parameters, 0.1, momentum: 0.9, nesterov: true),
        ["rmsprop"] = parameters => optim.RMSProp(parameters, centered: true, momentum: 0.5),
        ["adagrad"] = parameters => optim.Adagrad(parameters),
    };

    public void Dispose() => _scope.Dispose();

    [Theory]
    [MemberData(nameof(ModuleNames))]
    public void A_module_computes_what_it_does_on_the_CPU(string name)
    {
        var (create, shape) = Networks[name];
        var (expected, result) = (Pass(create(), shape, "cpu"), Pass(create(), shape, "cuda"));
        result.Should().HaveSameCount(expected);
        foreach (var (there, here) in result.Zip(expected))
        {
            there.is_cuda.Should().BeTrue();
            Bytes(there).Should().Equal(Bytes(here));
        }

        var act = () => create().call(ones(shape, device: CUDA));
        if (create().parameters().Any())
        {
            act.Should().Throw<Exception>().WithMessage("Expected all tensors to be on the same device*");
        }
    }

    [Theory]
    [MemberData(nameof(OptimizerNames))]
    public void An_optimizer_steps_as_on_the_CPU_and_keeps_its_state_with_the_parameters(string name)
    {
        var (here, there) = (Trained(name, "cpu", out _), Trained(name, "cuda", out var optimizer));
        there.Should().Equal(here);
        using var counts = new DeviceCounts();
        optimizer.step();
        counts.HostToDevice.Count.Should().Be(0);
    }

    [Theory]
    [MemberData(nameof(OptimizerNames))]
    public void A_state_that_was_left_behind_is_told_and_can_be_moved(string name)
    {
        using var network = Linear(2, 1);
        using var optimizer = (TorchSharp.Modules.OptimizerHelper)Optimizers[name](network.parameters());
        network.call(ones(1, 2)).sum().backward();
        optimizer.step();
        network.to("cuda");
        network.weight!.grad!.is_cuda.Should().BeTrue();
        var act = () => optimizer.step();
        act.Should().Throw<Exception>().WithMessage("Expected all tensors to be on the same device*step*");
        optimizer.to(CUDA);
        act.Should().NotThrow();
    }

    [Fact]
    public void A_module_is_saved_by_one_device_and_loaded_by_the_other()
    {
        using var there = Linear(3, 2).cuda();
        using var here = Linear(3, 2);
        using var counts = new DeviceCounts();
        here.load(new MemoryStream(Saved(there)));
        counts.DeviceToHost.Should().Be((2, 32));
        here.weight!.is_cuda.Should().BeFalse();
        Bytes(here.weight).Should().Equal(Bytes(there.weight!));

        init.ones_(here.weight);
        there.load(new MemoryStream(Saved(here)));
        there.weight!.is_cuda.Should().BeTrue();
        there.weight.sum().item<float>().Should().Be(6);
        counts.HostToDevice.Should().Be((2, 32));
        there.load_state_dict(here.state_dict());
        there.weight.is_cuda.Should().BeTrue();
        counts.HostToDevice.Should().Be((4, 64));
    }

    [Theory]
    [InlineData("cpu", "cuda")]
    [InlineData("cuda", "cpu")]
    public void A_state_is_saved_by_one_device_and_loaded_by_the_other(string from, string to)
    {
        foreach (var name in Optimizers.Keys)
        {
            var expected = Trained(name, from, out var source);
            Trained(name, to, out var target);
            using var stream = new MemoryStream();
            using var writer = new BinaryWriter(stream);
            source.save_state_dict(writer);
            stream.Position = 0;
            target.load_state_dict(new BinaryReader(stream));
            target.Invoking(optimizer => optimizer.step()).Should().NotThrow(name);
            target.load_state_dict(source.state_dict());
            target.Invoking(optimizer => optimizer.step()).Should().NotThrow(name);
            expected.Should().NotBeEmpty();
        }
    }

    private static List<Tensor> Pass(Module<Tensor, Tensor> network, long[] shape, string device)
    {
        // The same numbers whichever device the weights were made on.
        var random = new Random(3);
        using (no_grad())
        {
            foreach (var parameter in network.parameters())
            {
                parameter.copy_(Numbers(parameter.shape, random));
            }
        }

        network.to(device);
        manual_seed(1);
        var input = Numbers(shape, random).to(device).requires_grad_();
        var output = network.call(input);
        output.square().sum().backward();
        return [output, input.grad!, .. network.parameters().Select(parameter => parameter.grad!), .. network.buffers()];
    }

    private static byte[] Trained(string name, string device, out TorchSharp.Modules.OptimizerHelper optimizer)
    {
        var parameter = new TorchSharp.Modules.Parameter(Numbers([3, 2], new Random(5)).to(device));
        optimizer = (TorchSharp.Modules.OptimizerHelper)Optimizers[name]([parameter]);
        for (var i = 0; i < 3; i++)
        {
            optimizer.zero_grad();
            parameter.square().sum().backward();
            optimizer.step();
        }

        parameter.is_cuda.Should().Be(device == "cuda");
        return Bytes(parameter);
    }

    private static Tensor Numbers(long[] shape, Random random)
    {
        var values = new float[shape.Aggregate(1L, (product, length) => product * length)];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = random.NextSingle() - 0.5f;
        }

        return tensor(values, shape);
    }

    private static byte[] Saved(Module module)
    {
        var stream = new MemoryStream();
        module.save(stream);
        return stream.ToArray();
    }

    private static byte[] Bytes(Tensor tensor) => tensor.detach().cpu().contiguous().bytes.ToArray();

    /// <summary>The last outputs of a GRU on top of an LSTM.</summary>
    private sealed class Last : Module<Tensor, Tensor>
    {
        private readonly TorchSharp.Modules.LSTM lstm = LSTM(3, 4);
        private readonly TorchSharp.Modules.GRU gru = GRU(4, 2);

        public Last()
            : base(nameof(Last)) => RegisterComponents();

        public override Tensor forward(Tensor input) => gru.call(lstm.call(input).Item1).Item1.select(0, -1);
    }
}
