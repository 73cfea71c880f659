using RlLab.Algorithms.Dqn;
using RlLab.Algorithms.Networks;
using RlLab.Algorithms.Ppo;
using RlLab.Algorithms.Prompting;
using RlLab.Algorithms.StraightThrough;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Tests;

/// <summary>Networks with every kind of layer that RlLab's experiments use, by a name, with the shape of an observation.</summary>
internal static class SampleNetworks
{
    private static readonly Dictionary<string, (Func<Module<Tensor, Tensor>> Make, long[] Shape)> All = new()
    {
        ["cartpole-reinforce"] = (() => Sequential(Linear(4, 32), Sigmoid(), Linear(32, 2), LogSoftmax(1)), [4]),
        ["cartpole-dqn"] = (() => Sequential(Linear(4, 120), ReLU(), Linear(120, 84), ReLU(), Linear(84, 2)), [4]),
        ["dueling"] = (() => Sequential(Linear(4, 20), Tanh(), new DuelingHead(20, 3)), [4]),
        ["rainbow"] = (
            () => new ExpectedValues(
                Sequential(Linear(4, 16), ReLU(), new DuelingHead(16, 3, numbers: 11, initialDeviation: 0.5)),
                new CategoricalDistribution(-2, 3, 11)),
            [4]),
        ["quantiles"] = (
            () => new ExpectedValues(Sequential(new NoisyLinear(4, 8), ReLU(), new NoisyLinear(8, 3 * 5)), new QuantileDistribution(5)), [4]),
        ["miniature"] = (() => MiniatureNetwork.Create(4, Linear(MiniatureNetwork.Features, 6)), [4, 10, 10]),
        ["ppo"] = (() => Sequential(Normalization(), Linear(5, 8), Tanh(), new GaussianHead(8, 3, deviation: 0.4)), [5]),
        ["prompting"] = (() => new PromptingNetworks(4, own: 3, bits: 5, actions: 3, hiddenUnits: 9, Estimator.StraightThrough), [13]),
        ["prompting-random"] = (() => new PromptingNetworks(4, 3, 5, 3, 9, Estimator.None, Channel.Random), [13]),
        ["bottleneck"] = (() => new BinaryBottleneck(3, 6, 2, Estimator.Clipped), [3]),
        ["activations"] = (
            () => Sequential(
                Linear(5, 9, hasBias: false), LeakyReLU(0.2), Linear(9, 9), ELU(0.7), Linear(9, 9), SiLU(), Linear(9, 9), Softplus(), Dropout(0.5),
                LayerNorm(9), Identity(), Linear(9, 4), Softmax(-1)),
            [5]),
        ["batch-norm"] = (() => Sequential(Linear(6, 7), BatchNorm1d(7), ReLU(), Linear(7, 1)), [6]),
        ["arcade"] = (() => ArcadeNetwork.Create(5), [5, 44, 40]),
        ["convolutions"] = (
            () => Sequential(
                Conv2d(4, 6, kernel_size: 3, stride: 2, padding: 1, dilation: 2, groups: 2, bias: false), ReLU(), MaxPool2d(2),
                Conv2d(6, 3, kernel_size: 2), Flatten(), Linear(3 * 2 * 3, 4)),
            [4, 14, 17]),
    };

    public static IEnumerable<string> Names => All.Keys;

    /// <summary>A network in evaluation, with weights from a seed and running statistics of some data, and the shape of its observations.</summary>
    public static (Module<Tensor, Tensor> Network, long[] Shape, ScalarType Type) Make(string name)
    {
        manual_seed(3);
        var (make, shape) = All[name];
        var (network, type) = (make(), name == "arcade" ? ScalarType.Byte : ScalarType.Float32);
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        for (var i = 0; i < 3; i++)
        {
            _ = network.call(Observations(shape, type, 8));
        }

        network.eval();
        return (network, shape, type);
    }

    private static ObservationNormalization Normalization()
    {
        var layer = new ObservationNormalization(5);
        layer.get_buffer("mean")!.copy_(tensor(new[] { 0.5f, -1, 0, 2, 0.1f }));
        layer.get_buffer("deviation")!.copy_(tensor(new[] { 0.01f, 1, 3, 0.5f, 2 }));
        return layer;
    }

    /// <summary>Random observations: [batch, ...].</summary>
    public static Tensor Observations(long[] shape, ScalarType type, long batch) => type == ScalarType.Byte
        ? randint(0, 256, [batch, .. shape]).to_type(ScalarType.Byte)
        : randn([batch, .. shape]);
}
