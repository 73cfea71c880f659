using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Benchmarks.Workloads;

/// <summary>64 independent policies of 4-32-2 as one batched program: forward, backward, Adam.</summary>
internal static class JointPolicies
{
    private const int Policies = 64, Steps = 16;

    public static Action Update()
    {
        Parameter w1 = Weights(4, 32), b1 = Weights(1, 32), w2 = Weights(32, 2), b2 = Weights(1, 2);
        var adam = optim.Adam([w1, b1, w2, b2]);
        var (states, actions, returns) = (randn(Policies, Steps, 4), randint(0, 2, [Policies, Steps, 1]),
            rand(Policies, Steps, 1));
        return () =>
        {
            using var scope = NewDisposeScope();
            var hidden = sigmoid(bmm(states, w1) + b1);
            var logarithms = functional.log_softmax(bmm(hidden, w2) + b2, 2);
            var loss = -(logarithms.gather(2, actions) * returns).mean([1, 2]).sum();
            adam.zero_grad();
            loss.backward();
            adam.step();
        };
    }

    private static Parameter Weights(long rows, long columns) => new(randn(Policies, rows, columns));
}
