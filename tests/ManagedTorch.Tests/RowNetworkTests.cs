using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ManagedTorch.Tests;

/// <summary>A row without tensors, beside the network itself.</summary>
public sealed class RowNetworkTests
{
    public static TheoryData<int, int, int> Sizes
    {
        get
        {
            var sizes = new TheoryData<int, int, int>();
            foreach (var inputs in (int[])[1, 3, 4, 9, 17])
            {
                foreach (var (units, outputs) in ((int, int)[])[(1, 1), (5, 2), (32, 3), (33, 8), (64, 19)])
                {
                    sizes.Add(inputs, units, outputs);
                }
            }

            return sizes;
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void A_row_comes_to_the_bits_of_the_network(int inputs, int units, int outputs)
    {
        manual_seed(inputs + units);
        using var noGrad = no_grad();
        TorchSharp.Modules.Sequential[] networks =
        [
            Sequential(Linear(inputs, units), Sigmoid(), Linear(units, outputs), LogSoftmax(1)),
            Sequential(Linear(inputs, units), ReLU(), Linear(units, units, hasBias: false), Tanh(), Linear(units, outputs), Softmax(-1)),
            Sequential(ReLU(), Linear(inputs, outputs)),
        ];
        foreach (var network in networks)
        {
            var row = RowNetwork.Of(network)!;
            for (var i = 0; i < 3; i++)
            {
                var numbers = randn(inputs).data<float>().ToArray();
                var result = new float[outputs];
                row.Apply(numbers, result).Should().BeTrue();
                result.Should().Equal(network.call(tensor(numbers).unsqueeze(0)).data<float>().ToArray());

                // As after a step of an optimiser, or a checkpoint that was loaded.
                foreach (var parameter in network.parameters())
                {
                    parameter.mul_(1.25f);
                }
            }
        }
    }

    [Fact]
    public void What_it_does_not_know_is_left_to_the_network()
    {
        RowNetwork.Of(Sequential(Linear(2, 2), Dropout())).Should().BeNull();
        RowNetwork.Of(Sequential(Linear(2, 2), Sequential(ReLU()))).Should().BeNull();
        RowNetwork.Of(Linear(2, 2)).Should().BeNull();

        using var network = Sequential(Linear(2, 3), LogSoftmax(0), Linear(3, 2));
        Apply(network, 2, 2).Should().BeFalse("a softmax over the rows is another one");
    }

    [Fact]
    public void What_changed_since_is_left_to_the_network()
    {
        using var network = Sequential(Linear(2, 3), ReLU(), Linear(3, 2));
        var row = RowNetwork.Of(network)!;
        Applies(2, 2).Should().BeTrue();
        Applies(3, 2).Should().BeFalse("the network takes two numbers");
        Applies(2, 3).Should().BeFalse("the network gives two numbers");

        network.to(ScalarType.Float64);
        Applies(2, 2).Should().BeFalse("its weights are float64");
        network.to(ScalarType.Float32);
        Applies(2, 2).Should().BeTrue();
        network.append(Sigmoid());
        Applies(2, 2).Should().BeFalse("it has another layer");

        bool Applies(int inputs, int outputs) => row.Apply(new float[inputs], new float[outputs]);
    }

    [Fact]
    public void A_hook_is_to_see_the_call()
    {
        using var network = Sequential(Linear(2, 3), ReLU());
        var row = RowNetwork.Of(network)!;
        var calls = 0;
        ((TorchSharp.Modules.ReLU)network[1]).register_forward_hook((_, _, output) =>
        {
            calls++;
            return output;
        });
        row.Apply([1, 2], new float[3]).Should().BeFalse();
        calls.Should().Be(0);
    }

    [Fact]
    public void A_disposed_network_is_told()
    {
        var network = Sequential(Linear(2, 2));
        var row = RowNetwork.Of(network)!;
        network.Dispose();
        row.Invoking(it => it.Apply([1, 2], new float[2])).Should().Throw<ObjectDisposedException>();
    }

    private static bool Apply(TorchSharp.Modules.Sequential network, int inputs, int outputs) =>
        RowNetwork.Of(network)!.Apply(new float[inputs], new float[outputs]);
}
