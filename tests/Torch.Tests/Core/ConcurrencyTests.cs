using TorchSharp;
using static TorchSharp.torch;

namespace Torch.Tests.Core;

public class ConcurrencyTests
{
    [Fact]
    public void Many_threads_training_their_own_networks_get_the_results_of_one_after_the_other()
    {
        var alone = Enumerable.Range(0, 8).Select(Train).ToArray();
        var together = new float[8][];
        var threads = Enumerable.Range(0, 8).Select(i => new Thread(() => together[i] = Train(i))).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        for (var i = 0; i < 8; i++) together[i].Should().Equal(alone[i]);
    }

    [Fact]
    public void Gradients_of_shared_parameters_are_not_lost_between_threads()
    {
        var shared = zeros(16, requires_grad: true);
        Parallel.For(0, 8, _ =>
        {
            for (var i = 0; i < 200; i++)
            {
                using var scope = NewDisposeScope();
                (shared * 1).sum().backward();
                shared[TensorIndex.Slice(0, 8)].sum().backward();
            }
        });
        shared.grad!.data<float>().ToArray().Should().Equal([.. Enumerable.Repeat(3200f, 8), .. Enumerable.Repeat(1600f, 8)]);
    }

    [Fact]
    public void Tensors_made_on_one_thread_are_disposed_on_another()
    {
        for (var round = 0; round < 20; round++)
        {
            Tensor[] made = [];
            var maker = new Thread(() => made = Enumerable.Range(0, 100).Select(i => full(32, (float)i)).ToArray());
            maker.Start();
            maker.Join();
            made.Select(tensor => tensor.sum().ToSingle()).Should().Equal(Enumerable.Range(0, 100).Select(i => 32f * i));
            foreach (var tensor in made) tensor.Dispose();
        }
    }

    private static float[] Train(int seed)
    {
        var generator = new Generator((ulong)seed);
        var x = randn(64, 8, generator: generator);
        var y = randn(64, 1, generator: generator);
        var w1 = randn(8, 128, generator: generator, requires_grad: true);
        var w2 = randn(128, 1, generator: generator, requires_grad: true);
        for (var step = 0; step < 60; step++)
        {
            using var scope = NewDisposeScope();
            w1.grad = null;
            w2.grad = null;
            nn.functional.mse_loss(x.mm(w1).tanh().mm(w2), y).backward();
            using var mode = no_grad();
            w1.sub_(w1.grad! * 0.01);
            w2.sub_(w2.grad! * 0.01);
        }
        return [.. w1.data<float>(), .. w2.data<float>()];
    }
}
