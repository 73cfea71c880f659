using RlLab.Formats;
using RlLab.Lanes;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Algorithms.Dqn;

/// <summary>The last layer of a dueling network: a state's value, and each action's advantage over the mean.</summary>
/// <remarks>Wang et al., "Dueling network architectures for deep reinforcement learning" (2016), equation 9: Q = V + A - mean A.</remarks>
public sealed class DuelingHead : Module<Tensor, Tensor>, IRowwise, IOnnxModule
{
    private readonly TorchSharp.Modules.Linear value;
    private readonly TorchSharp.Modules.Linear advantage;

    /// <summary>A head with fresh weights.</summary>
    /// <param name="features">How many numbers come in.</param>
    /// <param name="actions">How many actions there are.</param>
    public DuelingHead(long features, long actions)
        : base(nameof(DuelingHead))
    {
        value = Linear(Require.AtLeast(features, 1), 1);
        advantage = Linear(features, Require.AtLeast(actions, 1));
        RegisterComponents();
    }

    /// <summary>[batch, features] to action values [batch, actions].</summary>
    /// <param name="input">The features.</param>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return Forward(input, (layer, rows) => layer.call(rows)).MoveToOuterDisposeScope();
    }

    object? IRowwise.Variant => nameof(DuelingHead);

    Tensor IRowwise.Forward(Tensor rows, Func<Module<Tensor, Tensor>, Tensor, Tensor> call) => Forward(rows, call);

    string IOnnxModule.Export(OnnxGraph graph, string input)
    {
        var advantages = graph.Call(advantage, nameof(advantage), input);
        var sum = graph.Add("Add", [graph.Call(value, nameof(value), input), advantages]);
        return graph.Add("Sub", [sum, graph.Add("ReduceMean", advantages, ("axes", (long[])[1]), ("keepdims", 1L))]);
    }

    private Tensor Forward(Tensor rows, Func<Module<Tensor, Tensor>, Tensor, Tensor> call)
    {
        var advantages = call(advantage, rows);
        return call(value, rows) + advantages - advantages.mean([1], keepdim: true);
    }
}
