using RlLab.Formats;
using RlLab.Lanes;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Algorithms.Dqn;

/// <summary>The last layer of a dueling network: a state's value, and each action's advantage over the mean.</summary>
/// <remarks>
/// Wang et al., "Dueling network architectures for deep reinforcement learning" (2016), equation 9: Q = V + A - mean A. Where several numbers
/// describe the return of an action, it holds for each of them (Hessel et al., "Rainbow", 2018).
/// </remarks>
public sealed class DuelingHead : Module<Tensor, Tensor>, IRowwise, IOnnxModule
{
    private readonly Module<Tensor, Tensor> value, advantage;
    private readonly long _actions, _numbers;

    /// <summary>A head with fresh weights.</summary>
    /// <param name="features">How many numbers come in.</param>
    /// <param name="actions">How many actions there are.</param>
    /// <param name="numbers">How many numbers an action has: <see cref="ValueDistribution.Numbers"/>. Default: 1, its value.</param>
    /// <param name="initialDeviation">
    /// That of <see cref="NoisyLinear"/>, which its layers then are; above 0. Default: null, linear layers without noise.
    /// </param>
    public DuelingHead(long features, long actions, long numbers = 1, double? initialDeviation = null)
        : base(nameof(DuelingHead))
    {
        _actions = Require.AtLeast(actions, 1);
        _numbers = Require.AtLeast(numbers, 1);
        value = Layer(Require.AtLeast(features, 1), numbers, initialDeviation);
        advantage = Layer(features, actions * numbers, initialDeviation);
        RegisterComponents();
    }

    /// <summary>[batch, features] to action values [batch, actions x numbers], the numbers of an action side by side.</summary>
    /// <param name="input">The features.</param>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return Forward(input, (layer, rows) => layer.call(rows)).MoveToOuterDisposeScope();
    }

    object? IRowwise.Variant => (nameof(DuelingHead), _numbers);

    Tensor IRowwise.Forward(Tensor rows, Func<Module<Tensor, Tensor>, Tensor, Tensor> call) => Forward(rows, call);

    string IOnnxModule.Export(OnnxGraph graph, string input)
    {
        var advantages = Shaped(graph.Call(advantage, nameof(advantage), input), _actions);
        var sum = graph.Add("Add", [Shaped(graph.Call(value, nameof(value), input), 1), advantages]);
        var values = graph.Add("Sub", [sum, graph.Add("ReduceMean", advantages, ("axes", (long[])[1]), ("keepdims", 1L))]);
        return _numbers == 1 ? values : graph.Add("Flatten", values, ("axis", 1L));

        string Shaped(string numbers, long actions) =>
            _numbers == 1 ? numbers : graph.Add("Reshape", [numbers, graph.Constant(-1L, actions, _numbers)]);
    }

    private Tensor Forward(Tensor rows, Func<Module<Tensor, Tensor>, Tensor, Tensor> call)
    {
        var advantages = call(advantage, rows).view(rows.shape[0], _actions, _numbers);
        return (call(value, rows).unsqueeze(1) + advantages - advantages.mean([1], keepdim: true)).view(rows.shape[0], _actions * _numbers);
    }

    private static Module<Tensor, Tensor> Layer(long features, long outputs, double? initialDeviation) =>
        initialDeviation is { } deviation ? new NoisyLinear(features, outputs, deviation) : Linear(features, outputs);
}
