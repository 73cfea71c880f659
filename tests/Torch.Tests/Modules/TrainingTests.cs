using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Torch.Tests.Modules;

/// <summary>Whole trainings: the same bits for the same seed, alone or beside others, and a toy that is solved.</summary>
public sealed class TrainingTests
{
    [Fact]
    public void A_small_network_learns_exclusive_or()
    {
        manual_seed(3);
        var net = Sequential(Linear(2, 16), Tanh(), Linear(16, 1));
        var (x, y) = ExclusiveOr();
        var loss = Train(net, optim.Adam(net.parameters(), lr: 0.05), x, y, 300);
        loss.Should().BeLessThan(0.01);
        using var _ = no_grad();
        net.call(x).gt(0).to(ScalarType.Float32).ShouldEqual(y);
    }

    [Fact]
    public void The_same_seed_gives_the_same_weights_to_the_bit()
    {
        Weights(Trained(seed: 5)).Should().Equal(Weights(Trained(seed: 5)));
        Weights(Trained(seed: 5)).Should().NotEqual(Weights(Trained(seed: 6)));
    }

    [Fact]
    public void Networks_that_train_at_once_on_several_threads_train_as_if_alone()
    {
        var alone = Enumerable.Range(0, 4).Select(Network).ToList();
        var together = Enumerable.Range(0, 4).Select(Network).ToList();
        var (x, y) = ExclusiveOr();
        foreach (var net in alone) Train(net, optim.SGD(net.parameters(), 0.1, momentum: 0.9), x, y, 100);
        var threads = together.Select(net => new Thread(() => Train(net, optim.SGD(net.parameters(), 0.1, momentum: 0.9), x, y, 100))).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        foreach (var (a, b) in alone.Zip(together)) Weights(b).Should().Equal(Weights(a));
    }

    [Fact]
    public void A_training_interrupted_by_files_goes_on_to_the_same_bits()
    {
        var (x, y) = ExclusiveOr();
        var net = Network(1);
        var optimizer = optim.Adam(net.parameters(), 0.02);
        Train(net, optimizer, x, y, 20);
        var (module, state) = (new MemoryStream(), new MemoryStream());
        net.save(module);
        optimizer.save_state_dict(new BinaryWriter(state));
        var resumed = Network(2);
        resumed.load(new MemoryStream(module.ToArray()));
        var other = optim.Adam(resumed.parameters(), 0.9);
        other.load_state_dict(new BinaryReader(new MemoryStream(state.ToArray())));
        Train(net, optimizer, x, y, 20);
        Train(resumed, other, x, y, 20);
        Weights(resumed).Should().Equal(Weights(net));
    }

    private static TorchSharp.Modules.Sequential Trained(long seed)
    {
        manual_seed(seed);
        var net = Sequential(Linear(2, 8), ReLU(), Dropout(0.2), Linear(8, 1));
        var (x, y) = ExclusiveOr();
        Train(net, optim.RMSProp(net.parameters()), x, y, 50);
        return net;
    }

    private static TorchSharp.Modules.Sequential Network(int seed)
    {
        manual_seed(seed);
        return Sequential(Linear(2, 32), Sigmoid(), Linear(32, 8), ReLU(), Linear(8, 1));
    }

    private static (Tensor X, Tensor Y) ExclusiveOr() =>
        (tensor(new float[,] { { 0, 0 }, { 0, 1 }, { 1, 0 }, { 1, 1 } }), tensor(new float[,] { { 0 }, { 1 }, { 1 }, { 0 } }));

    private static double Train(Module<Tensor, Tensor> net, optim.Optimizer optimizer, Tensor x, Tensor y, int steps)
    {
        double last = 0;
        for (var step = 0; step < steps; step++)
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            var loss = functional.binary_cross_entropy_with_logits(net.call(x), y);
            loss.backward();
            optimizer.step();
            last = loss.item<float>();
        }

        return last;
    }

    private static double[] Weights(Module net) => [.. net.parameters().SelectMany(parameter => parameter.Values())];
}
