using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Benchmarks.Workloads;

/// <summary>Updates of a deep Q-network, on vectors and on pixels, and one greedy action on pixels.</summary>
internal static class DeepQ
{
    private const int Batch = 128;
    private const double Discount = 0.99;

    public static Action VectorUpdate()
    {
        var (net, target) = (Vectors(), Vectors());
        var adam = optim.Adam(net.parameters(), lr: 2.5e-4);
        var (states, next) = (rand(Batch, 4), rand(Batch, 4));
        var (actions, rewards, terminated) = (randint(0, 2, [Batch, 1]), rand(Batch), zeros(Batch));
        return () =>
        {
            using var scope = NewDisposeScope();
            Tensor goal;
            using (no_grad())
                goal = rewards + Discount * target.call(next).max(1).values * (1 - terminated);
            var loss = functional.mse_loss(net.call(states).gather(1, actions).squeeze(1), goal);
            adam.zero_grad();
            loss.backward();
            adam.step();
        };
    }

    public static Action PixelUpdate()
    {
        var (net, target) = (Pixels(), Pixels());
        var sgd = optim.SGD(net.parameters(), 2.5e-4, momentum: 0.95, nesterov: true);
        var (states, next) = (rand(Batch, 5, 44, 40), rand(Batch, 5, 44, 40));
        var (actions, rewards) = (randint(0, 5, [Batch, 1]), rand(Batch));
        return () =>
        {
            using var scope = NewDisposeScope();
            Tensor goal;
            using (no_grad())
                goal = rewards + Discount * target.call(next).max(1).values;
            var loss = functional.smooth_l1_loss(net.call(states).gather(1, actions), goal.unsqueeze(1));
            sgd.zero_grad();
            loss.backward();
            foreach (var parameter in net.parameters())
                parameter.grad!.clamp_(-1, 1);
            sgd.step();
        };
    }

    public static Action PixelAction()
    {
        var net = Pixels();
        net.eval();
        var state = rand(1, 5, 44, 40);
        return () =>
        {
            using var _ = no_grad();
            using var scope = NewDisposeScope();
            if (net.call(state).max(1).indexes.item<long>() > 4)
                throw new InvalidOperationException("There are five actions.");
        };
    }

    private static Module<Tensor, Tensor> Vectors() => Sequential(Linear(4, 120), ReLU(), Linear(120, 84), ReLU(), Linear(84, 2));

    private static Module<Tensor, Tensor> Pixels() => Sequential(
        Conv2d(5, 32, 4, stride: 2, padding: 2), BatchNorm2d(32), ReLU(), Conv2d(32, 32, 2, stride: 2), BatchNorm2d(32), ReLU(),
        Flatten(),
        Linear(3520, 512), ReLU(), Linear(512, 128), ReLU(), Linear(128, 5));
}
