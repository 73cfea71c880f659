using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Benchmarks.Workloads;

/// <summary>A small policy, 4-32-2: one decision, and one REINFORCE update from an episode.</summary>
internal static class Policies
{
    private const int Steps = 200;

    /// <summary>Four floats in, two probabilities' logarithms out, without gradients.</summary>
    public static Action Forward()
    {
        var net = Policy();
        float[] state = [0.1f, -0.2f, 0.03f, 0.4f];
        return () =>
        {
            using var _ = no_grad();
            using var scope = NewDisposeScope();
            var result = net.call(tensor(state, 1, 4)).data<float>();
            if (result[0] + result[1] > 0)
                throw new InvalidOperationException("Logarithms of probabilities are at most 0.");
        };
    }

    public static Action ReinforceUpdate()
    {
        var net = Policy();
        var adam = optim.Adam(net.parameters());
        var states = rand(Steps, 4);
        var actions = randint(0, 2, [Steps, 1]);
        var returns = rand(Steps);
        return () =>
        {
            using var scope = NewDisposeScope();
            var logarithms = net.call(states);
            var objective = (returns * logarithms.gather(1, actions).squeeze(1)).mean();
            var entropy = -(logarithms * logarithms.exp()).mean();
            var loss = -objective - 0.1 * entropy;
            adam.zero_grad();
            loss.backward();
            adam.step();
        };
    }

    private static Module<Tensor, Tensor> Policy() => Sequential(Linear(4, 32), Sigmoid(), Linear(32, 2), LogSoftmax(1));
}
