using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Benchmarks.Workloads;

/// <summary>A policy over four arms: probabilities, an arm drawn, its noisy reward, one step of the policy gradient.</summary>
internal static class BanditPolicy
{
    private static readonly double[] Means = [1.0, 0.9, 0.9, 1.0];

    public static Action Step()
    {
        var net = Sequential(Linear(1, 5), ReLU(), Linear(5, 5), ReLU(), Linear(5, 4), Softmax(1));
        var adam = optim.Adam(net.parameters(), lr: 1e-3, eps: 1e-7);
        var x = ones(1, 1);
        var random = new Random(0);
        return () =>
        {
            using var scope = NewDisposeScope();
            var probabilities = net.call(x);
            int arm = Draw(probabilities.data<float>(), random);
            double reward = Means[arm] + Normal(random);
            var loss = -reward * log(probabilities[0, arm] + 1e-5);
            adam.zero_grad();
            loss.backward();
            adam.step();
        };
    }

    private static int Draw(TorchSharp.Utils.TensorAccessor<float> probabilities, Random random)
    {
        double left = random.NextDouble();
        for (int arm = 0; arm < Means.Length - 1; arm++)
        {
            left -= probabilities[arm];
            if (left < 0)
                return arm;
        }

        return Means.Length - 1;
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
